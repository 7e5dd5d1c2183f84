package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends the runs under way when the process is told to stop, before Camel, the pool and the servers go: fetches are cut,
 * a batch under way commits or rolls back, and each run ends with an outcome.
 */
@Component
public class Stop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    private static final long LOOK = 50;

    private final Runs runs;
    private final ClientThreads threads;
    private final Duration limit;
    private volatile boolean running;
    private volatile boolean stopping;

    Stop(Runs runs, ClientThreads threads, DailySettings settings) {
        this.runs = runs;
        this.threads = threads;
        this.limit = settings.stop();
    }

    /** @throws AbortingFailure when no more work is to be begun */
    void refuse() {
        if (stopping) {
            throw Runs.told();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stopping = true;
        running = false;
        runs.stopping();
        Set<RunId> open = runs.open();
        if (open.isEmpty()) {
            return;
        }
        // A warning, so that whoever looks for the end of a run finds it.
        LOG.warn("asked to stop: fetches under way are cut, and these runs end: {}", open);
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!runs.open().isEmpty() && System.nanoTime() < end) {
                // Again and again: who was asleep in one step may fall asleep in the next.
                threads.interrupt();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (!runs.open().isEmpty()) {
            LOG.warn("{} did not end within {} s; the next run ends it as aborted", runs.open(), limit.toSeconds());
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
