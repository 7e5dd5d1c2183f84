package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.job.DailyOrder.Reach;
import io.catwing.job.StepResult.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One client's part of a run, which ends by itself whatever becomes of it. Called by the routes {@code work-client} and
 * {@code fetch-client}.
 */
@Component
public class ClientWork {
    private static final Logger LOG = LoggerFactory.getLogger(ClientWork.class);
    private static final String TURN = "databaseTurn";

    private final Clients clients;
    private final Calendar calendar;
    private final Owed owed;
    private final Results results;
    private final Stop stop;
    private final Runs runs;
    private final DatabaseTurns database;

    ClientWork(
            Clients clients,
            Calendar calendar,
            Owed owed,
            Results results,
            Stop stop,
            Runs runs,
            DailySettings settings) {
        this.clients = clients;
        this.calendar = calendar;
        this.owed = owed;
        this.results = results;
        this.stop = stop;
        this.runs = runs;
        this.database = new DatabaseTurns(settings.databaseClients());
    }

    /** The body of a part is the client. */
    public void begin(@Body ClientId client, Exchange exchange) {
        exchange.setProperty("client", client);
        exchange.setProperty("results", List.of());
        exchange.setProperty("stage", "fetch");
    }

    /** What is fetched of it. */
    public FetchOrder fetch(@ExchangeProperty("client") ClientId id, @ExchangeProperty(Runs.ORDER) DailyOrder order) {
        stop.refuse();
        Client client = clients.get(id);
        if (order.reach() == Reach.OWED || order.reach() == Reach.OWED_NOW) {
            Owed.Debt debt = owed.of(client, order.reach());
            return new FetchOrder(order.run(), List.of(id), debt.entities(), debt.dates(), order.acceptVolume());
        }
        LocalDate to = Objects.requireNonNullElseGet(order.to(), () -> calendar.yesterday(client));
        LocalDate from = Objects.requireNonNullElse(order.from(), to);
        return new FetchOrder(
                order.run(),
                List.of(id),
                order.entities(),
                from.datesUntil(to.plusDays(1)).toList(),
                order.acceptVolume());
    }

    /** What the ledger lacks of it: what an earlier run fetched and did not load, too. */
    public LoadOrder load(@ExchangeProperty("client") ClientId id, @ExchangeProperty(Runs.ORDER) DailyOrder order) {
        // Clients load side by side; one alone has all workers.
        int parallel = order.clients().size() > 1 ? 1 : order.parallel();
        return new LoadOrder(
                order.run(),
                List.of(id),
                order.entities(),
                owed.loadFrom(clients.get(id), order.from()),
                null,
                order.again(),
                order.newestFirst(),
                parallel);
    }

    public StageOrder stages(@ExchangeProperty("client") ClientId id, @ExchangeProperty(Runs.ORDER) DailyOrder order) {
        return new StageOrder(order.run(), List.of(id), order.again());
    }

    /** Some clients at a time use the database; what waits for an ERP holds none of these turns. */
    public void takeTurn(@ExchangeProperty("results") List<StepResult> before, Exchange exchange)
            throws InterruptedException {
        database.take(before.stream().anyMatch(outcome -> outcome.outcome() == Outcome.DONE));
        exchange.setProperty(TURN, true);
        stop.refuse();
    }

    public void giveTurn(Exchange exchange) {
        if (exchange.removeProperty(TURN) != null) {
            database.give();
        }
    }

    /** Whatever was thrown, told or not: it is this client's outcome. */
    public void failed(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
            @ExchangeProperty("client") ClientId client,
            @ExchangeProperty("runId") RunId run,
            @ExchangeProperty("stage") String stage,
            @ExchangeProperty("results") List<StepResult> before,
            Exchange exchange) {
        Exception cause = runs.reason(thrown);
        String message = Failure.describe(cause);
        LOG.warn(
                "run {}: {} of {} ended early: {}",
                run,
                stage,
                client,
                message,
                cause instanceof Failure ? null : cause);
        List<StepResult> failed = List.of(StepResult.failed("run", client, stage, null, message));
        exchange.setProperty("results", results.add(before, failed));
        try {
            results.record(run, failed);
        } catch (AbortingFailure | org.springframework.dao.DataAccessException gone) {
            LOG.warn("run {}: this is not written down: {}", run, gone.getMessage());
        }
    }

    /** Last, however it went. */
    public void end(
            @ExchangeProperty("client") ClientId client,
            @ExchangeProperty(Runs.LEASE) RunLease lease,
            @ExchangeProperty("results") List<StepResult> done,
            Exchange exchange) {
        giveTurn(exchange);
        lease.giveUp(client);
        exchange.getMessage().setBody(done);
    }
}
