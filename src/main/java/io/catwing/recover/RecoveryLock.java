package io.catwing.recover;

import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other recoveries of a database away. It is a session's, and goes with it however this process ends; given back in
 * order, the next to ask has it at once.
 */
final class RecoveryLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLock.class);

    private final Connection session;

    /** @param session that holds it, and is closed with it */
    RecoveryLock(Connection session) {
        this.session = session;
    }

    @Override
    public void close() throws SQLException {
        try (session;
                Statement statement = session.createStatement()) {
            statement.execute(SqlFile.read("recover/unlock-recovery"));
        } catch (SQLException gone) {
            LOG.debug("the session of the recovery's lock had ended, and the lock with it: {}", gone.getMessage());
        }
    }
}
