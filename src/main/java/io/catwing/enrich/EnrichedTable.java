package io.catwing.enrich;

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
 * A table that enrichment fills: the query of its name in {@code sql/enrich} says what its touched rows should be, and they
 * are made so with as few writes as possible. Called by {@link EnrichClient}.
 *
 * @param keys its primary key without {@code client_id}
 * @param scope which rows are made anew, of the table as {@code t}
 */
record EnrichedTable(String schema, String name, List<String> keys, String scope) {
    static final EnrichedTable SUPPLIER_TERMS = listed("supplier_terms", "supplier_id", "touched_supplier");
    static final EnrichedTable LOCATION_PROFILE = listed("location_profile", "location_id", "touched_location");
    static final EnrichedTable PRODUCT_PICTURE = listed("product_picture", "product_id", "touched_picture");
    static final EnrichedTable SUPPLY_SOURCE = new EnrichedTable(
            "general", "supply_source", List.of("product_id", "location_id"), in("product_id", "touched_product"));
    static final EnrichedTable SUPPLY_PROBLEM =
            new EnrichedTable("ops", "supply_problem", List.of("rule_row", "problem", "subject"), "true");

    private static EnrichedTable listed(String name, String key, String touched) {
        return new EnrichedTable("general", name, List.of(key), in(key, touched));
    }

    private static String in(String key, String touched) {
        return "t." + key + " in (select " + key + " from " + touched + ")";
    }

    /** @return how many rows were deleted, changed or added */
    long write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read("enrich/want", Map.of("wanted", SqlFile.read("enrich/" + name))));
            Map<String, String> names = names(columns(statement));
            long deleted = statement.executeLargeUpdate(SqlFile.read("enrich/delete-gone", names));
            return deleted + statement.executeLargeUpdate(SqlFile.read("enrich/merge-wanted", names));
        }
    }

    private static List<String> columns(Statement statement) throws SQLException {
        try (ResultSet none = statement.executeQuery("select * from wanted where false")) {
            ResultSetMetaData about = none.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(about.getColumnName(i));
            }
            return columns;
        }
    }

    private Map<String, String> names(List<String> columns) {
        List<String> values = columns.stream()
                .filter(c -> !c.equals("client_id") && !keys.contains(c))
                .toList();
        return Map.of(
                "table", schema + "." + name,
                "scope", scope,
                "same_key", keys.stream().map(c -> "t." + c + " = w." + c).collect(Collectors.joining(" and ")),
                "columns", list(columns, c -> c),
                "w_columns", list(columns, c -> "w." + c),
                "t_values", list(values, c -> "t." + c),
                "w_values", list(values, c -> "w." + c),
                "set_values", list(values, c -> c + " = w." + c));
    }

    private static String list(List<String> columns, UnaryOperator<String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }
}
