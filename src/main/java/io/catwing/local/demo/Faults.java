package io.catwing.local.demo;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which answers fail, by a seed. It depends on the request and on how often it was sent, not on concurrent requests,
 * so that a run with parallel requests meets the same faults every time.
 */
final class Faults {

    enum Fault {
        UNAVAILABLE,
        TOO_MANY_SECONDS,
        TOO_MANY_DATE,
        CUT,
        SLOW,
        HTML,
        ERROR_OBJECT,
        EXPIRED_TOKEN
    }

    private static final Fault[] FAULTS = Fault.values();

    private final long seed;
    private final double rate;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    Faults(long seed, double rate) {
        this.seed = seed;
        this.rate = rate;
    }

    /** @param request what makes it the same request when it is repeated */
    Optional<Fault> next(String request) {
        if (rate <= 0) {
            return Optional.empty();
        }
        int times = asked.computeIfAbsent(request, r -> new AtomicInteger()).incrementAndGet();
        Random random = new Random(mixed(seed * 1_000_003 + request.hashCode() * 31L + times));
        return random.nextDouble() < rate ? Optional.of(FAULTS[random.nextInt(FAULTS.length)]) : Optional.empty();
    }

    /** Spreads neighbouring seeds (the finaliser of SplitMix64), whose first draws would be nearly the same. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
