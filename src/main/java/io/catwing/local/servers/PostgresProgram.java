package io.catwing.local.servers;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL's programs from a jar, unpacked into a folder. They get a minimal environment:
 * this program's contains the clients' secrets.
 */
public final class PostgresProgram {
    /** The complete environment of a PostgreSQL program. */
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8");

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final StepDown stepDown;

    private PostgresProgram(Path folder, StepDown stepDown) {
        this.folder = folder;
        this.stepDown = stepDown;
    }

    /**
     * Unpacks the programs for this processor from the class path, unless they are there already.
     *
     * @param parent of the folder to unpack to; other versions in it are removed
     * @throws AbortingFailure if there are none for this processor, or the user may not run them
     */
    public static PostgresProgram unpack(Path parent) throws IOException {
        String resource = "/postgres-linux-" + processor() + ".txz";
        try (InputStream packed = PostgresProgram.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new AbortingFailure(
                        "there is no PostgreSQL inside catwing for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch"),
                        "set CATWING_DB_URL, CATWING_DB_USER and CATWING_DB_PASSWORD to use a server of yours");
            }
            // The size differs for each version, and is known without reading all of it.
            Path folder = parent.resolve("pg-"
                    + PostgresProgram.class
                            .getResource(resource)
                            .openConnection()
                            .getContentLengthLong());
            if (Files.notExists(folder)) {
                // Half-unpacked ones and other versions; those unpacked by an older catwing were open to everybody.
                try (DirectoryStream<Path> others = Files.newDirectoryStream(parent)) {
                    for (Path other : others) {
                        FileSystemUtils.deleteRecursively(other);
                    }
                }
                Path part = parent.resolve("unpacking");
                unpackTo(packed, part);
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PostgresProgram(folder, StepDown.choose(folder.resolve("bin/postgres")));
        }
    }

    /**
     * Unpacks the programs of another version.
     *
     * @param folder to be made
     */
    public static PostgresProgram unpack(InputStream packed, Path folder) throws IOException {
        unpackTo(packed, folder);
        return new PostgresProgram(folder, StepDown.choose(folder.resolve("bin/postgres")));
    }

    private static String processor() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "none";
        };
    }

    private static void unpackTo(InputStream packed, Path folder) throws IOException {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(packed), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(entry.getName() + " is outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, file);
                        if ((entry.getMode() & 0100) != 0) {
                            Files.setPosixFilePermissions(file, OURS_ALONE);
                        }
                    }
                }
            }
        }
    }

    /**
     * Creates a data directory in which every connection requires a password, from the first one on.
     *
     * @param data missing or empty
     * @param password of the superuser {@code postgres}
     * @throws AbortingFailure if it fails, with the program's output
     */
    public void initialise(Path data, String password) throws IOException {
        if (Files.notExists(data)) {
            Files.createDirectory(data, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        }
        Path secret = Files.createTempFile(
                data.toAbsolutePath().getParent(),
                "initdb",
                ".secret",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(secret, password + "\n");
            stepDown.handOver(secret);
            stepDown.handOver(data);
            Process initdb = builder(List.of(
                            "initdb",
                            "--pgdata=" + data.toAbsolutePath(),
                            "--username=postgres",
                            "--pwfile=" + secret.toAbsolutePath(),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8"))
                    .redirectErrorStream(true)
                    .start();
            initdb.getOutputStream().close();
            String said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (initdb.waitFor() != 0) {
                throw StartFailures.of(said, data, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the data directory was made", e);
        } finally {
            Files.delete(secret);
        }
    }

    /** Not started yet: one of the programs, as a user that may run it, with the environment that it needs. */
    ProcessBuilder builder(List<String> command) {
        List<String> all = new ArrayList<>(stepDown.prefix());
        all.add(folder.resolve("bin").resolve(command.get(0)).toString());
        all.addAll(command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    /** Transfers an existing data directory to the user that the server runs as now. */
    void handOver(Path data) throws IOException {
        stepDown.handOver(data);
    }
}
