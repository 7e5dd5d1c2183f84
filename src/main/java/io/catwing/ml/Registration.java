package io.catwing.ml;

import io.catwing.bucket.ObjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A run that was checked, and is to be put unless it is there. Close it.
 *
 * @param rows of predictions
 * @param isMissing whether something of it is not in the bucket
 * @param lock whose transaction holds the run's name
 */
public record Registration(
        ModelRun run, RunFolder folder, RunConfig sealed, long rows, boolean isMissing, Connection lock)
        implements AutoCloseable {

    /** What is put before the commit mark. */
    public List<RunFile> contents() {
        return RunFile.contents();
    }

    public ObjectKey configKey() {
        return key(RunFile.CONFIG);
    }

    ObjectKey key(RunFile file) {
        return file.key(run.client(), run.runDate());
    }

    @Override
    public void close() {
        try {
            giveBack(lock);
        } catch (SQLException broken) {
            throw Broken.database("the run " + run.name() + " was registered", broken);
        }
    }

    /** Nothing of its transaction is kept. */
    static void giveBack(Connection connection) throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
