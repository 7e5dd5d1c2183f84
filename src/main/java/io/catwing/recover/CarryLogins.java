package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the refresh tokens of {@code ops.login} to the database that is switched to, in place of older ones of a backup. They
 * follow from nothing, and one of a single use must not be exchanged in the database that is left: there they are held first, so
 * that other processes wait, and what they have just been given is stored in the new database.
 */
final class CarryLogins {
    private static final Logger LOG = LoggerFactory.getLogger(CarryLogins.class);
    private static final String TABLE = "ops.login";

    private final DatabaseServer server;

    CarryLogins(DatabaseServer server) {
        this.server = server;
    }

    /** @return why nothing was taken, for a person; empty where it was */
    Optional<String> carry(DatabaseName live, DatabaseName made) {
        if (!server.exists(live)) {
            return Optional.empty();
        }
        try (Connection from = server.connect(live);
                Connection to = server.connect(made)) {
            List<String> columns = CarryHistory.columns(from, TABLE);
            // An older version's database lacks some, or all.
            columns.retainAll(CarryHistory.columns(to, TABLE));
            columns.remove("held_until");
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            execute(from, "recover/hold-logins", Map.of());
            to.setAutoCommit(false);
            Map<String, String> names = Map.of("table", TABLE, "columns", String.join(", ", columns), "name", "login");
            execute(to, "recover/stage-history", names);
            CopyOthers.pipe(
                    from,
                    SqlFile.read("recover/copy-table", names),
                    to,
                    SqlFile.read(
                            "recover/copy-into",
                            Map.of("table", "carried_login", "columns", String.join(", ", columns))));
            execute(to, "recover/remove-carried-logins", Map.of());
            execute(to, "recover/insert-history", names);
            to.commit();
            return Optional.empty();
        } catch (SQLException | AbortingFailure damaged) {
            LOG.warn("the logins of {} were not taken over", live, damaged);
            return Optional.of("the refresh tokens in " + live + " were not taken over: " + damaged.getMessage()
                    + "; log in anew by ./catwing login where a client's file says grant: refresh_token");
        }
    }

    /** The live database stays live: its logins are used on. */
    void release(DatabaseName live) {
        try (Connection connection = server.connect(live)) {
            execute(connection, "recover/release-logins", Map.of());
        } catch (SQLException | AbortingFailure gone) {
            LOG.warn("the logins of {} are held for ten minutes more", live, gone);
        }
    }

    private static void execute(Connection connection, String sql, Map<String, String> names) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read(sql, names));
        }
    }
}
