package io.catwing.run;

import io.catwing.client.ClientId;
import io.catwing.failure.Failure;
import java.time.LocalDate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the outcome of what failed, from the properties that every stage sets: runId, stage, client, subject and, where
 * there is one, date. Called by the route configuration {@code park}.
 */
@Component
public class ParkFailure {
    private static final Logger LOG = LoggerFactory.getLogger(ParkFailure.class);

    @Handler
    public StepOutcome park(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause,
            @ExchangeProperty("runId") RunId runId,
            @ExchangeProperty("stage") String stage,
            @ExchangeProperty("client") ClientId client,
            // Not as text: Camel would make the constant's name of an Entity.
            @ExchangeProperty("subject") Object subject,
            @ExchangeProperty("date") LocalDate date) {
        String message = Failure.describe(cause);
        if (cause instanceof Failure) {
            LOG.warn("run {}: {} of {} {} {} failed: {}", runId, stage, client, subject, date, message);
        } else {
            LOG.warn("run {}: {} of {} {} {} failed: {}", runId, stage, client, subject, date, message, cause);
        }
        return StepOutcome.failed(stage, client, subject.toString(), date, message);
    }
}
