package io.catwing.local.demo;

import java.time.Duration;
import java.time.LocalDate;

/**
 * What the demo ERP is to be.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param seed the same seed gives the same trade and the same faults
 * @param start the first business date
 * @param days of trade from {@code start} on; a week before it exists too, so that goods are on their way on day one
 * @param scale how large each client is
 * @param faultRate share of the answers that fail, 0 to 1; repeating a request helps
 * @param retryAfter of a 429
 * @param slowness how long a slow first byte takes
 * @param tokenLife of an OAuth2 token
 */
public record DemoOptions(
        int port,
        long seed,
        LocalDate start,
        int days,
        Scale scale,
        double faultRate,
        Duration retryAfter,
        Duration slowness,
        Duration tokenLife) {

    /**
     * @param ordersPerStore sales orders of one store on a usual day
     */
    public record Scale(int stores, int warehouses, int suppliers, int products, int ordersPerStore) {
        public static final Scale DEMO = new Scale(6, 2, 12, 150, 12);

        public Scale {
            if (stores < 2 || warehouses < 1 || suppliers < 1 || products < 10 || ordersPerStore < 1) {
                throw new IllegalArgumentException(
                        "the demo needs two stores, a warehouse, a supplier, ten products and an order a day");
            }
        }

        int locations() {
            return warehouses + stores;
        }
    }

    /** A small world on a free port that behaves. */
    public static DemoOptions of(LocalDate start, int days) {
        return new DemoOptions(
                0,
                1,
                start,
                days,
                Scale.DEMO,
                0,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofSeconds(60));
    }

    public DemoOptions withPort(int newPort) {
        return new DemoOptions(newPort, seed, start, days, scale, faultRate, retryAfter, slowness, tokenLife);
    }

    public DemoOptions withSeed(long newSeed) {
        return new DemoOptions(port, newSeed, start, days, scale, faultRate, retryAfter, slowness, tokenLife);
    }

    public DemoOptions withScale(Scale newScale) {
        return new DemoOptions(port, seed, start, days, newScale, faultRate, retryAfter, slowness, tokenLife);
    }

    public DemoOptions withFaultRate(double newRate) {
        return new DemoOptions(port, seed, start, days, scale, newRate, retryAfter, slowness, tokenLife);
    }

    /** Shorter pauses than a person would choose, for tests. */
    public DemoOptions withPauses(Duration newRetryAfter, Duration newSlowness) {
        return new DemoOptions(port, seed, start, days, scale, faultRate, newRetryAfter, newSlowness, tokenLife);
    }

    public DemoOptions withTokenLife(Duration newLife) {
        return new DemoOptions(port, seed, start, days, scale, faultRate, retryAfter, slowness, newLife);
    }
}
