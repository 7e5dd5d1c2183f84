package io.catwing.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the stages of a run did, one after the other. Called by the route {@code record-results} and by loads. */
@Component
public class Results {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);

    /** Of one statement. */
    private static final int ROWS = 1_000;

    private static final String AGAIN =
            "is PostgreSQL running? run the same command again: it goes on where it stopped";

    private static final JsonMapper JSON = new JsonMapper();

    private final Events events;
    private final JdbcClient jdbc;

    public Results(Events events, JdbcClient jdbc) {
        this.events = events;
        this.jdbc = jdbc;
    }

    /** For the results of a stage that may be millions. */
    public Collected collect(RunId run) {
        return new Collected(run, this);
    }

    /** Whether there is a row of it in {@code ops.run}. A recovery has none: it keeps its results itself. */
    boolean isRun(RunId run) {
        try {
            return jdbc.sql(SqlFile.read("job/ask-run"))
                    .param("run", run.value())
                    .query(Boolean.class)
                    .single();
        } catch (DataAccessException gone) {
            throw new AbortingFailure(
                    "what became of the files of run " + run + " cannot be written down: "
                            + gone.getMostSpecificCause().getMessage(),
                    AGAIN,
                    gone);
        }
    }

    /**
     * Records some of a stage before it ends.
     *
     * @throws AbortingFailure when the database cannot keep them
     */
    void record(RunId run, List<StepResult> some) {
        try {
            // As Camel's component reads it, a parameter begins with a sign more.
            jdbc.sql(SqlFile.read("job/record-results").replace(":#", ":"))
                    .params(statement(run, some))
                    .update();
        } catch (DataAccessException gone) {
            throw new AbortingFailure(notRecorded(some, gone), AGAIN, gone);
        }
    }

    public List<StepResult> add(@Variable("results") List<StepResult> before, @Body List<StepResult> stage) {
        return Stream.concat(before.stream(), stage.stream()).toList();
    }

    /** The parameters of {@code record-results.sql}, a map a statement, each with many results. Folded ones are recorded already. */
    public List<Map<String, Object>> rows(@Variable("runId") RunId run, @Body List<StepResult> results) {
        List<StepResult> stage =
                results.stream().filter(step -> !step.isFolded()).toList();
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
        String fact = notRecorded(stage, gone);
        if (!first.stage().equals(ClientWork.ENDED_EARLY)) {
            throw new AbortingFailure(fact, AGAIN, gone);
        }
        LOG.warn("run {}: {}", run, PrintableText.message(fact));
    }

    private static String notRecorded(List<StepResult> stage, DataAccessException gone) {
        StepResult first = stage.get(0);
        return "what became of " + first.stage() + " of " + first.client() + " cannot be written down: "
                + gone.getMostSpecificCause().getMessage();
    }

    /** Publishes those that failed, also where they could not be kept. Folded ones are published already. */
    public void publish(@Variable("runId") RunId run, @Variable("stageResults") List<StepResult> stage) {
        stage.stream()
                .filter(step -> step.outcome() == Outcome.FAILED && !step.isFolded())
                .forEach(step -> events.publish(Event.StepFailed.of(run, step)));
    }
}
