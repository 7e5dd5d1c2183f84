package io.catwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;

/** How much CPU time the server, this process and its children had used at any moment since this was made, to a tenth of a second. */
final class CpuWatch implements AutoCloseable {
    private static final int MILLIS = 100;

    private final ConcurrentSkipListMap<Long, Double> used = new ConcurrentSkipListMap<>();
    private final CpuClock server;
    private final Thread thread;

    CpuWatch(CpuClock server) {
        this.server = server;
        this.thread = new Thread(this::watch, "cpu-watch");
        thread.setDaemon(true);
        look();
        thread.start();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private void look() {
        try {
            Duration all = server.used().plus(CpuClock.ofChildren()).plus(own());
            used.put(System.nanoTime(), all.toMillis() / 1000.0);
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Between two moments, as System.nanoTime tells them, in seconds. A child's time is known once it has ended. */
    double between(long from, long to) {
        look();
        return used.ceilingEntry(to).getValue() - used.floorEntry(from).getValue();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
