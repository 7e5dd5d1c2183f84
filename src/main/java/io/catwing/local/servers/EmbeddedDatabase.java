package io.catwing.local.servers;

import io.catwing.app.DatabaseSettings;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * An embedded PostgreSQL server whose data is kept between starts and written safely: a commit that was answered
 * survives a power failure. Listens only on the loopback address, and requires a password from the start, since otherwise a
 * database on a machine with several users would let each of them run programs as this user.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String PASSWORDS_ONLY = "host all all 127.0.0.1/32 scram-sha-256\n";

    private static final Map<String, String> CONFIGURATION = new LinkedHashMap<>();

    static {
        CONFIGURATION.put("fsync", "on");
        CONFIGURATION.put("synchronous_commit", "on");
        CONFIGURATION.put("full_page_writes", "on");
        CONFIGURATION.put("timezone", "UTC");
        CONFIGURATION.put("max_connections", "50");
        CONFIGURATION.put("shared_buffers", "256MB");
        CONFIGURATION.put("work_mem", "32MB");
        CONFIGURATION.put("maintenance_work_mem", "128MB");
        CONFIGURATION.put("max_wal_size", "2GB");
        CONFIGURATION.put("checkpoint_timeout", "15min");
        // There are no replicas, and bulk loads write less WAL without them.
        CONFIGURATION.put("wal_level", "minimal");
        CONFIGURATION.put("max_wal_senders", "0");
        CONFIGURATION.put("jit", "off");
    }

    private final PostgresServer server;
    private final DatabaseSettings settings;
    private final DatabaseSettings restore;

    private EmbeddedDatabase(PostgresServer server, Home home) {
        this.server = server;
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + PostgresRoles.DATABASE;
        this.settings = new DatabaseSettings(url, PostgresRoles.APPLICATION, PostgresRoles.applicationSecret(home));
        this.restore = new DatabaseSettings(url, PostgresRoles.RESTORE, PostgresRoles.restoreSecret(home));
    }

    /** @throws AbortingFailure when it does not start, with its last output */
    public static EmbeddedDatabase start(Home home) {
        Path data = home.path().resolve("pg");
        endOrphan(data);
        Path unfinished = home.path().resolve("pg.unfinished");
        try {
            boolean first = prepare(data, unfinished);
            PostgresProgram program = PostgresProgram.unpack(home.closedFolder("postgresql"));
            if (first) {
                program.initialise(data, PostgresRoles.superuserSecret(home));
            }
            PostgresServer server = PostgresServer.start(
                    program, data, PASSWORDS_ONLY, home.path().resolve("postgres.log"), CONFIGURATION);
            try {
                new PostgresRoles(home, server.port()).bring(first);
            } catch (SQLException | RuntimeException e) {
                server.close();
                throw e;
            }
            if (first) {
                Files.delete(unfinished);
            }
            LOG.debug("embedded PostgreSQL on port {} and {}", server.port(), data);
            return new EmbeddedDatabase(server, home);
        } catch (IOException | SQLException e) {
            throw new AbortingFailure(
                    "the embedded PostgreSQL cannot use " + data + ": " + e,
                    "see " + home.path().resolve("postgres.log") + ", or set CATWING_DB_URL to use a server of yours",
                    e);
        }
    }

    /** The pid file of a dead server may prevent the next start: its number may now belong to another process. */
    private static void endOrphan(Path data) {
        Postmaster.of(data).ifPresent(Postmaster::endOrphan);
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the stale " + data.resolve("postmaster.pid") + " cannot be deleted: " + e,
                    "delete it by hand, after seeing that no PostgreSQL server runs on " + data,
                    e);
        }
    }

    /**
     * A first start that was killed leaves a data directory that no server can use, and that contains nothing yet.
     *
     * @return whether the database must still be created
     */
    private static boolean prepare(Path data, Path unfinished) throws IOException {
        boolean first = Files.exists(unfinished) || Files.notExists(data.resolve("PG_VERSION"));
        if (first) {
            if (Files.notExists(unfinished) && Files.exists(data) && !isEmpty(data)) {
                throw new AbortingFailure(
                        data + " is not the data directory of a PostgreSQL server",
                        "move it away, or set CATWING_HOME to another folder");
            }
            Files.writeString(unfinished, "The database in pg is not made yet. The next start begins again.\n");
            FileSystemUtils.deleteRecursively(data);
        }
        return first;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The pipeline's address: a role that owns the databases it creates, and is not a superuser. */
    public DatabaseSettings settings() {
        return settings;
    }

    /** A restore's address: a role that may use only the database that it was given. */
    public DatabaseSettings restoreSettings() {
        return restore;
    }

    @Override
    public void close() {
        server.close();
    }
}
