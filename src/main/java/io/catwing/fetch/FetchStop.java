package io.catwing.fetch;

import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ConnectionStop;
import io.catwing.http.ErpRequest;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What a fetch does when it is told to stop: nothing more of the run begins and pauses end. Where the process is told, reports that ERPs
 * have made are deleted before connections are cut.
 */
@Component
public class FetchStop {
    private static final Logger LOG = LoggerFactory.getLogger(FetchStop.class);

    private static final Duration TO_DELETE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(10);

    /** Their reports may be to be deleted. */
    private final Map<FileFetch, ErpConnection> open = new ConcurrentHashMap<>();

    /** Files that end now. */
    private final AtomicInteger ending = new AtomicInteger();

    private final Map<ClientId, ErpConnection> byClient = new ConcurrentHashMap<>();
    private final Stopping stopping;

    FetchStop(Stopping stopping, ConnectionStop connections) {
        this.stopping = stopping;
        connections.first(this::deleteReports);
    }

    void watch(ClientId client, ErpConnection connection) {
        byClient.put(client, connection);
    }

    /** A file begins whose report is deleted when it {@link #end ends}, or when the process is told to stop. */
    void begin(FileFetch fetch) {
        ErpConnection connection = byClient.get(fetch.client().id());
        if (connection != null && fetch.spec().report() != null) {
            open.put(fetch, connection);
        }
    }

    /** Deletes the report that the ERP has made for a file, if there is one. Never fails. */
    void end(FileFetch fetch) {
        // Before it is taken away: who stops waits for it.
        ending.incrementAndGet();
        try {
            delete(fetch, open.remove(fetch), TO_DELETE);
        } finally {
            ending.decrementAndGet();
        }
    }

    private static void delete(FileFetch fetch, ErpConnection connection, Duration limit) {
        ErpRequest request = connection == null ? null : fetch.report().takeDelete();
        if (request == null) {
            return;
        }
        try {
            int status = connection.send(request, limit, fetch.spec().auth());
            if (status >= 300) {
                LOG.warn("{}: {} answered {}: the report may be left", fetch.key(), request.shown(), status);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {} failed, so the report may be left: {}", fetch.key(), request.shown(), e.getMessage());
        }
    }

    /** Waits, unless the file's run is told to stop, or was before. @return whether the time passed */
    boolean pauses(Exchange exchange, Duration time) {
        return stopping.pause(run(exchange), time);
    }

    /** @throws QuarantinedFailure when the file's run is told to stop meanwhile, or was before */
    void pause(Exchange exchange, Duration time) {
        if (!pauses(exchange, time)) {
            throw told();
        }
    }

    /** @param exchange of a file that is being fetched */
    boolean isStopping(Exchange exchange) {
        return stopping.isTold(run(exchange));
    }

    private static RunId run(Exchange exchange) {
        return exchange.getVariable("runId", RunId.class);
    }

    /** @throws QuarantinedFailure when the process, or the file's run, was asked to stop */
    void refuse(Exchange exchange) {
        if (isStopping(exchange)) {
            throw told();
        }
    }

    static QuarantinedFailure told() {
        return new QuarantinedFailure(
                "the run was asked to stop", "nothing needs to be done: the next run fetches what is left");
    }

    /** Also what others delete at the same time, and what an answer that has arrived already makes known. */
    private void deleteReports() {
        // What is under way holds the connections that the deletions need.
        byClient.values().forEach(ErpConnection::cutRequests);
        long until = System.nanoTime() + TO_DELETE.toNanos();
        boolean waiting = true;
        for (long left = TO_DELETE.toNanos(); waiting && left > 0; left = until - System.nanoTime()) {
            // Before the files are looked at: what was submitted meanwhile is found by the next look.
            waiting = open.keySet().stream().anyMatch(fetch -> fetch.report().isSubmitting());
            open.forEach((fetch, connection) -> {
                long rest = until - System.nanoTime();
                if (rest > 0) {
                    delete(fetch, connection, Duration.ofNanos(rest));
                }
            });
            waiting |= ending.get() > 0;
            if (waiting) {
                LockSupport.parkNanos(SHORT.toNanos());
            }
        }
    }
}
