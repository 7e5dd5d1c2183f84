package io.catwing.postgres.derive;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes a table equal to a query's result, for the client of the setting {@code catwing.client}, with as few writes as
 * possible. The query's columns are matched with the table's by name.
 */
public final class DerivedTable {
    private static final String CLIENT_ID = "\"client_id\"";

    private DerivedTable() {}

    /**
     * @param everything all of the client's rows, whatever the step's scope
     * @return how many rows were deleted, changed or added
     * @throws QuarantinedFailure when the table has no primary key that begins with client_id
     */
    public static long write(Connection connection, SqlStep step, boolean everything) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> columns = columns(statement, step);
            List<String> keys = keys(statement, step);
            List<String> values = columns.stream()
                    .filter(c -> !c.equals(CLIENT_ID) && !keys.contains(c))
                    .toList();
            Map<String, String> names = Map.of(
                    "table",
                    step.table(),
                    "query",
                    step.sql(),
                    "scope",
                    everything ? "true" : step.condition("t"),
                    "query_scope",
                    everything ? "true" : step.condition("q"),
                    "same_key",
                    join(keys, c -> "t." + c + " = w." + c, " and "),
                    "columns",
                    join(columns, c -> c, ", "),
                    "w_columns",
                    join(columns, c -> "w." + c, ", "),
                    "t_values",
                    values.isEmpty() ? "true" : join(values, c -> "t." + c, ", "),
                    "w_values",
                    values.isEmpty() ? "true" : join(values, c -> "w." + c, ", "),
                    "update",
                    values.isEmpty() ? "do nothing" : "update set " + join(values, c -> c + " = w." + c, ", "));
            statement.execute(SqlFile.read("derive/want-rows", names));
            return statement.executeLargeUpdate(SqlFile.read("derive/delete-gone", names))
                    + statement.executeLargeUpdate(SqlFile.read("derive/merge-wanted", names));
        }
    }

    private static List<String> columns(Statement statement, SqlStep step) throws SQLException {
        try (ResultSet none =
                statement.executeQuery(SqlFile.read("derive/describe-query", Map.of("query", step.sql())))) {
            ResultSetMetaData about = none.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add("\"" + about.getColumnName(i).replace("\"", "\"\"") + "\"");
            }
            return columns;
        }
    }

    /** Besides client_id. */
    private static List<String> keys(Statement statement, SqlStep step) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(SqlFile.read("derive/list-key-columns", Map.of("table", step.table())))) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        if (!keys.remove(CLIENT_ID)) {
            throw new QuarantinedFailure(
                    step.table() + " has no primary key with client_id, so its rows cannot be told apart",
                    "give it one in a migration of yours, such as primary key (client_id, day)");
        }
        return keys.isEmpty() ? List.of(CLIENT_ID) : keys;
    }

    private static String join(List<String> columns, UnaryOperator<String> form, String between) {
        return columns.stream().map(form).collect(Collectors.joining(between));
    }
}
