package io.catwing.productimages;

import io.catwing.client.Erp;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Backoff;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ClientProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides whether and when an image is tried again. Called by the route configuration {@code fetch-product-image}. */
@Component
public class ImageRetry implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ImageRetry.class);
    private static final String AGAIN = "tryAgain";

    /** Of what may be the server's permanent way of saying that it has no such image. */
    private static final int NOT_NOW_ATTEMPTS = 3;

    private final ProductImagesSettings settings;
    private final Stopping stopping;

    ImageRetry(ProductImagesSettings settings, Stopping stopping) {
        this.settings = settings;
        this.stopping = stopping;
    }

    /**
     * Called once after each failure, before Camel decides. Where it is to be tried again, the pause is over when it returns: one
     * that Camel waits for could not be ended with its run. Otherwise the failure that tells of all attempts takes the place of the last one.
     */
    @Override
    public void process(Exchange exchange) {
        exchange.setVariable(AGAIN, decide(exchange));
    }

    private boolean decide(Exchange exchange) {
        Image image = exchange.getVariable(FetchImage.IMAGE, Image.class);
        Exception last = exchange.getException();
        if (image.key == null || last instanceof QuarantinedFailure) {
            return false;
        }
        RunId run = exchange.getVariable("runId", RunId.class);
        if (stopping.isTold(run)) {
            return end(exchange, told(run, last));
        }
        if (last instanceof ImageConnection.RefusedAddress refused) {
            return end(exchange, refused.failure());
        }
        if (last instanceof ClientProtocolException) {
            return false;
        }
        Erp.Retry retry = image.client().erp().retry();
        int attempt = ++image.attempts;
        boolean notNow = last instanceof AskImage.NotNow;
        String reason = notNow
                ? last.getMessage()
                : Backoff.reason(last, image.server(), image.client().erp().limits());
        if (attempt >= (notNow ? Math.min(NOT_NOW_ATTEMPTS, retry.attempts()) : retry.attempts())) {
            // Before the server is asked, and after its answer came, it is S3 that fails.
            if (!notNow && image.located && image.answer == null) {
                image.counters.unanswered(image.server(), image.erred);
            }
            String hint = notNow
                    ? VerifyImage.HINT + "; what it is called does not count"
                    : "look at the server's state, then run the same command again";
            return end(
                    exchange,
                    new QuarantinedFailure(
                            "gave up after " + attempt + " attempts; the last: " + reason,
                            Backoff.hint(last, hint),
                            last));
        }
        Duration pause = Backoff.pause(last, retry, settings.longestPause(), attempt);
        LOG.debug(
                "{}: attempt {} of {} failed, the next in {} ms: {}",
                image,
                attempt,
                retry.attempts(),
                pause.toMillis(),
                reason);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 0L);
        return stopping.pause(run, pause) || end(exchange, told(run, last));
    }

    private QuarantinedFailure told(RunId run, Exception last) {
        AbortingFailure told = stopping.failure(run);
        return new QuarantinedFailure(told.fact(), told.hint(), last);
    }

    private static boolean end(Exchange exchange, QuarantinedFailure all) {
        exchange.setException(all);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, all);
        return false;
    }
}
