package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientFiles;
import io.catwing.client.Clients;
import io.catwing.job.Freshness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseReadingsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final DatabaseReadings readings = new DatabaseReadings(Duration.ofMillis(10), nanos::get);

    @AfterEach
    void stop() {
        readings.stop();
    }

    /** Hangs until the readings are stopped, unless it is the scrape that asks. */
    private JdbcClient away(CountDownLatch hangs, Set<Thread> asked) {
        Thread scraping = Thread.currentThread();
        return JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                asked.add(Thread.currentThread());
                hangs.countDown();
                if (Thread.currentThread() != scraping) {
                    hang();
                }
                throw new SQLException("the server is away");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        });
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_scrape_waits_for_no_database_that_does_not_answer_and_shows_that_nobody_knows() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        Set<Thread> asked = ConcurrentHashMap.newKeySet();
        JdbcClient jdbc = away(hangs, asked);
        Clients clients = new Clients(
                ClientFiles.read(Path.of("clients"), variable -> null).clients());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new AgeMetrics(jdbc, readings).bindTo(registry);
        new FreshnessMetrics(new Freshness(jdbc, clients, Clock.systemUTC()), clients, true, readings).bindTo(registry);
        hangs.await();

        Map<String, Double> scraped = registry.getMeters().stream()
                .map(Gauge.class::cast)
                .collect(Collectors.toMap(gauge -> gauge.getId().getName(), Gauge::value));

        assertThat(scraped)
                .isEqualTo(Map.of(
                        "catwing.run.age", Double.NaN,
                        "catwing.backup.age", Double.NaN,
                        "catwing.drill.age", Double.NaN,
                        "catwing.behind.days", Double.NaN,
                        "catwing.clients.behind", Double.NaN,
                        "catwing.clients", 2.0));
        assertThat(asked).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void what_was_read_before_a_reading_hung_is_told_for_a_minute() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        Supplier<Optional<Integer>> reading = readings.of("it", () -> {
            if (times.incrementAndGet() > 1) {
                second.countDown();
                hang();
            }
            return times.get();
        });
        second.await();

        nanos.addAndGet(DatabaseReadings.KEPT.toNanos() - 1);
        assertThat(reading.get()).contains(1);
        nanos.incrementAndGet();
        assertThat(reading.get()).isEmpty();
    }

    @Test
    void a_reading_that_failed_takes_back_the_one_before_and_ends_no_later_one() throws Exception {
        CountDownLatch third = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        Supplier<Optional<Integer>> reading = readings.of("it", () -> {
            switch (times.incrementAndGet()) {
                case 1 -> {}
                case 2 -> throw new DataAccessResourceFailureException("the server is away");
                default -> {
                    third.countDown();
                    hang();
                }
            }
            return times.get();
        });
        third.await();

        assertThat(reading.get()).isEmpty();
    }
}
