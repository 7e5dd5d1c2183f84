package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTurnsTest {
    private final DatabaseTurns turns = new DatabaseTurns(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private final List<Future<?>> clients = new ArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void whoever_brings_a_day_waits_for_one_at_most_of_those_who_bring_nothing() throws Exception {
        turns.take(true);
        for (int i = 0; i < 5; i++) {
            client("nothing", false);
        }
        await().untilAsserted(() -> assertThat(turns.waiting()).isPositive());
        client("a day", true);
        await().untilAsserted(() -> assertThat(turns.waiting()).isEqualTo(2));

        turns.give();

        for (Future<?> client : clients) {
            client.get(1, TimeUnit.MINUTES);
        }
        assertThat(served).containsExactly("nothing", "a day", "nothing", "nothing", "nothing", "nothing");
    }

    private void client(String name, boolean brought) {
        clients.add(threads.submit(() -> {
            turns.take(brought);
            served.add(name);
            turns.give();
            return null;
        }));
    }
}
