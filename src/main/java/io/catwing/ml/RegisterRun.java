package io.catwing.ml;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.ml.RunFolder.Seal;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Accepts a folder as a run, or refuses it: everything is checked before anything is stored, and {@code config.json} is stored
 * last. Called by the routes {@code put-run} and {@code train-run}.
 */
@Component
public class RegisterRun {
    private final DataSource database;
    private final ObjectStore objectStore;
    private final SpoolFolder spool;

    public RegisterRun(DataSource database, ObjectStore objectStore, SpoolFolder spool) {
        this.database = database;
        this.objectStore = objectStore;
        this.spool = spool;
    }

    /**
     * Stores the run, unless the very same exists.
     *
     * @throws QuarantinedFailure when the folder is not a complete run, or another one of this date exists
     */
    public StepResult register(ModelRun order) {
        RunFolder folder = RunFolder.whole(order.folder());
        RunConfig config = RunConfig.read(folder.config(), order.client(), order.runDate());
        CheckTables.check(folder, order.runDate());
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection, order);
                long rows = tryOut(connection, order, folder, config);
                // If what is stored below is not what was checked above, config.json shows it.
                RunConfig sealed = config.sealed(folder.seals());
                return isThere(order, sealed)
                        ? StepResult.alreadyThere("ml", order.client(), "run", order.runDate())
                        : put(order, folder, sealed, rows);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw Broken.database("the predictions of " + order.name() + " were checked", broken);
        }
    }

    private static void lock(Connection connection, ModelRun order) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(SqlFile.read("ml/lock-run"))) {
            lock.setString(1, order.client().value());
            lock.setString(2, order.runDate().toString());
            lock.execute();
        }
    }

    /** Into a table that is dropped with the transaction: what the database would refuse later, it refuses now. */
    private static long tryOut(Connection connection, ModelRun order, RunFolder folder, RunConfig config)
            throws SQLException {
        try (PreparedStatement table = connection.prepareStatement(SqlFile.read("ml/stage-predictions"))) {
            table.execute();
        }
        return new PredictionRows(order.client(), order.runDate(), config)
                .copy(folder.path(RunFile.PREDICTIONS), connection, "checked_prediction");
    }

    /** @throws QuarantinedFailure when a committed run of this date has other content */
    private boolean isThere(ModelRun order, RunConfig sealed) {
        Optional<StoredObject> mark = objectStore.find(RunFile.CONFIG.key(order.client(), order.runDate()));
        if (mark.isEmpty()) {
            return false;
        }
        if (!Arrays.equals(CommittedRun.bytes(objectStore, mark.get()), sealed.bytes())) {
            throw new QuarantinedFailure(
                    "another run of " + order.name() + " is there already, with other content",
                    "a run is never replaced: choose another run date");
        }
        // The same run, of which something was lost since, is stored again.
        Map<RunFile, Seal> seals = sealed.seals();
        return RunFile.contents().stream().allMatch(file -> objectStore
                .find(file.key(order.client(), order.runDate()))
                .filter(object -> object.bytes() == seals.get(file).bytes())
                .isPresent());
    }

    private StepResult put(ModelRun order, RunFolder folder, RunConfig sealed, long rows) {
        for (RunFile file : RunFile.contents()) {
            objectStore.put(file.key(order.client(), order.runDate()), folder.path(file), file.contentType(), Map.of());
        }
        Path mark = spool.newFile("config.json");
        try {
            Files.write(mark, sealed.bytes());
            StoredObject put = objectStore.put(
                    RunFile.CONFIG.key(order.client(), order.runDate()), mark, RunFile.CONFIG.contentType(), Map.of());
            long bytes = put.bytes()
                    + sealed.seals().values().stream().mapToLong(Seal::bytes).sum();
            return StepResult.done("ml", order.client(), "run", order.runDate(), rows, 0, bytes);
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the spool file " + mark + " cannot be written: " + e,
                    "look for space and permissions under CATWING_HOME",
                    e);
        } finally {
            remove(mark);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AbortingFailure(file + " cannot be removed: " + e, "look at its owner and rights", e);
        }
    }

    /** What remains to be done for a registered run. Called by the routes {@code put-run} and {@code train-run}. */
    public Job load(@Variable("modelRun") ModelRun order) {
        return Job.of(order.run(), "ml", List.of(order.client()));
    }

    /** Both steps' results. Called by the route {@code put-run}. */
    public List<StepResult> results(@Variable("registered") StepResult registered, @Body List<StepResult> loaded) {
        return Stream.concat(Stream.of(registered), loaded.stream()).toList();
    }
}
