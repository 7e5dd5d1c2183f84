package io.catwing.productimages;

import io.catwing.job.Stopping;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Cuts what is asked of servers of images when the process is told to stop, and the pauses before it is asked again. */
@Component
class ImageStop implements SmartLifecycle {

    /** Weakly, since those of a file that is edited are closed and forgotten. */
    private final Set<ImageConnection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final Stopping stopping;
    private volatile boolean running;

    ImageStop(Stopping stopping) {
        this.stopping = stopping;
    }

    void watch(ImageConnection connection) {
        connections.add(connection);
    }

    void watch(Thread worker) {
        threads.add(worker);
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
            connections.forEach(ImageConnection::cut);
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
