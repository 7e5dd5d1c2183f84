package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.PlaceInFile;
import io.catwing.failure.Failure;
import java.time.LocalDate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the outcome of what failed, from the properties that every stage sets: runId, stage, client, subject and, where
 * there is one, date. Called by the route configuration {@code quarantine}.
 */
@Component
public class QuarantineFailure {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineFailure.class);

    private final Events events;

    public QuarantineFailure(Events events) {
        this.events = events;
    }

    @Handler
    public StepResult quarantine(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause,
            @Variable("runId") RunId runId,
            @Variable("stage") String stage,
            @Variable("client") ClientId client,
            // Not as text: Camel would make the constant's name of an Entity.
            @Variable("subject") Object subject,
            @Variable("date") LocalDate date,
            Exchange exchange) {
        String message = placed(Failure.describe(cause), client, subject, exchange);
        if (Failure.unforeseen(cause) == null) {
            // The end of the run counts them, a line a client.
            LOG.debug("run {}: {} of {} {} {} failed: {}", runId, stage, client, subject, date, message);
        } else {
            LOG.warn("run {}: {} of {} {} {} failed: {}", runId, stage, client, subject, date, message, cause);
        }
        StepResult failed = StepResult.failed(stage, client, subject.toString(), date, message)
                .refusing(Failure.isRefusal(cause));
        if (date != null && (stage.equals("fetch") || stage.equals("load"))) {
            events.publish(Event.FileRefused.of(runId, failed));
        }
        return failed;
    }

    private static String placed(String message, ClientId client, Object subject, Exchange exchange) {
        Clients clients = exchange.getContext().getRegistry().lookupByNameAndType("clients", Clients.class);
        if (clients == null) {
            return message;
        }
        // A client whose file is gone still has raw files, and what fails of them is its failure alone.
        return clients.all().stream()
                .filter(known -> known.id().equals(client))
                .findFirst()
                .map(known -> PlaceInFile.added(message, known, subject.toString()))
                .orElse(message);
    }
}
