package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps {@code ops.run}: every run that begins ends there with an outcome, whatever it came to. Called by the
 * first and the last step of every run's route.
 */
@Component
public class Runs {
    private static final String CLAIMED = "runIsClaimed";

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final String DIED =
            "the end of the run was not written down: its process was killed, its machine stopped, or the database was away"
                    + " then\nHINT: nothing needs to be done: the next run takes up what it left";

    private final Claims claims;
    private final JdbcClient jdbc;
    private final GatherResults gather;
    private final Events events;
    private final Stopping stopping;
    private final Set<RunId> open = ConcurrentHashMap.newKeySet();
    private final RunEnds ends;

    Runs(Claims claims, JdbcClient jdbc, GatherResults gather, Events events, Stopping stopping) {
        this.stopping = stopping;
        this.events = events;
        this.gather = gather;
        this.claims = claims;
        this.jdbc = jdbc;
        this.ends = new RunEnds(jdbc);
        claims.withEachRenewal("ends of runs could not be written down", this::writeEndsLeft);
    }

    /** Tells others that the run is alive, until its exchange ends. */
    void claim(Exchange exchange, RunId run) {
        if (exchange.getVariable(CLAIMED) != null) {
            return;
        }
        begins(() -> claims.take(Claims.Kind.RUN, List.of(run.value()), run));
        exchange.setVariable(CLAIMED, true);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (ends.isLeft(run)) {
                    // Others would take its process for dead.
                    claims.giveAllButRun(run);
                } else {
                    claims.giveAll(run);
                }
            }

