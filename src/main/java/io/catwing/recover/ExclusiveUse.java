package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops and renames databases that others may be using. For both, PostgreSQL keeps new sessions out, tells its own
 * workers (autovacuum) to go, and waits some seconds for everybody to be gone. A second session ends meanwhile those that
 * our role may end. {@code with (force)} would do the same for a superuser only: for another role it fails at the first
 * worker.
 */
final class ExclusiveUse {
    private static final Logger LOG = LoggerFactory.getLogger(ExclusiveUse.class);
    private static final int TRIES = 5;
    private static final long SWEEP_MILLIS = 50;

    /** PostgreSQL's object_in_use. */
    private static final String IN_USE = "55006";

    private final DatabaseServer server;

    ExclusiveUse(DatabaseServer server) {
        this.server = server;
    }

    /** Statements that need the databases for themselves. Done as a whole or not at all, since it is repeated. */
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    /**
     * A session that our role may not end.
     *
     * @param role null of a worker of the server
     */
    private record Session(int pid, String role, String application, DatabaseName database) {
        @Override
        public String toString() {
            return "session " + pid + " of user " + role + (application.isEmpty() ? "" : " (" + application + ")")
                    + " in " + database;
        }
    }

    /**
     * Repeats the work while only workers of the server are in its way, however long that takes.
     *
     * @throws AbortingFailure naming the sessions that stay in a database and that our role may not end
     * @throws SQLException whatever else refused it
     */
    void run(List<DatabaseName> databases, Work work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            List<Session> staying = new CopyOnWriteArrayList<>();
            try {
                once(databases, work, staying);
                return;
            } catch (SQLException busy) {
                if (!IN_USE.equals(busy.getSQLState())) {
                    throw busy;
                }
                LOG.info("attempt {}: {}", attempt, busy.getMessage());
                List<String> people = staying.stream()
                        .filter(session -> session.role() != null)
                        .map(Session::toString)
                        .toList();
                if (!people.isEmpty()) {
                    throw new AbortingFailure(
                            databases.get(0) + " is in use: " + String.join(", ", people),
                            "end these sessions, or let the user of catwing end them (grant pg_signal_backend; a"
                                    + " superuser's only a superuser ends), then run the same command again",
                            busy);
                }
                if (staying.isEmpty() && attempt >= TRIES) {
                    // Sessions that come back at once, a prepared transaction, a replication slot: PostgreSQL says
                    // which.
                    throw busy;
                }
            }
        }
    }

    private void once(List<DatabaseName> databases, Work work, List<Session> staying) throws SQLException {
        CountDownLatch done = new CountDownLatch(1);
        try (Connection connection = server.connectBeside();
                Connection sweeper = server.connectBeside()) {
            CompletableFuture<Void> sweep = CompletableFuture.runAsync(() -> sweep(sweeper, databases, staying, done));
            try {
                work.run(connection);
            } finally {
                done.countDown();
                sweep.join();
            }
        }
    }

    private static void sweep(
            Connection sweeper, List<DatabaseName> databases, List<Session> staying, CountDownLatch done) {
        try (PreparedStatement end = sweeper.prepareStatement(SqlFile.read("recover/end-sessions"))) {
            do {
                List<Session> found = new ArrayList<>();
                for (DatabaseName database : databases) {
                    endSessions(end, database, found);
                }
                staying.clear();
                staying.addAll(found);
            } while (!done.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException notAllowed) {
            // Then the work says that the database is in use.
            LOG.warn("sessions on {} could not be ended: {}", databases, notAllowed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endSessions(PreparedStatement end, DatabaseName database, List<Session> staying)
            throws SQLException {
        end.setString(1, database.value());
        try (ResultSet rows = end.executeQuery()) {
            while (rows.next()) {
                if (rows.getBoolean(4)) {
                    LOG.info("ended session {} on {}", rows.getInt(1), database);
                } else {
                    String application = rows.getString(3);
                    staying.add(new Session(
                            rows.getInt(1), rows.getString(2), application == null ? "" : application, database));
                }
            }
        }
    }
}
