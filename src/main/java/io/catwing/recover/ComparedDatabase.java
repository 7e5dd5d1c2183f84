package io.catwing.recover;

import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.dump.CopyDigests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One of two databases under comparison, as of one moment. Everything is computed where the rows are; what comes over is
 * digests, and the rows of a bucket that was found to differ.
 */
final class ComparedDatabase implements AutoCloseable {
    private final CopyDigests.Opening opening;
    private final int sessions;
    private final Connection connection;
    private final Statement statement;
    private final SortedMap<String, String> columns;

    /** @param sessions by which digests are computed, its own among them, which is closed with this */
    ComparedDatabase(CopyDigests.Opening opening, int sessions) throws SQLException {
        this.opening = opening;
        this.sessions = sessions;
        connection = opening.open();
        connection.setAutoCommit(false);
        statement = connection.createStatement();
        Digests.begin(statement);
        // Whoever holds a table for longer is told of, and not waited for.
        statement.execute("set local lock_timeout = '10s'");
        columns = Digests.columns(statement);
    }

    /** A column of a key, with the type that a text is cast to. */
    record KeyColumn(String name, String type) {}

    /** What a bucket holds, as one text. */
    record Bucket(long rows, String digest) {}

    SortedMap<String, Digest> digests() throws SQLException {
        return CopyDigests.all(connection, opening, sessions);
    }

    List<String> columns(String table) {
        return Arrays.asList(columns.getOrDefault(table, "").split(", "));
    }

    /** Empty where the table has no primary key. */
    List<KeyColumn> key(String table) throws SQLException {
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-key-columns"))) {
            list.setString(1, table);
            List<KeyColumn> key = new ArrayList<>();
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    key.add(new KeyColumn(rows.getString(1), rows.getString(2)));
                }
            }
            return key;
        }
    }

    /** @param prefix of the keys' hashes; the buckets have {@code digits} digits */
    SortedMap<String, Bucket> buckets(String table, List<String> key, String prefix, int digits) throws SQLException {
        String sql = SqlFile.read(
                "recover/digest-buckets",
                Map.of(
                        "table",
                        table,
                        "key",
                        String.join(", ", key),
                        "columns",
                        columns.get(table),
                        "digits",
                        Integer.toString(digits)));
        try (PreparedStatement digest = connection.prepareStatement(sql)) {
            digest.setString(1, prefix);
            SortedMap<String, Bucket> buckets = new TreeMap<>();
            try (ResultSet rows = digest.executeQuery()) {
                while (rows.next()) {
                    buckets.put(rows.getString(1), new Bucket(rows.getLong(2), rows.getString(3)));
                }
            }
            return buckets;
        }
    }

    /** The keys of a bucket, each with the hash of its row. */
    Map<List<String>, String> rows(String table, List<String> key, String bucket) throws SQLException {
        String sql = SqlFile.read(
                "recover/list-bucket",
                Map.of(
                        "table",
                        table,
                        "key",
                        String.join(", ", key),
                        "texts",
                        texts(key),
                        "columns",
                        columns.get(table)));
        try (PreparedStatement list = connection.prepareStatement(sql)) {
            list.setString(1, bucket);
            Map<List<String>, String> hashes = new HashMap<>();
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    hashes.put(Arrays.asList((String[]) rows.getArray(1).getArray()), rows.getString(2));
                }
            }
            return hashes;
        }
    }

    /** A row's columns as texts, in the order of {@link #columns}. */
    List<String> row(String table, List<KeyColumn> key, List<String> values) throws SQLException {
        List<String> names = columns(table);
        String sql = SqlFile.read(
                "recover/read-row",
                Map.of(
                        "table",
                        table,
                        "texts",
                        texts(names),
                        "condition",
                        key.stream()
                                .map(column -> column.name() + " = cast(? as " + column.type() + ")")
                                .collect(Collectors.joining(" and "))));
        try (PreparedStatement read = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                read.setString(i + 1, values.get(i));
            }
            List<String> row = new ArrayList<>();
            try (ResultSet rows = read.executeQuery()) {
                rows.next();
                for (int i = 1; i <= names.size(); i++) {
                    row.add(rows.getString(i));
                }
            }
            return row;
        }
    }

    private static String texts(List<String> columns) {
        return columns.stream().map(column -> column + "::text").collect(Collectors.joining(", "));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
