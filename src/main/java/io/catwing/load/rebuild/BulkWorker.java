package io.catwing.load.rebuild;

import io.catwing.bucket.RawContent;
import io.catwing.client.Model.Kind;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.job.StepResult;
import io.catwing.load.LoadRawFiles;
import io.catwing.load.ParseAhead;
import io.catwing.load.mapping.RecordMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of a rebuild: a parser and a connection that draw files of one unit until there are none left. Called by {@link
 * BulkReplay}.
 *
 * @param most bytes of rows that a file may have
 * @param keys that a unit may keep in memory
 */
record BulkWorker(
        DataSource database,
        RawContent content,
        ExecutorService threads,
        BulkUnit unit,
        BulkProgress progress,
        int enough,
        int most,
        long keys)
        implements Callable<List<StepResult>> {
    private static final Logger LOG = LoggerFactory.getLogger(BulkWorker.class);

    /**
     * @return a step result per file; those that are left to the ordinary load have none
     * @throws AbortingFailure when the database fails, or when the run is told to stop; what was committed stays
     */
    @Override
    public List<StepResult> call() {
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            boolean ended = false;
            try {
                List<StepResult> results = work(connection);
                ended = true;
                return results;
            } finally {
                if (!ended) {
                    unit.stop();
                }
                LoadRawFiles.leave(connection, ended);
            }
        } catch (SQLException broken) {
            if (!Failure.isAway(broken) && !Failure.isEnded(broken)) {
                LOG.info("run {}: {} is left to the ordinary load: {}", unit.run, name(), broken.getMessage());
                unit.refuse();
                return List.of();
            }
            unit.stopping.refuse(unit.run);
            throw new AbortingFailure(
                    "the database failed while " + name() + " was loaded in bulk: " + broken.getMessage(),
                    again(),
                    broken);
        } catch (InterruptedException stopped) {
            if (unit.refused()) {
                return List.of();
            }
            throw new AbortingFailure("the rebuild of " + name() + " was stopped", again(), stopped);
        }
    }

    private List<StepResult> work(Connection connection) throws SQLException, InterruptedException {
        RecordMapping mapping = new RecordMapping(unit.client, unit.spec);
        Kind kind = mapping.model.kind();
        Claims.Listed listed = kind == Kind.LISTED ? new Claims.Listed(unit.seen(), keys) : null;
        // A day's stock is only in its own file.
        Claims claims = kind == Kind.ORDER ? new Claims.Newest(unit.seen(), unit.resumed, keys) : listed;
        BulkWriter writer = new BulkWriter(connection, unit, mapping, listed, progress);
        int keyColumns = mapping.keySlots.size();
        try (ParseAhead<BulkRows, Void> parser = new ParseAhead<>(
                threads,
                () -> new BulkRows(keyColumns),
                chunks -> new BulkParser(content, unit, mapping, claims, chunks, enough, most))) {
            for (BulkRows rows = parser.next(); rows != null; rows = parser.next()) {
                writer.write(rows);
                parser.done(rows);
            }
            parser.result();
            unit.stopping.refuse(unit.run);
            writer.end();
            return writer.results();
        }
    }

    private String name() {
        return unit.spec.entity() + " of " + unit.client.id();
    }

    private static String again() {
        return "is PostgreSQL running, with room and connections left? run the same command again: it goes on where it"
                + " stopped";
    }
}
