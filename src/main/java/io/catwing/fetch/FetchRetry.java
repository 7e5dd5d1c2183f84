package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.failure.ParkedFailure;
import io.catwing.http.Addresses;
import io.catwing.http.Backoff;
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

    private static final Logger LOG = LoggerFactory.getLogger(FetchRetry.class);

    private final FetchSettings settings;
    private final FetchStop stop;

    FetchRetry(FetchSettings settings, FetchStop stop) {
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Called once after each failure, before Camel decides. Where it is to be tried again, the pause is left in the header
     * that Camel's error handler reads; otherwise the failure that tells of all attempts takes the place of the last one.
     */
    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(AGAIN, decide(exchange));
    }

    private boolean decide(Exchange exchange) {
        FileFetch fetch = FetchFile.fetch(exchange);
        if (stop.isStopping()) {
            ParkedFailure told = FetchStop.told();
            exchange.setException(told);
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, told);
            return false;
        }
        if (fetch == null) {
            // S3 failed before anything was asked; its client tried several times already.
            return false;
        }
        Client client = fetch.client();
        Erp.Retry retry = client.erp().retry();
        Exception last = exchange.getException();
        // Not Camel's counter: it is a header, and headers do not outlive a request.
        int attempt = fetch.failedAgain();
        String reason = Backoff.reason(
                last, Addresses.origin(client.erp().url()), client.erp().limits());
        String place = fetch.more() ? fetch.place() : "storing it";
        if (attempt >= retry.attempts()) {
            ParkedFailure all = new ParkedFailure(
                    fetch.key() + ", " + place + ": gave up after " + attempt + " attempts; the last: " + reason,
                    Backoff.hint(
                            last,
                            "look whether the ERP is up and erp.url in the client's file is right, then run the same command"
                                    + " again"),
                    last);
            exchange.setException(all);
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, all);
            return false;
        }
        long pause =
                Backoff.pause(last, retry, settings.longestPause(), attempt).toMillis();
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, pause);
        LOG.warn(
                "run {}: {}, {}: attempt {} of {} failed, the next in {} ms: {}",
                exchange.getProperty("runId"),
                fetch.key(),
                place,
                attempt,
                retry.attempts(),
                pause,
                reason);
        return true;
    }
}
