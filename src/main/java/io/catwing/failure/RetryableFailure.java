package io.catwing.failure;

import java.time.Duration;
import java.util.Optional;

/** Likely to be temporary: the step is retried after a delay. */
public final class RetryableFailure extends Failure {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public RetryableFailure(String fact, String hint) {
        this(fact, hint, null, null);
    }

    public RetryableFailure(String fact, String hint, Throwable cause) {
        this(fact, hint, null, cause);
    }

    /** @param retryAfter the delay that the server asked for, or null for the client's own backoff */
    public RetryableFailure(String fact, String hint, Duration retryAfter, Throwable cause) {
        super(fact, hint, cause);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
