package io.catwing.load.rebuild;

import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.Share;
import io.catwing.load.LoadRawFiles;
import io.catwing.load.LoadSettings;
import io.catwing.load.Workers;
import io.catwing.load.rebuild.PutAside.Part;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Guards the database that a bulk replay fills: it must be new, one process fills it or each of several a share of its
 * clients, and tables are never left without their indexes. Called by {@link BulkReplay} and, before every ordinary load, by the route {@code load}.
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

    /** What a replay finds of an earlier one. */
    enum Found {
        NOTHING,
        /** It was interrupted, and continues. */
        BEGUN,
        /** Of a share: all of it is in the tables. */
        FILLED
    }

    /**
     * @param share null to fill the database alone
     * @throws AbortingFailure when another process holds it, or that share of it
     */
    BulkHold hold(Share share) throws SQLException {
        return tryHold(share)
                .orElseThrow(() -> new AbortingFailure(
                        "another process is filling this database by a replay in bulk",
                        "wait until it has ended; if it was killed, PostgreSQL notices within moments, and within a"
                                + " minute if its machine went away"));
    }

    private Optional<BulkHold> tryHold(Share share) throws SQLException {
        BulkHold hold = new BulkHold(this, database.getConnection(), share);
        boolean held = false;
        try {
            held = hold.take();
        } finally {
            if (!held) {
                hold.close();
            }
        }
        return held ? Optional.of(hold) : Optional.empty();
    }

    /**
     * What the last of several processes does: it brings the indexes back. Called by each of them once it holds its share no
     * more, so that one of them at least sees that all shares are filled and nobody holds any.
     *
     * @return whether the tables have them again
     */
    boolean restoreIfFilled(int parallel) throws SQLException {
        if (awaited() > 0) {
            return false;
        }
        Optional<BulkHold> all = tryHold(null);
        if (all.isPresent()) {
            try (BulkHold hold = all.get()) {
                hold.restore(parallel);
            }
        }
        return all.isPresent();
    }

    /** How many shares are not filled yet; 0 where no replay in shares is under way. */
    public int awaited() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(SqlFile.read("load/count-filled-shares"))) {
            return counts.next() ? counts.getInt("shares") - counts.getInt("filled") : 0;
        } catch (SQLException broken) {
            throw broken(broken);
        }
    }

    /** Nothing of a bulk replay is left to do. */
    void unmark() {
        try (Connection connection = database.getConnection()) {
            execute(connection, "load/unmark-bulk");
        } catch (SQLException broken) {
            throw broken(broken);
        }
    }

    /**
     * A bulk replay that was killed has left tables without indexes; an ordinary load needs them, and restores them. What else such a
     * replay has left undone it does, so that the mark goes: with it, whatever is in the tables would be taken for the replay's.
     *
     * @param job of a load, or of a replay's
     * @throws AbortingFailure while the replay is running in another process
     */
    public void repair(@Body Job job) {
        try (Connection connection = database.getConnection()) {
            if (!PutAside.list(connection).isEmpty()) {
                try (BulkHold hold = hold(null)) {
                    LOG.warn("a replay in bulk did not end: the indexes that it had dropped are restored");
                    hold.restore(settings.parallel());
                }
                unmark();
            } else if (!job.has(Job.Option.BULK)) {
                execute(connection, "load/unmark-bulk");
            }
        } catch (SQLException broken) {
            throw broken(broken);
        }
    }

    /** Restores these parts, several at a time. */
    void restore(List<Part> parts, int parallel) throws SQLException {
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

    static boolean ask(Connection connection, String sql) throws SQLException {
        return ask(connection, sql, Map.of());
    }

    static boolean ask(Connection connection, String sql, Map<String, String> names) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(SqlFile.read(sql, names))) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read(sql));
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
