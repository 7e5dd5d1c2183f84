package io.catwing.app;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.postgres.Sessions;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Reports in plain words what is wrong with a database before anything depends on it. */
final class Databases {
    /** The oldest that the tests run on. */
    private static final int LEAST_MAJOR = 15;

    private static final String CONNECT_SECONDS = "10";

    private Databases() {}

    /** @throws AbortingFailure when it cannot be reached, refuses the user, or is too old */
    static void check(DatabaseSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        try (Connection connection = Sessions.open(settings.url(), properties)) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < LEAST_MAJOR) {
                throw new AbortingFailure(
                        "the database at " + settings.url() + " is PostgreSQL " + major,
                        "catwing needs PostgreSQL " + LEAST_MAJOR + " or later");
            }
        } catch (SQLException e) {
            throw new AbortingFailure(
                    "the database at " + settings.url() + " cannot be used as user " + settings.user() + ": "
                            + e.getMessage(),
                    hint(e),
                    e);
        }
    }

    private static String hint(SQLException e) {
        if (e.getCause() instanceof FileNotFoundException) {
            return "put the file there, readable for this user, or name another in CATWING_DB_URL: sslrootcert=FILE, the"
                    + " certificate of the authority that signed the server's, and for a public one"
                    + " /etc/ssl/certs/ca-certificates.crt";
        }
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01", "28000" -> "check CATWING_DB_USER and CATWING_DB_PASSWORD";
            case "3D000" ->
                "create the database, or correct its name in CATWING_DB_URL; one that was lost comes back by ./catwing"
                        + " recover fast --switch";
            case "53300" -> "the server has too many connections; raise its max_connections";
            default ->
                "check CATWING_DB_URL, that the server runs and may be written to, and the network between;"
                        + " without CATWING_DB_URL catwing starts its own PostgreSQL";
        };
    }

    /**
     * Applies the user's migrations, after the product's and with a separate history, so that their version numbers do not
     * collide.
     *
     * @param folder where they were read
     * @param texts by the file's name
     */
    static void migrateOwn(Flyway product, Path folder, Map<String, String> texts) {
        try {
            Flyway.configure()
                    .configuration(product.getConfiguration())
                    .locations(new String[0])
                    .resourceProvider(new OwnMigrations(texts))
                    .table("flyway_schema_history_own")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            String said = String.valueOf(e.getMessage());
            throw new AbortingFailure(
                    "the migrations in " + folder + " could not be applied: " + said.strip(),
                    said.contains("checksum") || said.contains("not resolved locally")
                            ? "a migration that was applied stays as it is; put it back, and write a new one"
                            : hint(e, "correct the migration; what it had done was taken back"),
                    e);
        }
    }

    private static String hint(FlywayException e, String next) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException broken) {
                return Failure.hint(broken, next);
            }
        }
        return next;
    }

    static AbortingFailure notMigrated(FlywayException e) {
        String said = String.valueOf(e.getMessage());
        return new AbortingFailure(
                "the database could not be brought to this version's tables: " + said.strip(),
                said.contains("advisory lock")
                        ? "another catwing is at it: see that it ends, then run the same command again"
                        : said.contains("checksum")
                                ? "a migration was changed after it was applied; rebuild the database from S3"
                                : hint(
                                        e,
                                        "see that the user may create schemas, and that no newer catwing has used this database"),
                e);
    }
}
