package io.catwing.ml;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Updates {@code general.prediction} to the committed runs in S3, run by run: rows and ledger entry of a run are in
 * one transaction, and those of a run that S3 no longer has, or not completely, are deleted.
 */
@Component
public class LoadPredictions {
    private final DataSource database;
    private final ObjectStore objectStore;
    private final SpoolFolder spool;

    public LoadPredictions(DataSource database, ObjectStore objectStore, SpoolFolder spool) {
        this.database = database;
        this.objectStore = objectStore;
        this.spool = spool;
    }

    /** Every run that S3 or the ledger knows. Called by the route {@code load-predictions}. */
    public List<CommittedRun> plan(@Body Job job) {
        List<CommittedRun> runs = new ArrayList<>();
        for (ClientId client : job.clients()) {
            // First: what is registered meanwhile is in the listing, or in neither.
            List<LocalDate> held = held(client);
            Map<LocalDate, Map<RunFile, StoredObject>> known = CommittedRun.list(objectStore, client, "");
            known.values().removeIf(objects -> !objects.containsKey(RunFile.CONFIG));
            held.forEach(date -> known.putIfAbsent(date, Map.of()));
            known.forEach((date, objects) -> runs.add(new CommittedRun(job.run(), client, date, job.full(), objects)));
        }
        return runs;
    }

    private List<LocalDate> held(ClientId client) {
        int prefix = (Area.ML_OUTPUT.prefix() + client + "/").length();
        try (Connection connection = database.getConnection();
                PreparedStatement list = connection.prepareStatement(SqlFile.read("ml/list-held-runs"))) {
            list.setString(1, client.value());
            List<LocalDate> dates = new ArrayList<>();
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    String key = rows.getString(1);
                    dates.add(LocalDate.parse(key.substring(prefix, key.indexOf('/', prefix))));
                }
            }
            return dates;
        } catch (SQLException broken) {
            throw Broken.database("the ledger of " + client + " was read", broken);
        }
    }

    /** Called by the route {@code load-run-predictions}. */
    public StepResult load(@Body CommittedRun run) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection, run);
                return load(connection, run);
            } finally {
                // What was to be kept is committed by now.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw Broken.database(meanwhile(run), broken);
        }
    }

    private StepResult load(Connection connection, CommittedRun planned) throws SQLException {
        if (isLoaded(connection, planned)) {
            return StepResult.alreadyThere("ml", planned.client(), "predictions", planned.runDate());
        }
        // It may have been registered since it was listed; while we hold its name, nobody does.
        CommittedRun run = planned.now(objectStore);
        if (!run.committed()) {
            long rows = forget(connection, run);
            connection.commit();
            return StepResult.done("ml", run.client(), "predictions", run.runDate(), rows, 0, 0);
        }
        if (isLoaded(connection, run)) {
            return StepResult.alreadyThere("ml", run.client(), "predictions", run.runDate());
        }
        Path file = spool.newFile(run.client() + "-" + run.runDate() + "-predictions.parquet");
        try {
            RunConfig config = run.config(objectStore);
            run.fetchPredictions(objectStore, config, file);
            forget(connection, run);
            long rows = new PredictionRows(run.client(), run.runDate(), config)
                    .copy(file, connection, "general.prediction");
            writeLedger(connection, run, rows);
            connection.commit();
            return StepResult.done("ml", run.client(), "predictions", run.runDate(), rows, 0, Files.size(file));
        } catch (QuarantinedFailure notWhole) {
            // A rebuild would not find it either.
            connection.rollback();
            forget(connection, run);
            connection.commit();
            throw notWhole;
        } catch (SQLException refused) {
            if (!Failure.isRefusal(refused)) {
                throw refused;
            }
            connection.rollback();
            forget(connection, run);
            connection.commit();
            throw new QuarantinedFailure(
                    "the database refused while " + meanwhile(run) + ": " + refused.getMessage(),
                    "nothing of it was loaded, and its former rows are gone; please report the message",
                    refused);
        } catch (IOException e) {
            throw new AbortingFailure(file + " cannot be read: " + e, "look at the disk under CATWING_HOME", e);
        } finally {
            remove(file);
        }
    }

    private static String meanwhile(CommittedRun run) {
        return "the predictions of " + run.client() + " " + run.runDate() + " were loaded";
    }

    private static void lock(Connection connection, CommittedRun run) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(SqlFile.read("ml/lock-run"))) {
            lock.setString(1, run.client().value());
            lock.setString(2, run.runDate().toString());
            lock.execute();
        }
    }

    /** Whether there is nothing to do. */
    private static boolean isLoaded(Connection connection, CommittedRun run) throws SQLException {
        if (run.full() || !run.committed()) {
            return false;
        }
        try (PreparedStatement read = connection.prepareStatement(SqlFile.read("ml/read-ledger"))) {
            read.setString(1, run.predictionsKey());
            try (ResultSet row = read.executeQuery()) {
                return row.next() && run.etag().equals(row.getString(1));
            }
        }
    }

    private static long forget(Connection connection, CommittedRun run) throws SQLException {
        try (PreparedStatement entry = connection.prepareStatement(SqlFile.read("ml/forget-ledger"));
                PreparedStatement rows = connection.prepareStatement(SqlFile.read("ml/forget-predictions"))) {
            entry.setString(1, run.predictionsKey());
            entry.executeUpdate();
            rows.setString(1, run.client().value());
            rows.setObject(2, run.runDate());
            return rows.executeLargeUpdate();
        }
    }

    private static void writeLedger(Connection connection, CommittedRun run, long rows) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(SqlFile.read("ml/write-ledger"))) {
            write.setString(1, run.predictionsKey());
            write.setString(2, run.client().value());
            write.setString(3, run.etag());
            write.setLong(4, rows);
            write.setString(5, run.run().value());
            write.executeUpdate();
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AbortingFailure(file + " cannot be removed: " + e, "look at its owner and rights", e);
        }
    }
}
