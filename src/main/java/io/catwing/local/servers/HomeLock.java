package io.catwing.local.servers;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * At most one process uses the embedded servers of a folder: two PostgreSQL servers on one data directory would ruin it.
 * The lock is the operating system's and is released with the process, however that ends.
 */
final class HomeLock implements AutoCloseable {
    private static final int LONGEST_COMMAND = 120;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws AbortingFailure when another process holds it, naming that process */
    static HomeLock take(Path home) {
        Path file = home.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException sameProcess) {
                // Reported below like any other holder.
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw new AbortingFailure(
                        "another catwing (" + Files.readString(file).strip() + ") uses " + home,
                        "wait until it is done, stop it, or set CATWING_HOME to another folder");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(self()));
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the lock " + file + " cannot be taken: " + e,
                    "make the folder writable, or set CATWING_HOME to another",
                    e);
        }
    }

    private static String self() {
        String command = System.getProperty("sun.java.command", "unknown").replaceAll("\\s+", " ");
        return "pid " + ProcessHandle.current().pid() + ", "
                + command.substring(0, Math.min(LONGEST_COMMAND, command.length())) + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock of CATWING_HOME was not given back", e);
        }
    }
}
