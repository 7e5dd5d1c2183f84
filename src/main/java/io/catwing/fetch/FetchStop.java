package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.camel.Exchange;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Cuts what is being fetched when the process is told to stop: connections are closed, pauses end, nothing more begins.
 * Where one run is told, nothing more of it begins.
 */
@Component
public class FetchStop implements SmartLifecycle {
    /** Weakly, since those of a file that is edited are closed and forgotten. */
    private final Set<ErpConnection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean running;
    private final Stopping stopping;

    FetchStop(Stopping stopping) {
        this.stopping = stopping;
    }

    void watch(ErpConnection connection) {
        connections.add(connection);
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
