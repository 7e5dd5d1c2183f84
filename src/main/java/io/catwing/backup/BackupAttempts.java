package io.catwing.backup;

import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Event.BackupFailed;
import io.catwing.job.Event.BackupStored;
import io.catwing.job.Events;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Begins an attempt, and says how it ended: in {@code ops.backup}, in the log and as an event. Called by the route backup, around its steps. */
@Component
public class BackupAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(BackupAttempts.class);

    private final JdbcTemplate database;
    private final BackupHistory history;
    private final Clock clock;
    private final Events events;

    @Autowired
    public BackupAttempts(DataSource pool, Events events) {
        this(pool, events, Clock.systemUTC());
    }

    BackupAttempts(DataSource pool, Events events, Clock clock) {
        this.events = events;
        this.database = new JdbcTemplate(pool);
        this.history = new BackupHistory(pool);
        this.clock = clock;
    }

    /** @throws QuarantinedFailure when another backup is under way: to be refused is no failed attempt, and leaves no trace of one */
    public BackupAttempt begin(@Body RunId run) {
        try {
            if (history.isUnderWay()) {
                throw Snapshot.isUnderWay();
            }
        } catch (DataAccessException away) {
            LOG.debug("run {}: its attempt fails, and says why", run, away);
        }
        return new BackupAttempt(run, clock.instant());
    }

    /** It counts, whatever becomes of older ones. */
    public void tell(@Variable("attempt") BackupAttempt attempt) {
        BackupManifest manifest = attempt.stored.manifest();
        LOG.info(
                "run {}: {} is stored, {} bytes, {} raw files",
                attempt.run,
                manifest.key(),
                manifest.bytes(),
                manifest.ledgerRows());
        events.publish(new BackupStored(
                attempt.run, manifest.key(), manifest.bytes(), manifest.uncompressedBytes(), manifest.ledgerRows()));
    }

    /** Writes down why it failed, and passes the failure on to whoever asked for the backup. */
    public void fail(
            @Variable("attempt") BackupAttempt attempt, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause)
            throws Exception {
        String message = PrintableText.message(Failure.describe(cause));
        LOG.warn("run {}: the backup failed: {}", attempt.run, message, Failure.unforeseen(cause));
        try {
            database.update(SqlFile.read("backup/fail-attempt"), message, attempt.run.value());
        } catch (DataAccessException gone) {
            cause.addSuppressed(gone);
        }
        events.publish(BackupFailed.of(attempt.run, message));
        throw cause;
    }

    /** Gives back what the attempt holds, however it ended. */
    public void close(@Variable("attempt") BackupAttempt attempt) throws IOException {
        try {
            if (attempt.snapshot != null) {
                attempt.snapshot.close();
            }
        } catch (SQLException gone) {
            LOG.debug("the snapshot ended with its connection", gone);
        }
        if (attempt.spool != null) {
            Files.deleteIfExists(attempt.spool);
        }
    }
}
