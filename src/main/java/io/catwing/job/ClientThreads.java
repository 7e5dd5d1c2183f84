package io.catwing.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** To the run that it works for. */
    private final Map<Thread, Optional<RunId>> working = new ConcurrentHashMap<>();

    private final Set<Thread> spared = ConcurrentHashMap.newKeySet();

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
        working.put(thread, Optional.empty());
        began.alarm = watch.schedule(() -> lend(began), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        working.remove(Thread.currentThread());
        spared.remove(Thread.currentThread());
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

    /** What the calling thread works for, until its task ends. */
    void workFor(RunId run) {
        working.computeIfPresent(Thread.currentThread(), (thread, unknown) -> Optional.of(run));
    }

    /**
     * Interrupts whoever is at work for such a run, and not spared. What waits will begin, and is for the caller to turn
     * away.
     */
    void interrupt(Predicate<RunId> runs) {
        working.forEach((thread, run) -> {
            if (run.filter(runs).isPresent() && !spared.contains(thread)) {
                thread.interrupt();
            }
        });
    }

    /** The calling thread is at work on what should end by itself, or the opposite. */
    void spare(boolean whole) {
        if (whole) {
            spared.add(Thread.currentThread());
        } else {
            spared.remove(Thread.currentThread());
        }
    }

    @Override
    protected void terminated() {
        watch.shutdownNow();
    }
}
