package io.catwing.local.servers;

import io.catwing.app.HomeFolder;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The folder in which the embedded servers keep their data, locked for this process: {@code pg} and {@code s3}
 * hold data, {@code postgresql} the server's program, {@code *.secret} the passwords, {@code postgres.log} the
 * server's log.
 */
public final class Home implements AutoCloseable {
    /** With less free space the servers would soon stop in the middle of something. */
    private static final long LEAST_FREE_BYTES = 200L << 20;

    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final HomeLock lock;

    private Home(Path path, HomeLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder if it is missing, and takes its lock.
     *
     * @throws AbortingFailure when it cannot be written, is nearly full, or is in use
     */
    public static Home take(Path folder) {
        Path path = HomeFolder.prepare(folder);
        checkSpace(path);
        return new Home(path, HomeLock.take(path));
    }

    private static void checkSpace(Path path) {
        // Not by its file store, which is not found if the root is not a mount point (chroot).
        long free = path.toFile().getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new AbortingFailure(
                    "the disk of CATWING_HOME " + path + " has only " + (free >> 20) + " MB left",
                    "free at least " + (LEAST_FREE_BYTES >> 20) + " MB, or set CATWING_HOME to another disk");
        }
    }

    public Path path() {
        return path;
    }

    /** A folder in it that no other user may enter, whatever the folder above allows. */
    Path closedFolder(String name) throws IOException {
        return HomeFolder.closed(path.resolve(name));
    }

    /** A random password that stays the same between starts, readable by this user alone. */
    String secret(String name) {
        Path file = path.resolve(name + ".secret");
        try {
            if (Files.notExists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Path part = Files.createTempFile(path, name, ".part", PosixFilePermissions.asFileAttribute(SECRET));
                Files.writeString(part, HexFormat.of().formatHex(random));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the file " + file + " cannot be used: " + e,
                    "make it readable for this user; when it is lost, delete it, and a new one is made",
                    e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
