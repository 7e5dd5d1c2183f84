package io.catwing.embedded;

import io.catwing.failure.AbortingFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of our own, its data kept between starts and written as safely as any: a commit that was answered
 * survives a power cut. Listens on the loopback address alone, and asks for a password, since a database on a machine
 * with several users would otherwise let each of them run programs as this one.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "catwing";
    private static final String PASSWORDS_ONLY = "host all all 127.0.0.1/32 scram-sha-256\n";
    private static final String ANYONE_ON_THIS_MACHINE = "host all all 127.0.0.1/32 trust\n";

    private final Path data;
    private final EmbeddedPostgres server;
    private final DatabaseSettings settings;

    private EmbeddedDatabase(Path data, EmbeddedPostgres server, DatabaseSettings settings) {
        this.data = data;
        this.server = server;
        this.settings = settings;
    }

    /** @throws AbortingFailure when it does not start, with the last it said */
    public static EmbeddedDatabase start(Home home) {
        Path data = home.path().resolve("pg");
        endOrphan(data);
        String secret = home.secret("database");
        Path unfinished = home.path().resolve("pg.unfinished");
        try {
            boolean first = prepare(home, data, unfinished);
            EmbeddedPostgres server =
                    new PostgresStart(home, data, secret).start(first ? ANYONE_ON_THIS_MACHINE : PASSWORDS_ONLY);
            checkIsOurs(server, data);
            if (first) {
                create(server, data, secret);
                Files.delete(unfinished);
            }
            String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
            LOG.debug("embedded PostgreSQL at {} on {}", url, data);
            return new EmbeddedDatabase(data, server, new DatabaseSettings(url, NAME, secret));
        } catch (IOException | SQLException e) {
            throw new AbortingFailure(
                    "the embedded PostgreSQL cannot use " + data + ": " + e,
                    "see " + home.path().resolve("postgres.log") + ", or set CATWING_DB_URL to use a server of yours",
                    e);
        }
    }

    /** Of a server that runs no longer, the pid file may stop the next one: its number may be another process' by now. */
    private static void endOrphan(Path data) {
        Postmaster.of(data).ifPresent(Postmaster::end);
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
     * A first start that was killed leaves a data directory that no server can use, and that holds nothing yet.
     *
     * @return whether the database is still to be made
     */
    private static boolean prepare(Home home, Path data, Path unfinished) throws IOException {
        PostgresStart.dropHalfUnpackedProgram(home);
        boolean first = Files.exists(unfinished) || Files.notExists(data.resolve("PG_VERSION"));
        if (first) {
            if (Files.notExists(unfinished) && Files.exists(data) && !isEmpty(data)) {
                throw new AbortingFailure(
                        data + " is not the data directory of a PostgreSQL server",
                        "move it away, or set CATWING_HOME to another folder");
            }
            Files.writeString(unfinished, "The database in pg is not made yet. The next start begins anew.\n");
            FileSystemUtils.deleteRecursively(data);
        }
        return first;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The port was free a moment ago, but another server may have been quicker. */
    private static void checkIsOurs(EmbeddedPostgres server, Path data) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show data_directory")) {
            rows.next();
            if (!Files.isSameFile(Path.of(rows.getString(1)), data)) {
                throw new AbortingFailure(
                        "port " + server.getPort() + " was taken by another PostgreSQL server meanwhile",
                        "start again; another port is chosen each time");
            }
        }
    }

    private static void create(EmbeddedPostgres server, Path data, String secret) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // Hexadecimal digits, so nothing is to be quoted.
            statement.execute("alter role postgres password '" + secret + "'");
            statement.execute("create role " + NAME + " login createdb password '" + secret + "'");
            statement.execute("create database " + NAME + " owner " + NAME);
            Files.writeString(data.resolve("pg_hba.conf"), PASSWORDS_ONLY);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** How to reach it. */
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        Optional<Postmaster> process = Postmaster.of(data);
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the embedded PostgreSQL did not stop in order: {}", e.toString());
        }
        process.ifPresent(Postmaster::awaitEnd);
    }
}
