package io.catwing.load.rebuild;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.job.Share;
import io.catwing.load.rebuild.BulkDatabase.Found;
import io.catwing.postgres.SqlFile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The lock on the database, or on one share of its clients; what is done under it is done by nobody else. */
final class BulkHold implements AutoCloseable {
    private final BulkDatabase bulk;
    private final Connection connection;
    private final Share share;

    BulkHold(BulkDatabase bulk, Connection connection, Share share) {
        this.bulk = bulk;
        this.connection = connection;
        this.share = share;
    }

    /** @return whether it is held */
    boolean take() throws SQLException {
        return share == null
                ? BulkDatabase.ask(connection, "load/lock-bulk")
                : BulkDatabase.ask(
                        connection, "load/lock-bulk-share", Map.of("share", Integer.toString(share.index())));
    }

    /**
     * Marks the database and drops the tables' indexes, whose definitions are stored, unless that is done already.
     *
     * @param deal the clients of each share; asked for by the first of several processes, and stored for all
     */
    Found begin(RunId run, List<Entity> entities, Supplier<List<List<ClientId>>> deal) throws SQLException {
        connection.setAutoCommit(false);
        try {
            BulkDatabase.execute(connection, "load/lock-bulk-begin");
            boolean marked = marked();
            if (!marked) {
                refuseRows(connection);
                // Before the tables are locked: to list a bucket may take minutes.
                List<List<ClientId>> dealt = share == null ? List.of() : deal.get();
                for (String table : PutAside.tables(entities)) {
                    PutAside.takeOff(connection, table);
                }
                mark(run);
                store(dealt);
            }
            Found found = share == null ? marked ? Found.BEGUN : Found.NOTHING : beginShare();
            connection.commit();
            return found;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** @throws AbortingFailure where the shares of the replay under way are others */
    private boolean marked() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery(SqlFile.read("load/read-bulk-mark"))) {
            if (!mark.next()) {
                return false;
            }
            Integer shares = mark.getObject("shares", Integer.class);
            if (share != null && (shares == null || shares != share.count())) {
                throw new AbortingFailure(
                        "the replay in bulk that fills this database is one "
                                + (shares == null ? "by one process" : "in " + shares + " shares")
                                + ", and this is share " + share,
                        "give the shares that it was begun with, or leave --share out: one process then fills the"
                                + " rest");
            }
            return true;
        }
    }

    private void mark(RunId run) throws SQLException {
        try (PreparedStatement mark = connection.prepareStatement(SqlFile.read("load/mark-bulk"))) {
            mark.setString(1, run.value());
            mark.setObject(2, share == null ? null : share.count());
            mark.execute();
        }
    }

    private void store(List<List<ClientId>> dealt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SqlFile.read("load/deal-share"))) {
            for (int index = 0; index < dealt.size(); index++) {
                insert.setInt(1, index);
                insert.setArray(
                        2,
                        connection.createArrayOf(
                                "text",
                                dealt.get(index).stream().map(ClientId::value).toArray()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * The clients of the share, as they were dealt when the first process began.
     *
     * @throws AbortingFailure where that process was one of an earlier version, which dealt nothing
     */
    List<ClientId> clients() throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(SqlFile.read("load/list-clients-of-share"))) {
            read.setInt(1, share.index());
            try (ResultSet row = read.executeQuery()) {
                Array clients = row.next() ? row.getArray("clients") : null;
                if (clients == null) {
                    throw new AbortingFailure(
                            "the replay in bulk that fills this database was begun by an earlier version of catwing",
                            "leave --share out: one process then fills the rest");
                }
                return Arrays.stream((String[]) clients.getArray())
                        .map(ClientId::new)
                        .toList();
            }
        }
    }

    private Found beginShare() throws SQLException {
        if (update("load/begin-bulk-share") > 0) {
            return Found.NOTHING;
        }
        return BulkDatabase.ask(connection, "load/ask-share-filled", Map.of("share", Integer.toString(share.index())))
                ? Found.FILLED
                : Found.BEGUN;
    }

    /** All of the share that can be loaded in bulk is in the tables. */
    void filled() throws SQLException {
        update("load/end-bulk-share");
    }

    private int update(String sql) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SqlFile.read(sql))) {
            update.setInt(1, share.index());
            return update.executeUpdate();
        }
    }

    /** Restores everything that was dropped, several at a time. */
    void restore(int parallel) throws SQLException {
        bulk.restore(PutAside.list(connection), parallel);
    }

    private static void refuseRows(Connection connection) throws SQLException {
        List<String> tables = Stream.concat(Stream.of("ops.ledger"), PutAside.tables(List.of(Entity.values())).stream())
                .toList();
        for (String table : tables) {
            if (BulkDatabase.ask(connection, "load/find-row", Map.of("table", table))) {
                throw new AbortingFailure(
                        "a replay in bulk is for a new, empty database, and " + table + " has rows",
                        "leave --bulk out to load what this database lacks, or name a new database in CATWING_DB_URL");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                BulkDatabase.execute(connection, "load/unlock-bulk");
            }
        }
    }
}
