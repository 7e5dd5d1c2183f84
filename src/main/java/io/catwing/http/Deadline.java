package io.catwing.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends an answer that takes too long. It aborts the connection, so that whoever waits for a byte is woken:
 * a server that sends one now and then never triggers a socket timeout.
 */
final class Deadline implements AutoCloseable {

    /** Attribute of a request's context. */
    static final String ATTRIBUTE = "catwing.deadline";

    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Duration limit;
    private final Runnable abort;
    private Future<?> watched;
    private boolean closed;
    private volatile boolean passed;

    Deadline(Duration limit, Runnable abort) {
        this.limit = limit;
        this.abort = abort;
    }

    /** From now on; does nothing the second time. */
    synchronized void start() {
        if (watched == null && !closed) {
            watched = WATCH.schedule(
                    () -> {
                        passed = true;
                        abort.run();
                    },
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    Duration limit() {
        return limit;
    }

    boolean passed() {
        return passed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watched != null) {
            watched.cancel(false);
        }
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "http-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }
}
