package io.catwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most that this process had resident so far (Linux). */
final class PeakMemory {
    private PeakMemory() {}

    static String told() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                .orElse("not told here");
    }
}
