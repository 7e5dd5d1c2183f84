package io.catwing.fetch;

import static io.catwing.fetch.FetchFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.http.ConnectionStop;
import io.catwing.job.StepResult;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process is told to stop at the moments of a report that are hard to end. */
class ReportStopsIT {
    private static final String ENTITIES =
            """
            entities:
              products:
                delta: {days: 1}
                report:
                  submit: {request: {path: /reports, method: POST, body: '{"day": {{from}}}'}, id: /id}
                  poll: {request: {path: "/reports/{{id}}"}, every: 1ms, done: '.state == "done"'}
                  download: {at: /url}
                  delete: {path: "/reports/{{id}}"}
                mapping: {product_id: /id, name: /id}
              suppliers:
                delta: {days: 1}
                report:
                  submit: {request: {path: /slow, method: POST, body: '{"day": {{from}}}'}, id: /id}
                  poll: {request: {path: "/slow/{{id}}"}, every: 1ms, done: '.state == "done"'}
                  download: {at: /url}
                  delete: {path: "/slow/{{id}}"}
                mapping: {supplier_id: /id, name: /id}
            """;
    private static final String LIMITS =
            "limits: {requests_per_second: 1000, concurrent_requests: MOST, connect_timeout: 2s,"
                    + " timeout: 1m, body: 1MB, pages: 20}";

    private final FetchFixture fixture = new FetchFixture();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile String holdAt = "nowhere";
    private volatile boolean ready;
    private final FakeServer erp = new FakeServer(this::answer);

    @AfterEach
    void close() throws Exception {
        never.countDown();
        fixture.close();
        erp.close();
    }

    private Response answer(Request request) {
        if ((request.method() + " " + request.path()).equals(holdAt)) {
            reached.countDown();
            hold(never);
        }
        return switch (request.method()) {
            case "POST" -> Response.json("{\"id\":\"r\"}");
            case "DELETE" -> Response.of(204, "");
            default ->
                request.path().equals("/rows")
                        ? Response.json("[{\"id\":\"1\"}]")
                        : Response.json(ready ? "{\"state\":\"done\",\"url\":\"/rows\"}" : "{\"state\":\"running\"}");
        };
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<List<StepResult>> fetch(String concurrent, List<Entity> entities) throws Exception {
        fixture.with("ERP_URL", erp.url()).start(LIMITS.replace("MOST", concurrent), ENTITIES);
        CompletableFuture<List<StepResult>> fetch =
                CompletableFuture.supplyAsync(() -> fixture.fetch(entities, List.of(DAY), false));
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        return fetch;
    }

    @Test
    void the_only_connection_is_busy_with_the_download_and_the_process_ends_nevertheless() throws Exception {
        ready = true;
        holdAt = "GET /rows";
        CompletableFuture<List<StepResult>> fetch = fetch("1", List.of(Entity.PRODUCTS));
        CompletableFuture<Void> stop = CompletableFuture.runAsync(
                () -> fixture.bean(ConnectionStop.class).stop());

        assertThat(stop).succeedsWithin(12, TimeUnit.SECONDS);
        assertThat(fetch.get(1, TimeUnit.MINUTES).get(0).message()).contains("the run was asked to stop");
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r");
    }

    @Test
    void the_download_is_cut_and_the_report_deleted() throws Exception {
        ready = true;
        holdAt = "GET /rows";
        CompletableFuture<List<StepResult>> fetch = fetch("4", List.of(Entity.PRODUCTS));

        fixture.bean(ConnectionStop.class).stop();

        assertThat(fetch.get(1, TimeUnit.MINUTES).get(0).message()).contains("the run was asked to stop");
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r");
        assertThat(fixture.nothingStored()).isTrue();
        assertThat(fixture.spooled()).isEmpty();
    }

    /** Nobody knows its id. It is cut, and told as what it comes from. */
    @Test
    void a_submission_under_way_is_cut_and_nothing_is_deleted() throws Exception {
        holdAt = "POST /reports";
        CompletableFuture<List<StepResult>> fetch = fetch("4", List.of(Entity.PRODUCTS));

        fixture.bean(ConnectionStop.class).stop();

        assertThat(fetch.get(1, TimeUnit.MINUTES).get(0).message()).contains("the run was asked to stop");
        assertThat(erp.asked()).containsExactly("POST /reports");
    }

    /**
     * Whoever polls sees by himself that he is told, and deletes; connections are not cut before. What arrived at the ERP is answered only when the first deletion was.
     */
    @Test
    void of_two_reports_both_are_deleted_though_each_deletion_takes_its_time() throws Exception {
        holdAt = "DELETE /slow/r";
        fixture.with("ERP_URL", erp.url()).start(LIMITS.replace("MOST", "4"), ENTITIES);
        CompletableFuture<List<StepResult>> products =
                CompletableFuture.supplyAsync(() -> fixture.fetch(List.of(Entity.PRODUCTS), List.of(DAY), false));
        CompletableFuture<List<StepResult>> suppliers =
                CompletableFuture.supplyAsync(() -> fixture.fetch(List.of(Entity.SUPPLIERS), List.of(DAY), false));
        org.awaitility.Awaitility.await()
                .until(() ->
                        erp.asked().contains("GET /reports/r") && erp.asked().contains("GET /slow/r"));

        CompletableFuture<Void> stop = CompletableFuture.runAsync(
                () -> fixture.bean(ConnectionStop.class).stop());
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        never.countDown();
        stop.get(1, TimeUnit.MINUTES);

        products.get(1, TimeUnit.MINUTES);
        suppliers.get(1, TimeUnit.MINUTES);
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r").containsOnlyOnce("DELETE /slow/r");
    }
}
