package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Addresses;
import io.catwing.http.AskedServer;
import io.catwing.http.Backoff;
import java.net.URI;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides whether and when something is tried again. Called by the route configuration {@code retry}. */
@Component
public class FetchRetry implements Processor {

    /** Exchange property: what was decided. */
    static final String AGAIN = "tryAgain";

    private static final int PREVIEW = 2;

    private static final Logger LOG = LoggerFactory.getLogger(FetchRetry.class);

    private final FetchSettings settings;
    private final FetchStop stop;

    FetchRetry(FetchSettings settings, FetchStop stop) {
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Called once after each failure, before Camel decides. Where it is to be tried again, the pause is over when it returns: one
     * that Camel waits for could not be ended with its run. Otherwise the failure that tells of all attempts takes the place of the last one.
     */
    @Override
    public void process(Exchange exchange) {
        exchange.setVariable(AGAIN, decide(exchange));
    }

    /** Whether the failure is one of the moment, whatever caused it. */
    public boolean mayPass(Exchange exchange) {
        // A copy of the exchange, as Camel gives it to a predicate, has the exception in its property alone.
        Exception last = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return mayPass(last);
    }

    private static boolean mayPass(Exception last) {
        return last instanceof RetryableFailure || !(last instanceof Failure);
    }

    private boolean decide(Exchange exchange) {
        FileFetch fetch = FetchFile.fetch(exchange);
        if (stop.isStopping(exchange)) {
            return end(exchange, FetchStop.told());
        }
        if (fetch == null) {
            // S3 failed before anything was asked; its client tried several times already.
            return false;
        }
        Client client = fetch.client();
        Erp.Retry retry = client.erp().retry();
        Exception last = exchange.getException();
        if (!mayPass(last)) {
            // After one that might pass, a failure that does not: it says of itself what is wrong.
            return false;
        }
        // Not Camel's counter: it is a header, and headers do not outlive a request.
        int attempt = fetch.failedAgain();
        boolean source = fetch.spec().source() != null;
        URI asked = source ? null : AskErp.asked(exchange, client.erp().url());
        AskedServer server =
                source ? AskedServer.ERP : Downloads.server(client, fetch.spec().entity(), asked);
        String reason = Backoff.reason(
                last,
                source ? fetch.spec().source().endpoint() : Addresses.origin(asked),
                client.erp().limits());
        String place = fetch.more() ? fetch.place() : "storing it";
        Duration pause = Backoff.pause(last, retry, settings.longestPause(), attempt);
        boolean late = pause.compareTo(fetch.time().left()) >= 0;
        if (attempt >= attempts(exchange, retry) || late || !Backoff.mayPass(last)) {
            QuarantinedFailure all = new QuarantinedFailure(
                    fetch.key() + ", " + place + ": gave up after " + attempt
                            + (attempt == 1 ? " attempt" : " attempts")
                            + (late ? ", for the time of the file is over (erp.limits.file)" : "") + "; the last: "
                            + reason,
                    Backoff.hint(
                            last,
                            "look whether " + server.called() + " is up and " + server.key()
                                    + " in the client's file is right, then run the same command again",
                            server),
                    last);
            return end(exchange, all);
        }
        LOG.debug(
                "run {}: {}, {}: attempt {} of {} failed, the next in {} ms: {}",
                exchange.getVariable("runId"),
                fetch.key(),
                place,
                attempt,
                retry.attempts(),
                pause.toMillis(),
                reason);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 0L);
        return stop.pauses(exchange, pause) || end(exchange, FetchStop.told());
    }

    private static boolean end(Exchange exchange, QuarantinedFailure failure) {
        exchange.setException(failure);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return false;
    }

    /** Somebody waits for a preview in front of a terminal. */
    private static int attempts(Exchange exchange, Erp.Retry retry) {
        boolean preview = exchange.getVariable(PlanFetch.JOB) == null;
        return preview ? Math.min(PREVIEW, retry.attempts()) : retry.attempts();
    }
}
