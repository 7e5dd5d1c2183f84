package io.catwing.app;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code CATWING_HOME}: where the log, the spool files and the data of embedded servers are, closed to other users. */
public final class HomeFolder {
    /** Below the working directory, where {@code CATWING_HOME} is not set. */
    public static final String DEFAULT = ".catwing";

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    /** Content by which a folder is recognized as a home. */
    private static final List<String> KNOWN = List.of("lock", "logs", "spool", "pg", "s3");

    private HomeFolder() {}

    /**
     * Creates the folder if it is missing, closed to other users, and restricts an existing one. To be called before anything
     * writes to it, a log included.
     *
     * @return its real path
     * @throws AbortingFailure when it cannot be written, or others can replace what is in it
     */
    public static Path prepare(Path folder) {
        try {
            if (Files.notExists(folder)) {
                if (folder.toAbsolutePath().getParent() != null) {
                    Files.createDirectories(folder.toAbsolutePath().getParent());
                }
                // The data belongs to the client, and nobody else may replace the database server's program.
                // A concurrent start may have created it by now; the lock decides between them.
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            }
            Path path = folder.toRealPath();
            checkWritable(path);
            closeToOthers(path);
            closeEntries(path);
            return path;
        } catch (IOException e) {
            throw new AbortingFailure(
                    "CATWING_HOME " + folder.toAbsolutePath() + " cannot be used: " + reason(e),
                    "make it a folder that this user may write, or set CATWING_HOME to another",
                    e);
        }
    }

    private static void closeToOthers(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (OURS_ALONE.containsAll(permissions)) {
            return;
        }
        boolean ours =
                Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        if (ours && (isEmpty(path) || KNOWN.stream().anyMatch(name -> Files.exists(path.resolve(name))))) {
            Files.setPosixFilePermissions(path, OURS_ALONE);
        } else if (ours) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "other users may enter it (" + PosixFilePermissions.toString(permissions)
                            + "), and it holds files that are not catwing's");
        } else if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            // Such as /tmp, or a volume as Kubernetes makes it: its permissions are not ours to change.
            throw new AbortingFailure(
                    "CATWING_HOME " + path + " cannot be used: it belongs to another user, and all may write to it ("
                            + PosixFilePermissions.toString(permissions) + ")",
                    "set CATWING_HOME to a folder of this user's, such as " + path.resolve("home")
                            + "; one that is missing is made, closed to others");
        }
        // A volume with another owner, given to this user's group: each folder created in it is restricted by itself.
    }

    /** For files created under a wider umask than the launcher's, in case the folder itself is opened one day. */
    private static void closeEntries(Path path) throws IOException {
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry :
                    entries.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                closeEntry(entry, self);
            }
        }
    }

    private static void closeEntry(Path entry, Object self) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
            if (permissions.retainAll(OURS_ALONE)
                    && Files.getAttribute(entry, "unix:uid").equals(self)) {
                Files.setPosixFilePermissions(entry, permissions);
            }
        } catch (NoSuchFileException gone) {
            // A concurrent start may have finished with it; the lock decides between them.
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void checkWritable(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "it is no folder");
        }
        if (!Files.isWritable(path)) {
            throw new FileSystemException(path.toString(), null, "it is not writable");
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName();
    }

    /** Creates the folder, or restricts it to this user. */
    public static Path closed(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        }
        return Files.setPosixFilePermissions(folder, OURS_ALONE);
    }
}
