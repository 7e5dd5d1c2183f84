package io.catwing.recover;

import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.derive.SqlStep;
import io.catwing.postgres.dump.ProductObjects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Rows of tables that neither the product nor a query of the users' own fills: they do not follow from the raw files, and a
 * backup has them as they were that night.
 */
@Component
class OwnRows {
    private final DatabaseServer server;
    private final ProductObjects product = ProductObjects.fromMigrations(List.of());
    private final Set<String> derived = new HashSet<>();

    OwnRows(DatabaseServer server, SqlFolder sql) {
        this.server = server;
        Stream.of("enrich", "stats")
                .flatMap(stage -> sql.steps(stage).stream())
                .map(SqlStep::table)
                .forEach(derived::add);
    }

    /** @param table with its schema, which a query of the product's or the users' own may fill */
    boolean isDerived(String table) {
        return derived.contains(table);
    }

    /** Tables of both in which the live one has other rows, each as {@code rows of own.notes (3 in live, 2 in made)}. */
    List<String> behind(DatabaseName live, DatabaseName made) {
        try (Connection here = server.connect(live);
                Connection there = server.connect(made)) {
            SortedMap<String, List<String>> inLive = begin(here);
            SortedMap<String, List<String>> inMade = begin(there);
            List<String> behind = new ArrayList<>();
            for (Map.Entry<String, List<String>> table : inLive.entrySet()) {
                String name = table.getKey();
                if (!inMade.containsKey(name)) {
                    continue;
                }
                List<String> columns = new ArrayList<>(table.getValue());
                columns.retainAll(inMade.get(name));
                try {
                    Digest mine = digest(here, name, columns);
                    Digest others = digest(there, name, columns);
                    if (mine.rows() > 0 && !mine.equals(others)) {
                        behind.add("rows of " + name + " ("
                                + (mine.rows() == others.rows()
                                        ? mine.rows() + " in each, but not the same"
                                        : mine.rows() + " in " + live + ", " + others.rows() + " in " + made)
                                + ")");
                    }
                } catch (SQLException refused) {
                    behind.add("rows of " + name + ", which cannot be compared (" + refused.getMessage() + ")");
                    begin(here);
                    begin(there);
                }
            }
            return behind;
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the rows of " + live + " cannot be compared with those of " + made, broken);
        }
    }

    /** @return the tables of people's own, with their columns */
    private SortedMap<String, List<String>> begin(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
        } else {
            connection.rollback();
        }
        SortedMap<String, List<String>> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            Digests.begin(statement);
            // Whoever holds a table for longer is told of, and not waited for.
            statement.execute("set local lock_timeout = '10s'");
            try (ResultSet row = statement.executeQuery(SqlFile.read("recover/list-all-tables"))) {
                while (row.next()) {
                    String schema = row.getString(1);
                    String table = row.getString(2);
                    if (!product.has(schema, table) && !isDerived(schema + "." + table)) {
                        tables.put(row.getString(3), Arrays.asList((String[])
                                row.getArray(4).getArray()));
                    }
                }
            }
        }
        return tables;
    }

    private static Digest digest(Connection connection, String table, List<String> columns) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return Digests.digest(statement, table, String.join(", ", columns));
        }
    }
}
