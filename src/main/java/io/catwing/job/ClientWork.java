package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.Failure;
import io.catwing.job.Job.Option;
import io.catwing.job.StepResult.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One client's part of a run, which ends by itself whatever becomes of it. Called by the routes {@code work-client} and
 * {@code load-client}.
 */
@Component
public class ClientWork {
    private static final Logger LOG = LoggerFactory.getLogger(ClientWork.class);
    private static final String TURN = "databaseTurn";
    private static final String USE = "clientUse";

    /** The stage of the result that says so of a client. */
    static final String ENDED_EARLY = "run";

    private final Clients clients;
    private final Calendar calendar;
    private final Owed owed;
    private final ComparedHistory history;
    private final Stopping stopping;
    private final ClientThreads threads;
    private final Runs runs;
    private final Claims claims;
    private final DatabaseTurns database;

    ClientWork(
            Clients clients,
            Calendar calendar,
            Owed owed,
            ComparedHistory history,
            Stopping stopping,
            ClientThreads threads,
            Runs runs,
            Claims claims,
            DailySettings settings) {
        this.clients = clients;
        this.calendar = calendar;
        this.owed = owed;
        this.history = history;
        this.stopping = stopping;
        this.threads = threads;
        this.runs = runs;
        this.claims = claims;
        this.database = new DatabaseTurns(settings.databaseClients());
    }

    /** The body of a part is the client. */
    public void begin(@Body ClientId client, @Variable("job") Job job, Exchange exchange) {
        exchange.setVariable(USE, clients.use(List.of(client)));
        exchange.setVariable("client", client);
        exchange.setVariable("clientJob", job.clients(List.of(client)));
        exchange.setVariable("results", List.of());
        exchange.setVariable("stage", "fetch");
    }

    /** What is fetched of it. */
    public Job fetch(@Variable("client") ClientId id, @Variable("job") Job job) {
        stopping.refuse(job.run());
        Client client = clients.get(id);
        if (job.has(Option.OWED) || job.has(Option.OWED_NOW)) {
            Owed.Debt debt = owed.of(client, job.has(Option.OWED) ? Option.OWED : Option.OWED_NOW);
            Job owing = job.clients(List.of(id)).on(debt.dates());
            claims.note(id.value(), debt.days(), job.run());
            return owing;
        }
        LocalDate to = Objects.requireNonNullElseGet(job.to(), () -> calendar.yesterday(client));
        LocalDate from = Objects.requireNonNullElse(job.from(), to);
        history.expect(id, from);
        return job.clients(List.of(id)).on(from.datesUntil(to.plusDays(1)).toList());
    }

    /** What the ledger lacks of it: what an earlier run fetched and did not load, too. */
    public Job load(@Variable("client") ClientId id, @Variable("job") Job job) {
        // Clients load side by side; one alone has all workers.
        int parallel = job.clients().size() > 1 ? 1 : job.parallel();
        return job.clients(List.of(id))
                .between(owed.loadFrom(clients.get(id), job.from()), null)
                .parallel(parallel);
    }

    /** Some clients at a time use the database; what waits for an ERP holds none of these turns. */
    public void takeTurn(@Variable("results") List<StepResult> before, @Variable("runId") RunId run, Exchange exchange)
            throws InterruptedException {
        stopping.refuse(run);
        boolean brought = before.stream().anyMatch(outcome -> outcome.outcome() == Outcome.DONE);
        threads.wait(run, () -> database.take(brought));
        exchange.setVariable(TURN, true);
        stopping.refuse(run);
    }

    public void giveTurn(Exchange exchange) {
        if (exchange.removeVariable(TURN) != null) {
            database.give();
        }
    }

    /** Whatever was thrown, told or not: it is this client's result. */
    public List<StepResult> failed(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
            @Variable("client") ClientId client,
            @Variable("runId") RunId run,
            @Variable("stage") String stage) {
        Exception cause = runs.reason(run, thrown);
        String message = Failure.describe(cause);
        if (!(cause instanceof Failure)) {
            LOG.warn("run {}: {} of {} ended early: {}", run, stage, client, message, Failure.unforeseen(cause));
        }
        return List.of(StepResult.failed(ENDED_EARLY, client, stage, null, message));
    }

    /** Last, however it went. */
    public void end(
            @Variable("client") ClientId client,
            @Variable("runId") RunId run,
            @Variable("results") List<StepResult> done,
            @Variable(USE) Clients.Use use,
            Exchange exchange) {
        giveTurn(exchange);
        claims.give(Claims.Kind.CLIENT, client.value(), run);
        use.close();
        exchange.getMessage().setBody(done);
    }
}
