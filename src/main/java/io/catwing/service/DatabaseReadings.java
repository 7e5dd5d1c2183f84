package io.catwing.service;

import io.catwing.failure.RepeatedTask;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What metrics show of the database, read every five seconds by one thread: whoever asks for metrics waits for no server, and takes no
 * connection that runs need.
 */
@Component
@ConditionalOnWebApplication
class DatabaseReadings {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** Longer than any read takes but one that hangs. */
    static final Duration KEPT = Duration.ofMinutes(1);

    private final Duration period;
    private final LongSupplier nanos;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "database-readings");
        thread.setDaemon(true);
        return thread;
    });

    private record Kept<T>(T value, long at) {}

    @Autowired
    DatabaseReadings() {
        this(PERIOD, System::nanoTime);
    }

    /** @param nanos a clock that nobody sets, such as {@link System#nanoTime()} */
    DatabaseReadings(Duration period, LongSupplier nanos) {
        this.period = period;
        this.nanos = nanos;
    }

    /**
     * @param what as in "the ages of backups"
     * @return what was read last; empty before the first time, when it failed, and when the next one has hung for a minute
     */
    <T> Supplier<Optional<T>> of(String what, Supplier<T> read) {
        AtomicReference<Kept<T>> kept = new AtomicReference<>();
        Runnable turn = () -> {
            Kept<T> now = null;
            try {
                now = new Kept<>(read.get(), nanos.getAsLong());
            } catch (DataAccessException away) {
                // The health check of the database says why.
            } finally {
                kept.set(now);
            }
        };
        reader.scheduleWithFixedDelay(
                new RepeatedTask(what + " could not be read", turn), 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return () -> Optional.ofNullable(kept.get())
                .filter(last -> nanos.getAsLong() - last.at() < KEPT.toNanos())
                .map(Kept::value);
    }

    @PreDestroy
    void stop() {
        reader.shutdownNow();
    }
}