            @Override
            public int getOrder() {
                return LOWEST;
            }
        });
    }

    /** @throws AbortingFailure when the database cannot be asked */
    static <T> T begins(Supplier<T> ask) {
        try {
            return ask.get();
        } catch (DataAccessException gone) {
            throw new AbortingFailure(
                    "the run cannot begin: " + gone.getMostSpecificCause().getMessage(),
                    "is PostgreSQL running? see CATWING_DB_URL",
                    gone);
        }
    }

    /** Writes the run down. The end is written when the exchange ends, at the latest. */
    public void begin(Exchange exchange) {
        Job job = exchange.getMessage().getBody(Job.class);
        RunId run = job.run();
        exchange.setVariable("job", job);
        exchange.setVariable("runId", run);
        exchange.setVariable("results", List.of());
        AtomicBoolean ended = new AtomicBoolean();
        exchange.setVariable("runEnded", ended);
        exchange.setVariable("runBegan", System.nanoTime());
        if (job.clients().isEmpty()) {
            // Others are at work on all of them, which was told.
            ended.set(true);
            return;
        }
        claim(exchange, run);
        writeEndsLeft();
        jdbc.sql(SqlFile.read("job/end-dead-runs"))
                .param("message", DIED)
                .param("silence", claims.silence().toMillis())
                .query(String.class)
                .list()
                .forEach(dead -> {
                    LOG.warn("run {} was left open by its process: it is ended as aborted", dead);
                    events.publish(Event.RunEnded.aborted(new RunId(dead), null, DIED));
                });
        jdbc.sql(SqlFile.read("job/begin-run"))
                .param("run", run.value())
                .param("command", job.command())
                .update();
        open.add(run);
        LOG.info("run {} begins: {}", run, job.command());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (ended.compareAndSet(false, true)) {
                    aborted(done, run);
                }
            }
        });
    }

    private void writeEndsLeft() {
        ends.writeThoseLeft(claims::giveAll);
    }

    /** The run got through its stages; its results say how, and are its answer. */
    public List<StepResult> end(
            Exchange exchange,
            @Variable("runId") RunId run,
            @Variable("results") List<StepResult> results,
            @Variable("runEnded") AtomicBoolean ended) {
        long done = count(results, Outcome.DONE);
        long there = count(results, Outcome.ALREADY_THERE);
        long failed = count(results, Outcome.FAILED);
        if (ended.compareAndSet(false, true)) {
            String outcome = failed == 0 ? "DONE" : "FAILED";
            ends.write(run, outcome, null);
            open.remove(run);
            tellFailures(run, results);
            LOG.info(
                    "run {} ended after {} s, {}: {} done, {} already there, {} failed; {} records, {} rejected",
                    run,
                    seconds(exchange),
                    outcome,
                    done,
                    there,
                    failed,
                    results.stream().mapToLong(StepResult::records).sum(),
                    results.stream().mapToLong(StepResult::rejected).sum());
            events.publish(new Event.RunEnded(run, command(exchange), outcome, done, there, failed, null, null));
        }
        return results;
    }

    /** A line a client, whatever the number of its failures; all of them are in {@code ops.run_step}. */
    private static void tellFailures(RunId run, List<StepResult> results) {
        Map<ClientId, List<StepResult>> failures = results.stream()
                .filter(step -> step.outcome() == Outcome.FAILED)
                .collect(Collectors.groupingBy(StepResult::client, TreeMap::new, Collectors.toList()));
        failures.forEach((client, steps) -> {
            StepResult first = steps.get(0);
            LOG.warn(
                    "run {}: {} failed of {}, the first: {} of {}{}: {}",
                    run,
                    steps.stream().mapToLong(StepResult::count).sum(),
                    client,
                    first.stage(),
                    first.subject(),
                    first.date() == null ? "" : " " + first.date(),
                    first.message());
        });
    }

    /** The clients' results, and what is to be said of those that were left out. Called by the routes of runs that fetch. */
    public void gather(@Body Object body, @Variable("leftOut") List<StepResult> leftOut, Exchange exchange) {
        List<StepResult> all = new ArrayList<>(leftOut);
        all.addAll(gather.results(body));
        exchange.setVariable("results", all);
    }

    /**
     * What a timer began failed, or could not even be begun. Called by the route configuration timer.
     *
     * @param ended of a run that has begun, whose end tells why; null otherwise
     */
    public void firingFailed(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause, @Variable("runEnded") AtomicBoolean ended) {
        if (ended == null) {
            LOG.error("what a timer began failed; the next firing tries again: {}", Failure.describe(cause));
        }
    }

    /** Why something ended early: what was thrown, unless that came of being told to stop. */
    Exception reason(RunId run, Exception thrown) {
        return stopping.isTold(run) ? stopping.failure(run) : thrown;
    }

    private void aborted(Exchange exchange, RunId run) {
        Exception thrown = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Exception cause = reason(run, thrown);
        String message = PrintableText.message(
                cause == null
                        ? "the run was stopped before its end\nHINT: the next run takes up what it left"
                        : Failure.describe(cause));
        LOG.error("run {} was aborted after {} s: {}", run, seconds(exchange), message, Failure.unforeseen(cause));
        ends.write(run, "ABORTED", message);
        open.remove(run);
        events.publish(Event.RunEnded.aborted(run, command(exchange), message));
    }

    /** When the first run began: before, there was nothing to back up. */
    public Optional<Instant> first() {
        return jdbc.sql(SqlFile.read("job/read-first-run"))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Runs of this process that have not ended. */
    Set<RunId> open() {
        return Set.copyOf(open);
    }

    /** What else is at work on this database, for people. */
    String others() {
        List<String> others =
                jdbc.sql(SqlFile.read("job/list-open-runs")).query(String.class).list();
        return others.isEmpty() ? "another run" : "run " + String.join(", ", others);
    }

    private static long count(List<StepResult> results, Outcome outcome) {
        return results.stream()
                .filter(step -> step.outcome() == outcome)
                .mapToLong(StepResult::count)
                .sum();
    }

    private static String command(Exchange exchange) {
        return exchange.getVariable("job", Job.class).command();
    }

    private static long seconds(Exchange exchange) {
        return (System.nanoTime() - exchange.getVariable("runBegan", Long.class)) / 1_000_000_000;
    }
}
