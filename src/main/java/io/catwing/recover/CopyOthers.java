package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.springframework.stereotype.Component;

/**
 * Copies the rows of all clients but one from the live database, as of one moment, so that one client is rebuilt beside
 * the others' untouched rows. From connection to connection, a buffer at a time.
 */
@Component
public class CopyOthers {
    private final DatabaseServer server;

    public CopyOthers(DatabaseServer server) {
        this.server = server;
    }

    /**
     * @param own whether its rows belong to clients; otherwise the whole table is copied
     * @param columns that can be written, so without generated ones
     */
    private record Table(String name, String columns, boolean own) {}

    /** One transaction: all of it is there or nothing. */
    void copy(Recovery recovery) throws SQLException {
        if (!recovery.liveExists) {
            throw new AbortingFailure(
                    "the other clients' rows cannot be copied: there is no database " + recovery.live,
                    "recover all clients: leave --client out");
        }
        try (Connection from = server.connect(recovery.live);
                Connection to = server.connect(recovery.database)) {
            from.setAutoCommit(false);
            from.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            from.setReadOnly(true);
            to.setAutoCommit(false);
            checkVersion(recovery, from, to);
            for (Table table : tables(to)) {
                copy(recovery, from, to, table);
            }
            to.commit();
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the other clients' rows cannot be copied from " + recovery.live, broken);
        }
    }

    private static void checkVersion(Recovery recovery, Connection from, Connection to) throws SQLException {
        String live = version(from);
        String built = version(to);
        if (!live.equals(built)) {
            throw new AbortingFailure(
                    recovery.live + " has the tables of version " + live + ", this catwing those of " + built,
                    "bring it to this version with ./catwing status, then run the same command again");
        }
    }

    private static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SqlFile.read("recover/read-version"))) {
            return row.next() ? row.getString(1) : "none";
        }
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-tables"));
                ResultSet rows = list.executeQuery()) {
            List<Table> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
            }
            return tables;
        }
    }

    private static void copy(Recovery recovery, Connection from, Connection to, Table table) throws SQLException {
        String out = SqlFile.read(
                table.own() ? "recover/copy-others" : "recover/copy-table",
                Map.of(
                        "table",
                        table.name(),
                        "columns",
                        table.columns(),
                        "client",
                        recovery.order.client().value()));
        String in = SqlFile.read("recover/copy-into", Map.of("table", table.name(), "columns", table.columns()));
        pipe(from, out, to, in);
    }

    /** Rows from connection to connection, a buffer at a time, as the two COPY statements say. */
    static void pipe(Connection from, String out, Connection to, String in) throws SQLException {
        CopyOut source = from.unwrap(PGConnection.class).getCopyAPI().copyOut(out);
        CopyIn target = to.unwrap(PGConnection.class).getCopyAPI().copyIn(in);
        try {
            for (byte[] rows = source.readFromCopy(); rows != null; rows = source.readFromCopy()) {
                target.writeToCopy(rows, 0, rows.length);
            }
            target.endCopy();
        } finally {
            if (target.isActive()) {
                target.cancelCopy();
            }
            if (source.isActive()) {
                source.cancelCopy();
            }
        }
    }
}
