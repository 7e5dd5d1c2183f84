package io.catwing.soak;

import io.catwing.support.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a process holds, from time to time (Linux, JDK). */
final class Vitals {
    private final Child child;
    private final Instant start = Instant.now();
    private final List<Long> live = new ArrayList<>();

    Vitals(Child child) {
        this.child = child;
    }

    /** @return what is on the heap after a full collection, threads and open files, in a line */
    synchronized String sample() {
        Path proc = Path.of("/proc", Long.toString(child.process().pid()));
        live.add(liveHeap());
        return String.format(
                Locale.ROOT,
                "minute %.1f: live heap %.1f MB, %d threads, %d open files",
                Duration.between(start, Instant.now()).toMillis() / 60_000.0,
                live.get(live.size() - 1) / 1048576.0,
                count(proc.resolve("task")),
                count(proc.resolve("fd")));
    }

    /** The median of the live heap in one quarter of the time, 1 to 4, in bytes. */
    synchronized long liveHeap(int quarter) {
        List<Long> values = live.subList(live.size() * (quarter - 1) / 4, live.size() * quarter / 4).stream()
                .sorted()
                .toList();
        return values.get(values.size() / 2);
    }

    /** A histogram of live objects collects all garbage first; its last line is their sum. */
    private long liveHeap() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(child.process().pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines()
                    .filter(line -> line.startsWith("Total"))
                    .map(line -> line.strip().split("\\s+"))
                    .mapToLong(words -> Long.parseLong(words[2]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("jcmd says: " + said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
