package io.catwing.load.rebuild;

import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.load.LoadRawFiles;
import io.catwing.load.LoadSettings;
import io.catwing.load.Workers;
import io.catwing.load.rebuild.PutAside.Part;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Guards the database that a bulk replay fills: it must be new, one process fills it, and tables are never left without
 * their indexes. Called by {@link BulkReplay} and, before every ordinary load, by the route {@code load}.
 */
@Component
public class BulkDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(BulkDatabase.class);

    private final DataSource database;
    private final ExecutorService threads;
    private final LoadSettings settings;

    public BulkDatabase(DataSource database, @Qualifier("loadThreads") ExecutorService threads, LoadSettings settings) {
        this.database = database;
        this.threads = threads;
        this.settings = settings;
    }

    /** The lock on the database; what is done under it is done by nobody else. */
    final class Hold implements AutoCloseable {
        private final Connection connection;

        Hold(Connection connection) {
            this.connection = connection;
        }

        /**
         * Marks the database and drops the tables' indexes, whose definitions are stored.
         *
         * @return whether a bulk replay was interrupted here before, which now continues
         */
        boolean begin(RunId run, List<Entity> entities) throws SQLException {
            boolean marked = marked(connection);
            if (!marked) {
                connection.setAutoCommit(false);
                try {
                    refuseRows(connection);
                    for (String table : PutAside.tables(entities)) {
                        PutAside.takeOff(connection, table);
                    }
                    try (PreparedStatement mark = connection.prepareStatement(SqlFile.read("load/mark-bulk"))) {
                        mark.setString(1, run.value());
                        mark.execute();
                    }
                    connection.commit();
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
            return marked;
        }

        /** Restores everything that was dropped, several at a time. */
        void restore(int parallel) throws SQLException {
            BulkDatabase.this.restore(PutAside.list(connection), parallel);
        }

        @Override
        public void close() throws SQLException {
            try (connection) {
                if (!connection.isClosed()) {
                    ask(connection, "load/unlock-bulk");
                }
            }
        }
    }

    /** @throws AbortingFailure when another process holds it */
    Hold hold() throws SQLException {
        Connection connection = database.getConnection();
        if (!ask(connection, "load/lock-bulk")) {
            connection.close();
            throw new AbortingFailure(
                    "another process is filling this database by a replay in bulk",
                    "wait until it has ended; if it was killed, PostgreSQL notices within moments");
        }
        return new Hold(connection);
    }

    /** Nothing of a bulk replay is left to do. */
    void unmark() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read("load/unmark-bulk"));
        } catch (SQLException broken) {
            throw broken(broken);
        }
    }

    /**
     * A bulk replay that was killed has left tables without indexes; an ordinary load needs them, and restores them.
     *
     * @throws AbortingFailure while the replay is running in another process
     */
    public void repair() {
        try (Connection connection = database.getConnection()) {
            if (PutAside.list(connection).isEmpty()) {
                return;
            }
            try (Hold hold = hold()) {
                LOG.warn("a replay in bulk did not end: the indexes that it had dropped are restored");
                hold.restore(settings.parallel());
            }
            unmark();
        } catch (SQLException broken) {
            throw broken(broken);
        }
    }

    private void restore(List<Part> parts, int parallel) throws SQLException {
        Queue<Part> queue = new ConcurrentLinkedQueue<>(parts);
        List<String> tables = parts.stream().map(Part::table).distinct().toList();
        Callable<Void> worker = () -> {
            restore(queue);
            return null;
        };
        Workers.run(threads, Collections.nCopies(Math.min(parallel, parts.size()), worker));
        analyze(tables);
    }

    private void restore(Queue<Part> queue) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean ended = false;
            try {
                for (Part part = queue.poll(); part != null; part = queue.poll()) {
                    PutAside.restore(connection, part);
                }
                ended = true;
            } finally {
                LoadRawFiles.leave(connection, ended);
            }
        }
    }

    /** What follows plans its queries by the tables' current content. */
    private void analyze(List<String> tables) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("analyze " + table);
            }
        }
    }

    private static boolean marked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery(SqlFile.read("load/read-bulk-mark"))) {
            return mark.next();
        }
    }

    private static void refuseRows(Connection connection) throws SQLException {
        List<String> tables = Stream.concat(Stream.of("ops.ledger"), PutAside.tables(List.of(Entity.values())).stream())
                .toList();
        for (String table : tables) {
            if (ask(connection, "load/find-row", Map.of("table", table))) {
                throw new AbortingFailure(
                        "a replay in bulk is for a new, empty database, and " + table + " has rows",
                        "leave --bulk out to load what this database lacks, or name a new database in CATWING_DB_URL");
            }
        }
    }

    private static boolean ask(Connection connection, String sql) throws SQLException {
        return ask(connection, sql, Map.of());
    }

    private static boolean ask(Connection connection, String sql, Map<String, String> names) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(SqlFile.read(sql, names))) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    static AbortingFailure broken(SQLException broken) {
        return new AbortingFailure(
                "the database failed during a replay in bulk: " + broken.getMessage(),
                "is PostgreSQL running, with room and connections left? run the same command again: it goes on where it"
                        + " stopped",
                broken);
    }
}
