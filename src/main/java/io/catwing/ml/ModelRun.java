package io.catwing.ml;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * One run of a client's models; the body of the routes {@code export-features}, {@code train} and {@code register-run}.
 *
 * @param run of the command, not of the models
 * @param runDate the last day whose data the models may know; names the run
 * @param folder where the run's files are, or null for one under CATWING_HOME
 */
public record ModelRun(RunId run, ClientId client, LocalDate runDate, Path folder) {

    ModelRun in(Path other) {
        return new ModelRun(run, client, runDate, other);
    }

    /** Its name in messages. */
    String name() {
        return client + " " + runDate;
    }
}
