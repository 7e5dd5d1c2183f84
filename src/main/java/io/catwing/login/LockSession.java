package io.catwing.login;

import io.catwing.client.ClientId;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.ProcessName;
import io.catwing.postgres.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session that holds the locks of all logins that this process exchanges, open for as long as one is held or waited for. It is none of
 * the pool's: token endpoints answer when they like, and a few dozen that do not would leave nobody else a connection.
 */
final class LockSession {
    private static final Logger LOG = LoggerFactory.getLogger(LockSession.class);

    /** Between two looks whether another is done. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final String CONNECT_SECONDS = "10";

    /** Its statements take moments: without an answer for so long, the server or the way to it has gone. */
    private static final int ANSWER_SECONDS = 60;

    private final DatabaseAddress database;
    private final Set<ClientId> held = new HashSet<>();
    private Connection session;
    private int users;

    LockSession(DatabaseAddress database) {
        this.database = database;
    }

    /** @return empty if another, in this process or elsewhere, holds it for longer than our patience */
    Optional<Lock> lock(LoginTable table, Duration patience) throws SQLException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Lock> lock = Optional.empty();
        enter();
        try {
            while ((lock = tryLock(table)).isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            return lock;
        } finally {
            if (lock.isEmpty()) {
                leave();
            }
        }
    }

    private synchronized void enter() {
        users++;
    }

    private synchronized void leave() {
        users--;
        if (users == 0 && session != null) {
            close(session);
            session = null;
        }
    }

    private synchronized Optional<Lock> tryLock(LoginTable table) throws SQLException {
        // The server would give the session a lock that it has once more.
        if (held.contains(table.client())) {
            return Optional.empty();
        }
        Lock lock = new Lock(table, open());
        if (!lock.with(table::lock)) {
            return Optional.empty();
        }
        held.add(table.client());
        return Optional.of(lock);
    }

    private Connection open() throws SQLException {
        if (session != null && !isValid(session)) {
            close(session);
            session = null;
        }
        if (session == null) {
            Properties properties = new Properties();
            properties.setProperty("user", database.user());
            properties.setProperty("password", database.password());
            properties.setProperty("loginTimeout", CONNECT_SECONDS);
            properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
            properties.setProperty("ApplicationName", ProcessName.ofSessions());
            session = Sessions.open(database.url(), properties);
            // What is stored must outlive the server, too. Said here, so that nothing stands between an answer and its
            // commit.
            try (PreparedStatement durably = LoginTable.prepare(session, "commit-durably")) {
                durably.execute();
            }
        }
        return session;
    }

    private static boolean isValid(Connection session) throws SQLException {
        synchronized (session) {
            return session.isValid(ANSWER_SECONDS);
        }
    }

    private static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException broken) {
            LOG.debug("a session that held logins did not end well", broken);
        }
    }

    private synchronized void unlock(Lock lock) {
        held.remove(lock.table.client());
        try {
            // One that broke has no locks, and another may hold this one by now.
            if (lock.session == session) {
                lock.with(connection -> {
                    lock.table.unlock(connection);
                    return null;
                });
            }
        } catch (SQLException broken) {
            LOG.debug("the lock of {}'s login ended with its session", lock.table.client(), broken);
        } finally {
            leave();
        }
    }

    /** What is done on the session. */
    interface Work<T> {
        T on(Connection session) throws SQLException;
    }

    /** The lock of one login, which ends with its session. */
    final class Lock implements AutoCloseable {
        private final LoginTable table;
        private final Connection session;

        private Lock(LoginTable table, Connection session) {
            this.table = table;
            this.session = session;
        }

        /** On the session that has the lock, for a moment: those of other logins wait. @throws SQLException also when it has ended */
        <T> T with(Work<T> work) throws SQLException {
            synchronized (session) {
                return work.on(session);
            }
        }

        @Override
        public void close() {
            unlock(this);
        }
    }
}
