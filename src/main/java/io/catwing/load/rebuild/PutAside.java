package io.catwing.load.rebuild;

import io.catwing.client.Entity;
import io.catwing.client.Model;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drops the keys, indexes and triggers of the tables that a rebuild fills, and restores them. What was dropped is recorded
 * in {@code ops.put_aside}, so a rebuild that was killed loses none of it; and restoring a trigger marks in its place
 * what it did not see. Called by {@link BulkDatabase} and {@link BulkHold}.
 */
final class PutAside {
    private static final String TRIGGER = "trigger";

    private PutAside() {}

    /** An index, key or trigger that was dropped for the time being. */
    record Part(String table, String kind, String name, String restore) {}

    /** The tables that these entities fill. */
    static List<String> tables(List<Entity> entities) {
        return entities.stream()
                .map(Model::of)
                .flatMap(model -> Stream.concat(Stream.of(model.head()), model.lines().stream()))
                .map(table -> "general." + table.name())
                .toList();
    }

    /** In the connection's transaction. */
    static void takeOff(Connection connection, String table) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read("load/list-put-aside"));
                PreparedStatement keep = connection.prepareStatement(SqlFile.read("load/put-aside"))) {
            for (int i = 1; i <= 3; i++) {
                list.setString(i, table);
            }
            try (ResultSet parts = list.executeQuery()) {
                while (parts.next()) {
                    statements.add(parts.getString("take_off"));
                    keep.setString(1, table);
                    keep.setString(2, parts.getString("kind"));
                    keep.setString(3, parts.getString("name"));
                    keep.setString(4, parts.getString("restore"));
                    keep.addBatch();
                }
            }
            keep.executeBatch();
        }
        try (Statement statement = connection.createStatement()) {
            for (String takeOff : statements) {
                statement.execute(takeOff);
            }
        }
    }

    /** What is still to be restored, the longest work first. */
    static List<Part> list(Connection connection) throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SqlFile.read("load/list-to-restore"))) {
            while (rows.next()) {
                parts.add(new Part(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        return parts;
    }

    /** In a transaction of its own, which it commits. */
    static void restore(Connection connection, Part part) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement forget = connection.prepareStatement(SqlFile.read("load/forget-put-aside"))) {
            statement.execute(SqlFile.read("load/begin-restore"));
            statement.execute(part.restore());
            if (part.kind().equals(TRIGGER)) {
                statement.execute(SqlFile.read("load/mark-everything"));
            }
            forget.setString(1, part.table());
            forget.setString(2, part.kind());
            forget.setString(3, part.name());
            forget.execute();
            connection.commit();
        }
    }
}
