package io.catwing.clientdata;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Executes one step for one workbook in one transaction: its rows replace those of the client's former one, with the rejects and
 * the ledger entry. Called by the route {@code load-workbook}.
 *
 * <p>A workbook that is refused leaves nothing of its kind: the database follows from what is in S3 now, never
 * from what was there before (docs/decisions/0007-a-workbook-counts-as-it-lies-in-s3.md).
 */
@Component
public class LoadWorkbook {
    private static final Logger LOG = LoggerFactory.getLogger(LoadWorkbook.class);

    private final DataSource database;
    private final ObjectStore objectStore;
    private final SpoolFolder spool;

    public LoadWorkbook(DataSource database, ObjectStore objectStore, SpoolFolder spool) {
        this.database = database;
        this.objectStore = objectStore;
        this.spool = spool;
    }

    /**
     * @throws QuarantinedFailure when the workbook is refused, or is not the one that counts
     * @throws io.catwing.failure.RetryableFailure when S3 fails; nothing is changed then
     * @throws AbortingFailure when the database cannot be reached
     */
    @Handler
    public StepResult load(@Body WorkbookStep step) throws IOException {
        return switch (step.action()) {
            case READ -> read(step);
            case KEEP -> StepResult.alreadyThere("client-data", step.client(), step.place(), null);
            case FORGET -> forgetGone(step);
            case NAME ->
                StepResult.alreadyThere("client-data", step.client(), step.place(), null)
                        .noted(step.note());
            case IGNORE ->
                throw new QuarantinedFailure(
                        "two workbooks " + step.kind().fileName() + ": "
                                + step.object().key() + " is ignored, the one under supplier-availability/ is read",
                        "delete one of them");
        };
    }

    private StepResult read(WorkbookStep step) throws IOException {
        Path file = spool.newFile(step.client() + "-" + step.kind().fileName());
        try {
            if (step.object().bytes() <= FileForm.LARGEST) {
                try (InputStream in = objectStore.open(step.object())) {
                    Files.copy(in, file);
                }
            }
            return done(step, write(step, file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static StepResult done(WorkbookStep step, Reading reading) {
        if (!reading.ignored().isEmpty()) {
            LOG.info(
                    "run {}: {} has columns that are ignored: {}",
                    step.run(),
                    step.object().key(),
                    String.join(", ", reading.ignored()));
        }
        return StepResult.done(
                "client-data",
                step.client(),
                step.place(),
                null,
                reading.rows(),
                reading.rejected(),
                step.object().bytes());
    }

    private Reading write(WorkbookStep step, Path file) {
        String name = step.object().key().toString();
        try {
            return this.<Reading, Refusal>inTransaction(step, connection -> {
                try (WorkbookRows rows = new WorkbookRows(connection, step)) {
                    rows.forget();
                    FileForm.checkSize(step.object().bytes());
                    Reading reading = WorkbookReader.read(file, step.kind(), rows);
                    rows.finish(reading);
                    return reading;
                }
            });
        } catch (Refusal refusal) {
            LOG.info("run {}: {} is refused; {} rows of before are gone", step.run(), name, forget(step));
            throw refusal.failure(name);
        } catch (QuarantinedFailure failed) {
            if (failed.getCause() instanceof SQLException broken && Failure.isRefusal(broken)) {
                LOG.info("run {}: the database refuses {}; {} rows of before are gone", step.run(), name, forget(step));
            }
            throw failed;
        }
    }

    private long forget(WorkbookStep step) {
        return this.<Long, RuntimeException>inTransaction(step, connection -> {
            try (WorkbookRows rows = new WorkbookRows(connection, step)) {
                return rows.forget();
            }
        });
    }

    private StepResult forgetGone(WorkbookStep step) {
        long rows = forget(step);
        String message = "it is gone from S3, and its " + rows + " rows with it";
        LOG.warn("run {}: {} of {}: {}", step.run(), step.place(), step.client(), message);
        return new StepResult(
                "client-data", step.client(), step.place(), null, StepResult.Outcome.DONE, 0, 0, 0, message);
    }

    private interface Work<T, E extends Exception> {
        T with(Connection connection) throws SQLException, E;
    }

    private <T, E extends Exception> T inTransaction(WorkbookStep step, Work<T, E> work) throws E {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.with(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                leave(connection, committed);
            }
        } catch (SQLException broken) {
            throw failure(step, broken);
        }
    }

    private static void leave(Connection connection, boolean committed) throws SQLException {
        if (!connection.isClosed()) {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private static RuntimeException failure(WorkbookStep step, SQLException broken) {
        String fact = "the database failed while " + step.place() + " of " + step.client() + " was loaded: "
                + broken.getMessage();
        if (Failure.isAway(broken)) {
            return new AbortingFailure(
                    fact, "is PostgreSQL running, with room and connections left? run the same command again", broken);
        }
        return new QuarantinedFailure(
                fact,
                "nothing of it was loaded, "
                        + (Failure.isRefusal(broken)
                                ? "and the rows of the former one are gone"
                                : "what it held before is still there")
                        + "; " + Failure.hint(broken, "please report the message"),
                broken);
    }
}
