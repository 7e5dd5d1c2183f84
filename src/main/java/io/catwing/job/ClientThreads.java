package io.catwing.job;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Threads for clients: so many at a time, and one more beside each client that is at work for longer than the patience
 * with it. So a client whose ERP hangs holds up itself, and not whoever is next.
 */
final class ClientThreads extends ThreadPoolExecutor {
    private static final long IDLE_SECONDS = 10;

    private final int atMost;
    private final Duration patience;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, 0));
    private final ThreadLocal<Turn> turn = new ThreadLocal<>();
    /** Those that wait for a turn, to the run that they work for. */
    private final Map<Thread, RunId> waiting = new ConcurrentHashMap<>();

    ClientThreads(int clients, int atMost, Duration patience) {
        super(clients, Math.max(clients, atMost), IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.atMost = Math.max(clients, atMost);
        this.patience = patience;
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(task -> daemon(task, number.incrementAndGet()));
        allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task, int number) {
        Thread thread = new Thread(task, "client-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** One client at work. Guarded by the pool. */
    private static final class Turn {
        private Future<?> alarm;
        private boolean ended;
        private boolean lent;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        Turn began = new Turn();
        turn.set(began);
        began.alarm = watch.schedule(() -> lend(began), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        Turn over = turn.get();
        turn.remove();
        synchronized (this) {
            over.ended = true;
            over.alarm.cancel(false);
            if (over.lent) {
                setCorePoolSize(getCorePoolSize() - 1);
            }
        }
    }

    private synchronized void lend(Turn patient) {
        if (!patient.ended && getCorePoolSize() < atMost) {
            patient.lent = true;
            setCorePoolSize(getCorePoolSize() + 1);
        }
    }

    /** A wait for a turn. */
    interface Wait {
        void end() throws InterruptedException;
    }

    /** Waits, until the run is {@link #interrupt interrupted} at the latest. */
    void wait(RunId run, Wait turn) throws InterruptedException {
        waiting.put(Thread.currentThread(), run);
        try {
            turn.end();
        } finally {
            waiting.remove(Thread.currentThread());
            // It may have come just after the turn did.
            Thread.interrupted();
        }
    }

    /**
     * Interrupts whoever waits for a turn for such a run. Not those at work: one that waits for the parts of a split would
     * go on with an exchange that the parts still change.
     */
    void interrupt(Predicate<RunId> runs) {
        waiting.keySet()
                .forEach(thread -> waiting.computeIfPresent(thread, (waits, run) -> {
                    if (runs.test(run)) {
                        waits.interrupt();
                    }
                    return run;
                }));
    }

    @Override
    protected void terminated() {
        watch.shutdownNow();
    }
}
