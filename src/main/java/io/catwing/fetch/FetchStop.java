package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Cuts what is being fetched when the process is told to stop: connections are closed, pauses end, nothing more begins. */
@Component
public class FetchStop implements SmartLifecycle {
    /** Weakly, since those of a file that is edited are closed and forgotten. */
    private final Set<ErpConnection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean running;
    private volatile boolean stopping;

    void watch(ErpConnection connection) {
        connections.add(connection);
    }

    void watch(Thread thread) {
        threads.add(thread);
    }

    boolean isStopping() {
        return stopping;
    }

    /** @throws QuarantinedFailure when the process was asked to stop */
    void refuse() {
        if (stopping) {
            throw told();
        }
    }

    static QuarantinedFailure told() {
        return new QuarantinedFailure(
                "the process was asked to stop", "nothing needs to be done: the next run fetches what is left");
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stopping = true;
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
