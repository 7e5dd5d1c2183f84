package io.catwing.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * The database's content, one number per table that does not depend on order: every table of {@code general} and {@code
 * stats}, the ledgers and the rejects, with all columns except wall-clock ones. Databases built from the same raw files
 * have equal digests.
 */
@Component
public class Digests {
    private final DataSource database;

    public Digests(DataSource database) {
        this.database = database;
    }

    /**
     * A table's content.
     *
     * @param value equal for equal rows in any order
     */
    public record Digest(long rows, String value) {}

    /** By table with its schema, all as of one moment. */
    public SortedMap<String, Digest> all() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                begin(statement);
                return all(statement);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Makes the transaction that begins here a single moment, in which a value has the same text for every session. */
    public static void begin(Statement statement) throws SQLException {
        statement.execute("set transaction isolation level repeatable read, read only");
        statement.execute("set local timezone = 'UTC'");
        statement.execute("set local datestyle = 'ISO, YMD'");
        statement.execute("set local intervalstyle = 'postgres'");
        statement.execute("set local bytea_output = 'hex'");
        statement.execute("set local extra_float_digits = 1");
    }

    /** @param statement in a transaction that {@link #begin} began */
    public static SortedMap<String, Digest> all(Statement statement) throws SQLException {
        SortedMap<String, Digest> digests = new TreeMap<>();
        for (Map.Entry<String, String> table : columns(statement).entrySet()) {
            digests.put(table.getKey(), digest(statement, table.getKey(), table.getValue()));
        }
        return digests;
    }

    /** The tables, each with the columns that its digest covers. */
    public static SortedMap<String, String> columns(Statement statement) throws SQLException {
        SortedMap<String, String> columns = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(SqlFile.read("postgres/list-columns"))) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    /** One table, in such a transaction. */
    public static Digest digest(Statement statement, String table, String columns) throws SQLException {
        String sql = SqlFile.read("postgres/digest-table", Map.of("table", table, "columns", columns));
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Digest(row.getLong(1), row.getString(2));
        }
    }
}
