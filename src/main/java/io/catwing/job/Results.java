package io.catwing.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.job.StepResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    /** Of one statement. */
    private static final int ROWS = 1_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final Events events;

    public Results(Events events) {
        this.events = events;
    }

    public List<StepResult> add(@Variable("results") List<StepResult> before, @Body List<StepResult> stage) {
        return Stream.concat(before.stream(), stage.stream()).toList();
    }

    /** The parameters of {@code record-results.sql}, a map a statement, each with many results. */
    public List<Map<String, Object>> rows(@Variable("runId") RunId run, @Body List<StepResult> stage) {
        return IntStream.iterate(0, from -> from < stage.size(), from -> from + ROWS)
                .mapToObj(from -> statement(run, stage.subList(from, Math.min(from + ROWS, stage.size()))))
                .toList();
    }

    /** Of one result. */
    public List<Map<String, Object>> rowsOfOne(@Variable("runId") RunId run, @Body StepResult step) {
        return List.of(statement(run, List.of(step)));
    }

    private static Map<String, Object> statement(RunId run, List<StepResult> some) {
        ArrayNode results = JSON.createArrayNode();
        for (StepResult step : some) {
            results.addObject()
                    .put("stage", step.stage())
                    .put("client", step.client().value())
                    .put("subject", step.subject())
                    .put("date", step.date() == null ? null : step.date().toString())
                    .put("outcome", step.outcome().name())
                    .put("records", step.records())
                    .put("rejected", step.rejected())
                    .put("bytes", step.bytes())
                    .put("message", step.message());
        }
        return Map.of("run", run.value(), "results", results.toString());
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
