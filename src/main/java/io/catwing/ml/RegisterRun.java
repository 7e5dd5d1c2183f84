package io.catwing.ml;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.PutMessage;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.ml.RunFolder.Seal;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.io.InputStream;
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
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Accepts a folder as a run, or refuses it: everything is checked before anything is stored. Called by the route {@code put-run},
 * which stores what is written here, {@code config.json} last.
 */
@Component
public class RegisterRun {
    private final DataSource database;
    private final ObjectStore objectStore;

    public RegisterRun(DataSource database, ObjectStore objectStore) {
        this.database = database;
        this.objectStore = objectStore;
    }

    /**
     * What is to be stored, and whether it exists already; nobody else registers a run of that name until it is closed.
     *
     * @throws QuarantinedFailure when the folder is not a complete run, or another one of this date exists
     */
    public Registration begin(@Variable("modelRun") ModelRun run) {
        RunFolder folder = RunFolder.whole(run.folder());
        RunConfig config = RunConfig.read(folder.config(), run.client(), run.runDate());
        CheckTables.check(folder, run.runDate());
        try {
            Connection connection = database.getConnection();
            try {
                connection.setAutoCommit(false);
                lock(connection, run);
                long rows = tryOut(connection, run, folder, config);
                // If what is stored below is not what was checked above, config.json shows it.
                RunConfig sealed = config.sealed(folder.seals());
                return new Registration(run, folder, sealed, rows, !isThere(run, sealed), connection);
            } catch (RuntimeException | SQLException refused) {
                Registration.giveBack(connection);
                throw refused;
            }
        } catch (SQLException broken) {
            throw Broken.database("the predictions of " + run.name() + " were checked", broken);
        }
    }

    private static void lock(Connection connection, ModelRun run) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(SqlFile.read("ml/lock-run"))) {
            lock.setString(1, run.client().value());
            lock.setString(2, run.runDate().toString());
            lock.execute();
        }
    }

    /** Into a table that is dropped with the transaction: what the database would refuse later, it refuses now. */
    private static long tryOut(Connection connection, ModelRun run, RunFolder folder, RunConfig config)
            throws SQLException {
        try (PreparedStatement table = connection.prepareStatement(SqlFile.read("ml/stage-predictions"))) {
            table.execute();
        }
        return new PredictionRows(run.client(), run.runDate(), config)
                .copy(folder.path(RunFile.PREDICTIONS), connection, "checked_prediction");
    }

    /** @throws QuarantinedFailure when a committed run of this date has other content */
    private boolean isThere(ModelRun run, RunConfig sealed) {
        Optional<StoredObject> mark = objectStore.find(RunFile.CONFIG.key(run.client(), run.runDate()));
        if (mark.isEmpty()) {
            return false;
        }
        if (!Arrays.equals(CommittedRun.bytes(objectStore, mark.get()), sealed.bytes())) {
            throw new QuarantinedFailure(
                    "another run of " + run.name() + " is there already, with other content",
                    "a run is never replaced: choose another run date");
        }
        // The same run, of which something was lost or overwritten since, is stored again.
        Map<RunFile, Seal> seals = sealed.seals();
        return RunFile.contents().stream().allMatch(file -> objectStore
                .find(file.key(run.client(), run.runDate()))
                .filter(object -> isSealed(object, seals.get(file)))
                .isPresent());
    }

    /** By its bytes: metadata do not outlive every copy of a bucket. */
    private boolean isSealed(StoredObject object, Seal seal) {
        if (object.bytes() != seal.bytes()) {
            return false;
        }
        try (InputStream in = objectStore.open(object)) {
            return Seal.of(in).equals(seal);
        } catch (IOException e) {
            throw new AbortingFailure(
                    object.key() + " cannot be read: " + e, "is S3 reachable? run the same command again", e);
        }
    }

    /** The PUT of one file. */
    public void writeFile(@Body RunFile file, @Variable("registration") Registration registration, Message message) {
        PutMessage.write(
                message,
                registration.key(file).toString(),
                registration.folder().path(file),
                file.contentType(),
                Map.of("sha256", registration.sealed().seals().get(file).sha256()));
    }

    /** The PUT from which on the run counts. */
    public void writeConfig(@Variable("registration") Registration registration, Message message) {
        PutMessage.write(message, registration.sealed().bytes(), RunFile.CONFIG.contentType(), Map.of());
    }

    /** Of what the server says is there now. */
    public StepResult result(@Variable("registration") Registration registration) {
        ModelRun run = registration.run();
        if (!registration.isMissing()) {
            return StepResult.alreadyThere("ml", run.client(), "run", run.runDate());
        }
        long bytes = Arrays.stream(RunFile.values())
                .mapToLong(file -> objectStore.confirm(registration.key(file)).bytes())
                .sum();
        return StepResult.done("ml", run.client(), "run", run.runDate(), registration.rows(), 0, bytes);
    }

    public void close(@Variable("registration") Registration registration) {
        registration.close();
    }

    /** What remains to be done for a registered run. */
    public Job load(@Variable("modelRun") ModelRun run) {
        return Job.of(run.run(), "ml", List.of(run.client()));
    }

    /** Both steps' results. */
    public List<StepResult> results(@Variable("registered") StepResult registered, @Body List<StepResult> loaded) {
        return Stream.concat(Stream.of(registered), loaded.stream()).toList();
    }
}
