package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.failure.ParkedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides whether and when something is tried again. Called by the route configuration {@code retry}. */
@Component
public class FetchRetry implements Processor {

    /** Exchange property: what was decided. */
    static final String AGAIN = "tryAgain";

    private static final Logger LOG = LoggerFactory.getLogger(FetchRetry.class);
    private static final int LARGEST_SHIFT = 30;

    private final FetchSettings settings;

    FetchRetry(FetchSettings settings) {
        this.settings = settings;
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
        if (fetch == null) {
            // S3 failed before anything was asked; its client tried several times already.
            return false;
        }
        Client client = fetch.client();
        Erp.Retry retry = client.erp().retry();
        Exception last = exchange.getException();
        // Not Camel's counter: it is a header, and headers do not outlive a request.
        int attempt = fetch.failedAgain();
        String reason = reason(last, client);
        String place = fetch.more() ? fetch.place() : "storing it";
        if (attempt >= retry.attempts()) {
            ParkedFailure all = new ParkedFailure(
                    fetch.key() + ", " + place + ": gave up after " + attempt + " attempts; the last: " + reason,
                    hint(last),
                    last);
            exchange.setException(all);
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, all);
            return false;
        }
        long pause = pause(last, retry, attempt).toMillis();
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

    /** What the other side asked for, within reason; otherwise the client's backoff. */
    Duration pause(Exception last, Erp.Retry retry, int attempt) {
        Optional<Duration> asked =
                last instanceof RetryableFailure failure ? failure.retryAfter() : Optional.<Duration>empty();
        if (asked.isPresent()) {
            return asked.get().compareTo(settings.longestPause()) > 0 ? settings.longestPause() : asked.get();
        }
        return backoff(retry, attempt, ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Twice as long each time. Half of it is left to chance, so that those that failed together do not come back
     * together.
     *
     * @param attempt that failed, from 1
     * @param chance from 0 to 1
     */
    static Duration backoff(Erp.Retry retry, int attempt, double chance) {
        double full = retry.delay().toMillis() * Math.pow(2, Math.min(attempt - 1, LARGEST_SHIFT));
        double capped = Math.min(full, retry.maxDelay().toMillis());
        return Duration.ofMillis(Math.round(capped / 2 + capped / 2 * chance));
    }

    private static String reason(Exception last, Client client) {
        if (last instanceof RetryableFailure failure) {
            return failure.fact();
        }
        String erp = NextLinks.origin(client.erp().url());
        if (last instanceof ConnectTimeoutException) {
            return erp + " could not be connected within "
                    + client.erp().limits().connectTimeout();
        }
        if (last instanceof SocketTimeoutException) {
            return erp + " gave no answer within " + client.erp().limits().timeout();
        }
        if (last instanceof UnknownHostException) {
            return "the host of " + erp + " is unknown";
        }
        if (last instanceof IOException) {
            return "the connection to " + erp + " failed: " + last.getMessage();
        }
        return String.valueOf(last);
    }

    private static String hint(Exception last) {
        return last instanceof RetryableFailure failure
                ? failure.hint()
                : "look whether the ERP is up and erp.url in the client's file is right, then run the same command again";
    }
}
