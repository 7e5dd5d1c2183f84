package io.catwing.fetch;

import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Cuts what is being fetched when the process is told to stop: connections are closed, pauses end, nothing more begins.
 * Where one run is told, nothing more of it begins.
 */
@Component
public class FetchStop implements SmartLifecycle {
    /** Weakly, since those of a file that is edited are closed and forgotten. */
    private static final Logger LOG = LoggerFactory.getLogger(FetchStop.class);

    private static final Duration TO_DELETE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Set<ErpConnection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Their reports may be to be deleted. */
    private final Map<FileFetch, ErpConnection> open = new ConcurrentHashMap<>();

    private final Map<ClientId, ErpConnection> byClient = new ConcurrentHashMap<>();
    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean running;
    private final Stopping stopping;

    FetchStop(Stopping stopping) {
        this.stopping = stopping;
    }

    void watch(ClientId client, ErpConnection connection) {
        connections.add(connection);
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
        ErpConnection connection = open.remove(fetch);
        ErpRequest request = connection == null ? null : fetch.takeDelete();
        if (request == null) {
            return;
        }
        try {
            int status = connection.send(request, TO_DELETE, fetch.spec().auth());
            if (status >= 300) {
                LOG.warn("{}: {} answered {}: the report may be left", fetch.key(), request.shown(), status);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {} failed, so the report may be left: {}", fetch.key(), request.shown(), e.getMessage());
        }
    }

    /** Waits, unless the file's run is told to stop. */
    void pause(Exchange exchange, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            refuse(exchange);
            LockSupport.parkNanos(Math.min(left, LOOK.toNanos()));
            if (Thread.currentThread().isInterrupted()) {
                throw told();
            }
        }
    }

    void watch(Thread thread) {
        threads.add(thread);
    }

    /** @param exchange of a file that is being fetched */
    boolean isStopping(Exchange exchange) {
        return stopping.isTold(exchange.getVariable("runId", RunId.class));
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

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        // Before anything is cut: what fails from here on is told as what it comes from.
        stopping.tell();
        running = false;
        long until = System.nanoTime() + TO_DELETE.toNanos();
        for (FileFetch fetch : List.copyOf(open.keySet())) {
            if (System.nanoTime() < until) {
                end(fetch);
            }
        }
        synchronized (connections) {
            connections.forEach(ErpConnection::cut);
        }
        synchronized (threads) {
            threads.forEach(Thread::interrupt);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else, Camel included. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
