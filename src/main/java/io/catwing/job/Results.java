package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the stages of a run did, one after the other. Called by the routes of the daily run. */
@Component
public class Results {
    private final JdbcClient jdbc;
    private final Events events;

    public Results(JdbcClient jdbc, Events events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    public List<StepResult> none() {
        return List.of();
    }

    public List<StepResult> add(@Variable("results") List<StepResult> before, @Body List<StepResult> stage) {
        return Stream.concat(before.stream(), stage.stream()).toList();
    }

    /**
     * Keeps the results in {@code ops.run_step}, and tells of those that failed, also where they cannot be kept.
     *
     * @throws AbortingFailure when the database cannot keep them
     */
    public void record(@Variable("runId") RunId run, @Body List<StepResult> stage) {
        for (StepResult step : stage) {
            try {
                record(run, step);
            } catch (DataIntegrityViolationException refused) {
                // Whatever a message holds: that the step failed is kept.
                record(run, step.saying("its message could not be kept\nHINT: the log has it"));
            } catch (DataAccessException gone) {
                throw new AbortingFailure(
                        "what became of " + step.stage() + " of " + step.client() + " cannot be written down: "
                                + gone.getMostSpecificCause().getMessage(),
                        "is PostgreSQL running? run the same command again: it goes on where it stopped",
                        gone);
            } finally {
                if (step.outcome() == Outcome.FAILED) {
                    events.publish(Event.StepFailed.of(run, step));
                }
            }
        }
    }

    private void record(RunId run, StepResult step) {
        jdbc.sql(SqlFile.read("daily/record-result"))
                .param("run", run.value())
                .param("stage", step.stage())
                .param("client", step.client().value())
                .param("subject", step.subject())
                .param("date", step.date())
                .param("outcome", step.outcome().name())
                .param("records", step.records())
                .param("rejected", step.rejected())
                .param("bytes", step.bytes())
                .param("message", step.message())
                .update();
    }
}
