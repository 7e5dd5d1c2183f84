package io.catwing.backup;

import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.Digests;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.dump.Names;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One moment of the database, held by an open transaction that others can join by its id. While it is open, no second
 * backup of this database begins. Its connection is used by one thread
 * at a time: the one that counts, until that has ended.
 */
final class Snapshot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    private final Connection connection;
    private final Statement statement;

    /** For {@code pg_dump --snapshot}. */
    final String id;

    final Instant at;
    final String database;
    final String system;
    final String serverVersion;
    final String schemaVersion;
    final long ledgerRows;
    private Future<SortedMap<String, TableContent>> counted;
    private volatile boolean closing;

    private Snapshot(Connection connection, Statement statement) throws SQLException {
        this.connection = connection;
        this.statement = statement;
        try (ResultSet row = statement.executeQuery(SqlFile.read("backup/describe-snapshot"))) {
            row.next();
            if (!row.getBoolean("alone")) {
                throw isUnderWay();
            }
            id = row.getString("id");
            at = row.getObject("at", OffsetDateTime.class).toInstant();
            database = row.getString("database");
            system = row.getString("system");
            serverVersion = row.getString("server_version");
            schemaVersion = row.getString("schema_version");
            ledgerRows = row.getLong("ledger_rows");
        }
    }

    static QuarantinedFailure isUnderWay() {
        return new QuarantinedFailure(
                "another backup of this database is under way",
                "wait for it; ./catwing backup --status shows how it went");
    }

    /** @throws QuarantinedFailure when another backup has one open */
    static Snapshot open(DataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            Digests.begin(statement);
            return new Snapshot(connection, statement);
        } catch (SQLException | RuntimeException broken) {
            leave(connection);
            throw broken;
        }
    }

    /** By table, the columns that its digest covers, in its order. */
    Map<String, List<String>> digestColumns() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        Digests.columns(statement)
                .forEach((table, names) -> columns.put(Names.canonical(table, '.'), Names.split(names, ',')));
        return columns;
    }

    /** Tables and sequences of people's own that this user may not read, as SQL writes them: the dump goes without. */
    List<String> unreadable() throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(SqlFile.read("backup/list-left-out"))) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Whether there are large objects: the product makes none, and the dump goes without. */
    boolean largeObjects() throws SQLException {
        try (ResultSet row = statement.executeQuery("select exists (select from pg_largeobject_metadata)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Counts on another thread, while the dump is written. */
    void countOn(ExecutorService threads) {
        counted = threads.submit(this::countAll);
    }

    /** What was counted meanwhile. */
    SortedMap<String, TableContent> contents() throws SQLException, InterruptedException {
        try {
            return counted.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Counts the rows of every table. A digest is there only where the dump does not show all of its columns, since the
     * database makes some of them up.
     */
    private SortedMap<String, TableContent> countAll() throws SQLException {
        // pg_dump reads with one process, too, so nobody waits for the count; more would take what the dump needs.
        statement.execute("set local max_parallel_workers_per_gather = 0");
        SortedMap<String, String> digested = Digests.columns(statement);
        SortedMap<String, TableContent> contents = new TreeMap<>();
        for (Map.Entry<String, Boolean> table : tables().entrySet()) {
            if (closing) {
                throw new SQLException("the snapshot was given up");
            }
            String name = table.getKey();
            if (table.getValue() && digested.containsKey(name)) {
                Digests.Digest digest = Digests.digest(statement, name, digested.get(name));
                contents.put(Names.canonical(name, '.'), new TableContent(digest.rows(), digest.value()));
            } else {
                contents.put(Names.canonical(name, '.'), new TableContent(count(name), null));
            }
        }
        return contents;
    }

    /** Whether the database makes up some of its columns, by table. */
    private SortedMap<String, Boolean> tables() throws SQLException {
        SortedMap<String, Boolean> tables = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(SqlFile.read("backup/list-tables"))) {
            while (rows.next()) {
                tables.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return tables;
    }

    private long count(String table) throws SQLException {
        try (ResultSet row = statement.executeQuery(SqlFile.read("backup/count-rows", Map.of("table", table)))) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What is still counting is ended first: the connection goes back to others. */
    @Override
    public void close() throws SQLException {
        closing = true;
        boolean interrupted = false;
        while (counted != null && !counted.isDone()) {
            statement.cancel();
            try {
                counted.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException endsSoon) {
                LOG.debug("what was counted is not asked for any more", endsSoon);
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        leave(connection);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void leave(Connection connection) throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
