package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

class HealthChecksTest {
    private static final int WHO_ASK = 20;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<String> problem = Optional.empty();

    @Test
    void one_call_of_a_check_that_asks_servers_serves_all_who_ask_within_ten_seconds() throws Exception {
        HealthIndicator check = check(true);

        List<Callable<Status>> all = new ArrayList<>();
        for (int i = 0; i < WHO_ASK; i++) {
            all.add(() -> check.health().getStatus());
        }
        ExecutorService threads = Executors.newFixedThreadPool(WHO_ASK);
        try {
            for (var answer : threads.invokeAll(all)) {
                assertThat(answer.get()).isEqualTo(Status.UP);
            }
        } finally {
            threads.shutdownNow();
        }
        problem = Optional.of("the bucket is gone");
        nanos.addAndGet(KeptHealth.KEPT.toNanos() - 1);
        assertThat(check.health().getStatus()).isEqualTo(Status.UP);
        assertThat(asked).hasValue(1);

        nanos.incrementAndGet();

        assertThat(check.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(check.health().getDetails()).containsEntry("message", "the bucket is gone");
        assertThat(asked).hasValue(2);
    }

    @Test
    void what_a_check_knows_by_itself_is_told_as_it_is() {
        HealthIndicator check = check(false);

        assertThat(check.health().getStatus()).isEqualTo(Status.UP);
        problem = Optional.of("a file is wrong");
        assertThat(check.health().getStatus()).isEqualTo(Status.DOWN);
    }

    private HealthIndicator check(boolean asksServers) {
        Health health = new Health("it", "it cannot be read") {
            @Override
            public Optional<String> problem() {
                asked.incrementAndGet();
                return problem;
            }

            @Override
            public boolean asksServers() {
                return asksServers;
            }
        };
        health.setCamelContext(new DefaultCamelContext());
        return (HealthIndicator) new HealthChecks(List.of(health), nanos::get).getContributor("it");
    }
}
