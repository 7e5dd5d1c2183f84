package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.job.StepResult.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What the stages of a run did, one after the other. Called by the route {@code record-results}. */
@Component
public class Results {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);

    private final Events events;

    public Results(Events events) {
        this.events = events;
    }

    public List<StepResult> add(@Variable("results") List<StepResult> before, @Body List<StepResult> stage) {
        return Stream.concat(before.stream(), stage.stream()).toList();
    }

    /** The parameters of {@code record-result.sql}, a map a result. */
    public List<Map<String, Object>> rows(@Variable("runId") RunId run, @Body List<StepResult> stage) {
        return stage.stream().map(step -> row(run, step)).toList();
    }

    /** Of one result. */
    public List<Map<String, Object>> rowsOfOne(@Variable("runId") RunId run, @Body StepResult step) {
        return List.of(row(run, step));
    }

    private static Map<String, Object> row(RunId run, StepResult step) {
        Map<String, Object> row = new HashMap<>();
        row.put("run", run.value());
        row.put("stage", step.stage());
        row.put("client", step.client().value());
        row.put("subject", step.subject());
        row.put("date", step.date());
        row.put("outcome", step.outcome().name());
        row.put("records", step.records());
        row.put("rejected", step.rejected());
        row.put("bytes", step.bytes());
        row.put("message", step.message());
        return row;
    }

    /**
     * The database cannot keep them.
     *
     * @throws AbortingFailure unless they say that a client's part has ended early: others may go on
     */
    public void refuse(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) DataAccessException gone,
            @Variable("runId") RunId run,
            @Variable("stageResults") List<StepResult> stage) {
        StepResult first = stage.get(0);
        String fact = "what became of " + first.stage() + " of " + first.client() + " cannot be written down: "
                + gone.getMostSpecificCause().getMessage();
        if (!first.stage().equals(ClientWork.ENDED_EARLY)) {
            throw new AbortingFailure(
                    fact, "is PostgreSQL running? run the same command again: it goes on where it stopped", gone);
        }
        LOG.warn("run {}: {}", run, PrintableText.message(fact));
    }

    /** Publishes those that failed, also where they could not be kept. */
    public void publish(@Variable("runId") RunId run, @Variable("stageResults") List<StepResult> stage) {
        stage.stream()
                .filter(step -> step.outcome() == Outcome.FAILED)
                .forEach(step -> events.publish(Event.StepFailed.of(run, step)));
    }
}
