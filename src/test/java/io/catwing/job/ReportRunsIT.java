package io.catwing.job;

import static io.catwing.job.ManyClients.HONEST;
import static io.catwing.job.ManyClients.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.catwing.client.Entity;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.ProcessName;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catwing stop} of one run, while it waits for a report, or reads pages. */
class ReportRunsIT {
    private static final Duration SLOW = Duration.ofMinutes(1);
    private static final String SILENCE = "6s";
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);
    private static final String ENTITIES =
            """
              suppliers:
                delta: {days: 1}
                report:
                  submit: {request: {path: /exports, method: POST, body: '{"day": {{from}}}'}, id: /id}
                  poll: {request: {path: "/exports/{{id}}"}, every: 5ms, done: .ready}
                  download: {request: {path: "/exports/{{id}}/rows"}}
                  delete: {path: "/exports/{{id}}"}
                envelope: {records: /data}
                mapping: {supplier_id: /id, name: /name}
              locations:
                delta: {days: 1}
                request: {path: /locations, query: {date: "{{date}}", page: "{{page}}"}}
                paging: {type: page, size: 1}
                envelope: {records: /data}
                mapping: {location_id: /id, name: /name}
            """;

    private static ManyClients many;

    @TempDir
    private Path home;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch polled = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean ready;

    @BeforeAll
    static void start() {
        many = new ManyClients(1, "UTC", Clock.systemUTC(), ENTITIES, "--catwing.daily.silence=" + SILENCE);
    }

    @AfterAll
    static void end() throws Exception {
        many.close();
    }

    private void export(HttpExchange request) throws IOException {
        String path = request.getRequestURI().getPath().replaceFirst("^/[^/]+", "");
        asked.add(request.getRequestMethod() + " " + path);
        if (request.getRequestMethod().equals("DELETE")) {
            ManyClients.send(request, 204, new byte[0]);
        } else if (request.getRequestMethod().equals("POST")) {
            ManyClients.send(request, 200, bytes("{\"id\":\"r" + made.incrementAndGet() + "\"}"));
        } else if (path.matches("/exports/r[0-9]+")) {
            polled.countDown();
            ManyClients.send(request, 200, bytes("{\"ready\":" + ready + "}"));
        } else {
            ManyClients.honest(request);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Job of(Entity entity) {
        return order(List.of(HONEST), DAY, DAY).entities(List.of(entity));
    }

    @Test
    void a_run_that_is_stopped_while_it_waits_for_a_report_deletes_it_and_the_next_submits_another() throws Exception {
        many.when(HONEST, this::export);
        Job first = of(Entity.SUPPLIERS);
        CompletableFuture<List<StepResult>> running =
                CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", first));
        assertThat(polled.await(1, TimeUnit.MINUTES)).isTrue();

        assertThat(many.bean(Stop.class).stop(first.run())).isTrue();

        await().atMost(SLOW).until(() -> running.isDone() && asked.contains("DELETE /exports/r1"));
        assertThat(many.outcome(first.run())).isIn("FAILED", "ABORTED");
        ready = true;
        Job next = of(Entity.SUPPLIERS);
        assertThat(many.send("direct:fetch-and-load", next)).noneMatch(step -> step.outcome() == Outcome.FAILED);
        assertThat(many.outcome(next.run())).isEqualTo("DONE");
        assertThat(asked).endsWith("GET /exports/r2", "GET /exports/r2/rows", "DELETE /exports/r2");
        assertThat(asked).containsOnlyOnce("DELETE /exports/r1");
    }

    @Test
    void the_forty_files_that_a_stopped_run_had_not_begun_have_not_failed() throws Exception {
        CountDownLatch asks = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        many.when(HONEST, request -> {
            asks.countDown();
            try {
                told.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            ManyClients.send(request, 503, bytes("later"));
        });
        Job stopped = order(List.of(HONEST), DAY.minusDays(40), DAY).entities(List.of(Entity.PRODUCTS));
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", stopped));
            assertThat(asks.await(1, TimeUnit.MINUTES)).isTrue();
            CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> stop(stopped));
            await().atMost(SLOW).until(() -> many.bean(Stopping.class).isTold(stopped.run()));
            told.countDown();

            assertThat(stop.get()).isTrue();
            // The split looks one file ahead.
            assertThat(running.get()).hasSizeBetween(2, 3).allSatisfy(step -> assertThat(step.message())
                    .startsWith("the run was asked to stop"));
        } finally {
            told.countDown();
            many.when(HONEST, ManyClients::honest);
        }
    }

    @Test
    void a_process_of_its_own_stops_a_run_of_this_one_and_says_of_one_that_has_ended_that_it_is_not_under_way()
            throws Exception {
        CountDownLatch asks = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        many.when(HONEST, request -> {
            asks.countDown();
            try {
                told.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            ManyClients.honest(request);
        });
        Job stopped =
                order(List.of(HONEST), DAY.minusDays(90), DAY.minusDays(50)).entities(List.of(Entity.PRODUCTS));
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", stopped));
            assertThat(asks.await(1, TimeUnit.MINUTES)).isTrue();

            Child stop = command("stop", stopped.run().value());
            await().atMost(SLOW)
                    .until(() -> many.bean(Stopping.class).isTold(stopped.run())
                            || !stop.process().isAlive());
            told.countDown();

            assertThat(stop.await()).as(stop.output()).isZero();
            assertThat(stop.output())
                    .startsWith("run " + stopped.run() + " is told within 2 s: it is of " + ProcessName.get() + "\n")
                    .endsWith("run " + stopped.run() + " has ended\n");
            running.get();
            assertThat(many.outcome(stopped.run())).isIn("FAILED", "ABORTED");
            Child late = command("stop", stopped.run().value());
            assertThat(late.await()).isEqualTo(2);
            assertThat(late.output())
                    .isEqualTo("catwing: run " + stopped.run()
                            + " is no run of clients that is under way\nHINT: ./catwing status shows what became of such a run; a"
                            + " backup, recovery, drill or verification ends with its process: Ctrl-C, or SIGTERM\n");
        } finally {
            told.countDown();
            many.when(HONEST, ManyClients::honest);
        }
    }

    private Child command(String... arguments) {
        Map<String, String> environment = new HashMap<>(Servers.environment(many.database, many.bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_DAILY_SILENCE", SILENCE);
        return Child.start(Child.program(), environment, Path.of("."), arguments);
    }

    private static boolean stop(Job job) {
        try {
            return many.bean(Stop.class).stop(job.run());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As docs/reference/service.md says: it asks for nothing more. */
    @Test
    void a_run_that_is_stopped_between_two_pages_of_a_file_asks_for_no_third() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger pages = new AtomicInteger();
        many.when(HONEST, request -> {
            int page = pages.incrementAndGet();
            if (page == 2) {
                second.countDown();
                try {
                    told.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
            ManyClients.send(request, 200, bytes("{\"data\":[{\"id\":\"" + page + "\",\"name\":\"n\"}]}"));
        });
        Job stopped = of(Entity.LOCATIONS);
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", stopped));
            assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
            CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> stop(stopped));
            await().atMost(SLOW).until(() -> many.bean(Stopping.class).isTold(stopped.run()));
            told.countDown();
            assertThat(stop.get()).isTrue();
            await().atMost(SLOW).until(running::isDone);
            // Another file of the client is fetched by another thread behind it: whoever still asks would have by then.
            many.when(HONEST, ManyClients::honest);
            many.send("direct:fetch-and-load", of(Entity.PRODUCTS));
            assertThat(pages).hasValue(2);
        } finally {
            told.countDown();
        }
    }
}
