package io.catwing.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a process of its own: what can be killed, and what a user starts. */
public final class Child {
    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param program what comes after {@code java}: {@code -jar x.jar}, or a class path and a class
     * @param environment added to ours; nothing of ours that begins with CATWING_ or CW_ is handed on
     */
    public static Child start(List<String> program, Map<String, String> environment, Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        command.addAll(List.of(arguments));
        return run(command, environment, folder);
    }

    /** @param command with the program's name, such as that of the launcher */
    public static Child run(List<String> command, Map<String, String> environment, Path folder) {
        try {
            Path output = Files.createTempFile("catwing-child-", ".log");
            output.toFile().deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("CATWING_") || name.startsWith("CW_"));
            builder.environment().putAll(environment);
            return new Child(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of this build, as the launcher starts it where it is packaged, otherwise from its classes. */
    public static List<String> program(String... options) {
        String app = System.getProperty("catwing.app", "");
        List<String> program = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        program.addAll(List.of(options));
        program.addAll(
                app.isEmpty()
                        ? List.of("-cp", System.getProperty("java.class.path"), "io.catwing.Application")
                        : List.of(
                                "-XX:SharedArchiveFile=" + app + "/catwing.jsa",
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:ArchiveRelocationMode=0",
                                // Where its address is taken, the JVM starts without it and says so among the output.
                                "-Xlog:cds=off",
                                "-Xlog:cds+dynamic=off",
                                "-jar",
                                app + "/catwing.jar"));
        return program;
    }

    /** The client of a service: as the launcher starts it, on its two jars, where the program is packaged. */
    public static List<String> client() {
        Path app = Path.of(System.getProperty("catwing.app", ""));
        if (app.toString().isEmpty()) {
            return List.of("-cp", System.getProperty("java.class.path"), "io.catwing.cli.ServiceClient");
        }
        try (Stream<Path> jars = Files.list(app.resolve("lib"))) {
            Path jackson = jars.filter(jar -> jar.getFileName().toString().startsWith("jackson-core-2"))
                    .findFirst()
                    .orElseThrow();
            return List.of(
                    "-cp", app.resolveSibling("catwing-client.jar") + ":" + jackson, "io.catwing.cli.ServiceClient");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged jar, as it is shipped. */
    public static List<String> fromJar(String... options) {
        List<String> program = new ArrayList<>(List.of("-XX:+UseSerialGC"));
        program.addAll(List.of(options));
        program.addAll(List.of("-jar", System.getProperty("catwing.jar")));
        return program;
    }

    public Process process() {
        return process;
    }

    /** kill -9, and until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** @return the exit code */
    public int await() {
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                kill();
                throw new AssertionError("the program did not end in ten minutes:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits for its end and watches its memory meanwhile (Linux).
     *
     * @return the most that it had resident, in bytes
     */
    public long awaitPeakMemory() {
        long peak = 0;
        do {
            peak = Math.max(peak, peakMemory());
        } while (!endsWithin(100));
        return peak;
    }

    /** @return the most that it had resident so far, in bytes (Linux); 0 where it has ended */
    public long peakMemory() {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** @return false when it is still running after that time */
    public boolean endsWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it printed so far, both streams. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
