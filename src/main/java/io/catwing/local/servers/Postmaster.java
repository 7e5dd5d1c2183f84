package io.catwing.local.servers;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL server process of a data directory. It survives a hard kill of this program. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    /** It may have much to write before it can end. */
    private static final Duration LONGEST_END = Duration.ofSeconds(90);

    private final Path data;
    private final ProcessHandle process;

    private Postmaster(Path data, ProcessHandle process) {
        this.data = data;
        this.process = process;
    }

    /**
     * The server that runs on a data directory. Its pid file alone proves nothing: after a reboot the number may belong
     * to any process, which must not be terminated.
     */
    static Optional<Postmaster> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long pid = Long.parseLong(lines.get(0).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(p -> runsOn(p, data))
                    .map(p -> new Postmaster(data, p));
        } catch (IOException | RuntimeException noneOrUnreadable) {
            return Optional.empty();
        }
    }

    private static boolean runsOn(ProcessHandle process, Path data) {
        String command = process.info().commandLine().orElse("");
        if (!command.contains("postgres")) {
            return false;
        }
        Path workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            // A postmaster's working directory is its data directory.
            return Files.isSameFile(workingFolder, data);
        } catch (IOException noProcFileSystem) {
            return command.contains(data.toString());
        }
    }

    long pid() {
        return process.pid();
    }

    /** Shuts down what a killed process left. */
    void endOrphan() {
        LOG.info("ending the PostgreSQL server (pid {}) that an earlier catwing left running on {}", pid(), data);
        end();
    }

    /**
     * Shuts it down: open transactions are rolled back, everything else is written.
     *
     * @throws AbortingFailure when it does not end
     */
    void end() {
        try {
            // SIGINT, the fast shutdown. Java itself has only SIGTERM, which waits for every client to go.
            new ProcessBuilder("sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noShell) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaitEnd();
    }

    /** @throws AbortingFailure when it does not end within the limit */
    void awaitEnd() {
        try {
            process.onExit().get(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AbortingFailure(
                    "the PostgreSQL server (pid " + pid() + ") on " + data + " does not end",
                    "look into postgres.log beside it; end the process by hand, with kill -INT " + pid(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
