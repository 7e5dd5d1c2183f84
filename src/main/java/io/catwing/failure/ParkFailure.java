package io.catwing.failure;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.run.RunId;
import io.catwing.run.StepOutcome;
import java.time.LocalDate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the outcome of a file that failed. Called by the route configuration {@code park}. */
@Component
public class ParkFailure {
    private static final Logger LOG = LoggerFactory.getLogger(ParkFailure.class);

    @Handler
    public StepOutcome park(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause,
            @ExchangeProperty("runId") RunId runId,
            @ExchangeProperty("stage") String stage,
            @ExchangeProperty("client") ClientId client,
            @ExchangeProperty("entity") Entity entity,
            @ExchangeProperty("date") LocalDate date) {
        String message = describe(cause);
        if (cause instanceof Failure) {
            LOG.warn("run {}: {} of {} {} {} failed: {}", runId, stage, client, entity, date, message);
        } else {
            LOG.warn("run {}: {} of {} {} {} failed: {}", runId, stage, client, entity, date, message, cause);
        }
        return StepOutcome.failed(stage, client, entity, date, message);
    }

    /** The text that is shown and kept: a failure's own, and for anything unforeseen its kind and where to look. */
    public static String describe(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof Failure failure) {
                return failure.getMessage();
            }
        }
        return "unforeseen: " + cause + "\nHINT: the log has the stack trace; please report it";
    }
}
