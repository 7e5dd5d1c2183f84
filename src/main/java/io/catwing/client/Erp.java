package io.catwing.client;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ERP that a client's records come from.
 *
 * @param url base of every request; a next link that leaves its host is refused; null if every entity has a source
 * @param tls or null
 * @param sign or null
 */
public record Erp(URI url, Auth auth, Tls tls, Sign sign, Limits limits, Retry retry) {

    /** By Java's own certificates, and unsigned. */
    public Erp(URI url, Auth auth, Limits limits, Retry retry) {
        this(url, auth, null, null, limits, retry);
    }

    /** Names of the query parameters that are added to each request, to prove who sends it; may be empty. @param by its auth */
    public Set<String> provingQuery(Auth by) {
        Set<String> names = new LinkedHashSet<>(by.queryNames());
        if (sign != null && sign.query() != null) {
            names.add(sign.query());
        }
        return names;
    }

    /**
     * Certificates in PEM.
     *
     * @param certificate our own with its chain, or null
     * @param key its private key, or null
     * @param authority what is trusted in place of Java's authorities, or null
     */
    public record Tls(Secret certificate, Secret key, Secret authority) {}

    /**
     * Limits on requests to the ERP and on its answers.
     *
     * @param requestsPerSecond over all entities of the client together
     * @param concurrentRequests over all entities of the client together
     * @param connectTimeout to open a connection
     * @param timeout without data while waiting for an answer or reading it
     * @param body bytes of one answer, at most
     * @param pages of one file, at most: stops an endless chain of next links
     * @param answer time of one answer as a whole, redirects included
     * @param file time of one raw file as a whole, repeated requests included
     */
    public record Limits(
            double requestsPerSecond,
            int concurrentRequests,
            Duration connectTimeout,
            Duration timeout,
            long body,
            int pages,
            Duration answer,
            Duration file) {}

    /**
     * How a failed request is retried: exponential backoff with jitter from {@code delay} up to {@code maxDelay}.
     *
     * @param attempts of one request altogether, the first included
     */
    public record Retry(int attempts, Duration delay, Duration maxDelay) {}
}
