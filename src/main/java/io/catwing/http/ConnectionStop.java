package io.catwing.http;

import io.catwing.job.Stopping;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Cuts what the clients' servers are being asked when the process is told to stop, and ends the threads that wait for them. */
@Component
public class ConnectionStop implements SmartLifecycle {

    /** Weakly, since those of a file that is edited are closed and forgotten. */
    private final Set<ClientConnection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final List<Runnable> farewells = new CopyOnWriteArrayList<>();
    private final Stopping stopping;
    private volatile boolean running;

    ConnectionStop(Stopping stopping) {
        this.stopping = stopping;
    }

    void watch(ClientConnection connection) {
        connections.add(connection);
    }

    public void watch(Thread thread) {
        threads.add(thread);
    }

    /** @param farewell is run first, with the connections still open; never fails */
    public void first(Runnable farewell) {
        farewells.add(farewell);
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
        farewells.forEach(Runnable::run);
        synchronized (connections) {
            connections.forEach(ClientConnection::cut);
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
