package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells other processes that a run is alive, and which clients it works on: locks of one database session, which
 * PostgreSQL gives up when the process dies, however it dies. Safe for use by several threads.
 */
final class RunLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

    private final Connection session;
    private boolean closed;

    /** @param session for this lease alone until it is closed */
    RunLease(Connection session, RunId run) throws SQLException {
        this.session = session;
        try {
            session.setAutoCommit(true);
            ask("job/lock-run", run.value());
        } catch (SQLException | RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    /** @return false when another run has it */
    synchronized boolean take(ClientId client) throws SQLException {
        return ask("job/lock-client", client.value());
    }

    /** Another run may have it. A session that is gone has given it up already. */
    synchronized void giveUp(ClientId client) {
        try {
            if (!closed) {
                ask("job/unlock-client", client.value());
            }
        } catch (SQLException gone) {
            LOG.debug("the lock of {} went with its session", client, gone);
        }
    }

    private boolean ask(String sql, String name) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SqlFile.read(sql))) {
            statement.setString(1, name);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /** Ends the session: a pooled connection that went back with locks on it would keep them. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try (Connection ended = session) {
                ended.createStatement().execute("select pg_advisory_unlock_all()");
            } catch (SQLException gone) {
                LOG.debug("the locks of the run went with its session", gone);
            }
        }
    }
}
