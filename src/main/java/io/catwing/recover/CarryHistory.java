package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs, backups, drills, reports, the audit and what was told of troubles from the live database to the one that is switched to. They do not follow from
 * S3, and a plan learns from the times in them. Rows that are there already become as they are in the live database.
 */
final class CarryHistory {
    private static final Logger LOG = LoggerFactory.getLogger(CarryHistory.class);

    /** What others refer to comes first. */
    private static final List<String> TABLES =
            List.of("run", "run_step", "backup", "recovery", "drill", "audit", "trouble", "alert", "ping");

    private final DatabaseServer server;

    CarryHistory(DatabaseServer server) {
        this.server = server;
    }

    /**
     * All of it or nothing.
     *
     * @return why nothing was taken, for a person; empty where it was
     */
    Optional<String> carry(DatabaseName live, DatabaseName made) {
        if (!server.exists(live)) {
            return Optional.of("the history of runs starts empty, since there is no " + live + " to take it from");
        }
        try (Connection from = server.connect(live);
                Connection to = server.connect(made)) {
            from.setAutoCommit(false);
            // A run that begins meanwhile would come with its steps and without itself.
            from.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            from.setReadOnly(true);
            to.setAutoCommit(false);
            for (String name : TABLES) {
                carry(from, to, name);
            }
            to.commit();
            return Optional.empty();
        } catch (SQLException | AbortingFailure damaged) {
            // The live database may be damaged, which is why it is recovered.
            LOG.warn("the history of {} was not taken over", live, damaged);
            return Optional.of("the history of runs in " + live + " was not taken over: " + damaged.getMessage());
        }
    }

    private static void carry(Connection from, Connection to, String name) throws SQLException {
        String table = "ops." + name;
        List<String> columns = columns(from, table);
        // An older version's database lacks some.
        columns.retainAll(columns(to, table));
        if (columns.isEmpty()) {
            return;
        }
        Map<String, String> names = Map.of("table", table, "columns", String.join(", ", columns), "name", name);
        try (Statement statement = to.createStatement()) {
            statement.execute(SqlFile.read("recover/stage-history", names));
            CopyOthers.pipe(
                    from,
                    SqlFile.read("recover/copy-table", names),
                    to,
                    SqlFile.read(
                            "recover/copy-into",
                            Map.of("table", "carried_" + name, "columns", String.join(", ", columns))));
            List<String> key = names(to, "recover/list-key-columns", table);
            if (!key.isEmpty()) {
                statement.execute(SqlFile.read("recover/replace-history", replacing(names, columns, key)));
            }
            statement.execute(SqlFile.read("recover/insert-history", names));
        }
    }

    private static Map<String, String> replacing(Map<String, String> names, List<String> columns, List<String> key) {
        Map<String, String> all = new HashMap<>(names);
        all.put("assignments", of(columns, column -> column + " = carried." + column));
        all.put("here", of(columns, column -> "here." + column));
        all.put("carried", of(columns, column -> "carried." + column));
        all.put("here-key", of(key, column -> "here." + column));
        all.put("carried-key", of(key, column -> "carried." + column));
        return all;
    }

    private static String of(List<String> columns, UnaryOperator<String> each) {
        return columns.stream().map(each).collect(Collectors.joining(", "));
    }

    /** Those that can be written; none if there is no such table. */
    static List<String> columns(Connection connection, String table) throws SQLException {
        return names(connection, "recover/list-writable-columns", table);
    }

    private static List<String> names(Connection connection, String sql, String table) throws SQLException {
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read(sql))) {
            list.setString(1, table);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }
}
