package io.catwing.load;

import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.load.copy.EntitySql;
import io.catwing.load.copy.WriteBatch;
import io.catwing.load.mapping.Chunk;
import io.catwing.load.mapping.ChunkFeed;
import io.catwing.load.mapping.FileCounters;
import io.catwing.load.mapping.ParseBatch;
import io.catwing.load.mapping.RecordMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Loads the files of a batch in one transaction: rows, rejects and ledger entries are there together or not at all.
 * Called by the routes {@code load-raw-files} and {@code load-raw-file}.
 */
@Component
public class LoadRawFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LoadRawFiles.class);

    /** Another load was in the way: unique_violation, deadlock_detected, serialization_failure. */
    private static final Set<String> CONTENDED = Set.of("23505", "40P01", "40001");

    private final DataSource database;
    private final RawFiles rawFiles;
    private final ExecutorService threads;
    private final LoadSettings settings;
    private final Refusals refusals;
    private final Events events;
    private final Stopping stopping;

    public LoadRawFiles(
            DataSource database,
            RawFiles rawFiles,
            @Qualifier("loadThreads") ExecutorService threads,
            LoadSettings settings,
            Events events,
            Stopping stopping) {
        this.stopping = stopping;
        this.events = events;
        this.database = database;
        this.rawFiles = rawFiles;
        this.threads = threads;
        this.settings = settings;
        this.refusals = new Refusals(database);
    }

    /**
     * All of the batch, or nothing.
     *
     * @return an outcome a file
     * @throws QuarantinedFailure when a file cannot be read, has too many rejects, or the database refuses it
     * @throws io.catwing.failure.RetryableFailure when S3 fails
     * @throws AbortingFailure when the database cannot be reached
     */
    public List<StepResult> load(LoadBatch batch) {
        try {
            List<FileCounters> loaded = loadOrRepeat(batch);
            loaded.forEach(file -> publish(batch, file));
            return loaded.stream()
                    .map(file -> file.outcome(batch.spec().mapping()))
                    .toList();
        } catch (QuarantinedFailure refused) {
            // Otherwise it is the server, which says nothing about the file: it is tried again.
            if (Failure.isRefusal(refused)) {
                refusals.keep(batch, refused);
            }
            throw refused;
        } finally {
            batch.content().close();
        }
    }

    /** After the commit. */
    private void publish(LoadBatch batch, FileCounters file) {
        RawKey key = file.file().key();
        StepResult step = file.outcome(batch.spec().mapping());
        events.publish(new Event.FileLoaded(
                batch.run(),
                key.client(),
                key.entity().toString(),
                key.date(),
                key.toString(),
                step.records(),
                step.rejected(),
                step.bytes(),
                step.message()));
        if (file.rejected() > 0) {
            events.publish(new Event.RecordsRejected(
                    batch.run(),
                    key.client(),
                    key.entity().toString(),
                    key.date(),
                    key.toString(),
                    step.records(),
                    step.rejected(),
                    file.firstReasons()));
        }
    }

    private List<FileCounters> loadOrRepeat(LoadBatch batch) {
        try {
            return load(batch, Deletions.declared(batch) ? Alone.YES : Alone.NO);
        } catch (SQLException contended) {
            if (!CONTENDED.contains(String.valueOf(contended.getSQLState()))) {
                throw failure(batch, contended);
            }
            LOG.debug(
                    "run {}: {} met another load, repeated alone: {}",
                    batch.run(),
                    name(batch),
                    contended.getMessage());
        }
        try {
            return load(batch, Alone.YES);
        } catch (SQLException broken) {
            throw failure(batch, broken);
        }
    }

    /** Passes a failure on that ends the whole load. */
    public void abort(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) AbortingFailure failure) {
        throw failure;
    }

    /** Whether a transaction keeps other loads of the same client and entity out. */
    private enum Alone {
        NO("pg_advisory_xact_lock_shared"),
        YES("pg_advisory_xact_lock");

        private final String lock;

        Alone(String lock) {
            this.lock = lock;
        }
    }

    private List<FileCounters> load(LoadBatch batch, Alone alone) throws SQLException {
        RecordMapping mapping = new RecordMapping(batch.client(), batch.spec());
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            boolean committed = false;
            try (ParseAhead<Chunk, List<FileCounters>> parser = parser(batch, mapping)) {
                List<FileCounters> allCounters = write(connection, batch, mapping, parser, alone);
                connection.commit();
                committed = true;
                return allCounters;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AbortingFailure(
                        "the load of " + name(batch) + " was stopped", "run ./catwing load again", stopped);
            } finally {
                leave(connection, committed);
            }
        }
    }

    private ParseAhead<Chunk, List<FileCounters>> parser(LoadBatch batch, RecordMapping mapping) {
        return new ParseAhead<>(
                threads,
                () -> new Chunk(mapping),
                chunks -> new ParseBatch(
                        batch.content(),
                        batch.files(),
                        batch.spec().rejectShare(),
                        mapping,
                        new ChunkFeed(chunks, mapping, settings.chunkBytes())));
    }

    private List<FileCounters> write(
            Connection connection,
            LoadBatch batch,
            RecordMapping mapping,
            ParseAhead<Chunk, List<FileCounters>> parser,
            Alone alone)
            throws SQLException, InterruptedException {
        Ledger ledger = new Ledger(connection, batch);
        ledger.begin(alone.lock);
        Deletions deletions = new Deletions(connection, batch);
        deletions.begin();
        WriteBatch writer = new WriteBatch(connection, mapping, new EntitySql(mapping));
        for (Chunk chunk = parser.next(); chunk != null; chunk = parser.next()) {
            writer.write(chunk);
            parser.done(chunk);
        }
        List<FileCounters> allCounters = parser.result();
        if (writer.staged()) {
            ledger.lockMerge();
            writer.merge();
        }
        deletions.end(allCounters, rawFiles);
        ledger.write(allCounters);
        return allCounters;
    }

    /** Gives a connection back to the pool as it was. */
    public static void leave(Connection connection, boolean committed) throws SQLException {
        if (!committed && !connection.isClosed()) {
            try {
                connection.rollback();
            } catch (SQLException gone) {
                LOG.debug("the rollback failed with the connection", gone);
                return;
            }
        }
        connection.setAutoCommit(true);
    }

    private RuntimeException failure(LoadBatch batch, SQLException broken) {
        if (stopping.isTold(batch.run())) {
            return stopping.failure(batch.run());
        }
        if (Failure.isAway(broken)) {
            return new AbortingFailure(
                    "the database failed while " + name(batch) + " was loaded: " + broken.getMessage(),
                    "is PostgreSQL running, with room and connections left? run ./catwing load again: it goes on where it stopped",
                    broken);
        }
        return new QuarantinedFailure(
                "the database refused " + name(batch) + ": " + broken.getMessage(),
                "nothing of it was loaded; " + Failure.hint(broken, "please report the message with the mapping"),
                broken);
    }

    private static String name(LoadBatch batch) {
        String first = batch.files().get(0).key().toString();
        int files = batch.files().size();
        return files == 1 ? first : first + " and " + (files - 1) + " more";
    }
}
