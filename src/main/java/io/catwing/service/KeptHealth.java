package io.catwing.service;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * A check that asks servers, of which one call serves all who ask within ten seconds: whoever reaches the port may ask, as often as
 * they like. Those who ask at the same moment wait for the one that does it.
 */
final class KeptHealth implements HealthIndicator {
    static final Duration KEPT = Duration.ofSeconds(10);

    private final Supplier<Health> check;
    private final LongSupplier nanos;
    private Health last;
    private long at;

    /** @param nanos a clock that nobody sets, such as {@link System#nanoTime()} */
    KeptHealth(Supplier<Health> check, LongSupplier nanos) {
        this.check = check;
        this.nanos = nanos;
    }

    @Override
    public synchronized Health health() {
        if (last == null || nanos.getAsLong() - at >= KEPT.toNanos()) {
            last = check.get();
            at = nanos.getAsLong();
        }
        return last;
    }
}
