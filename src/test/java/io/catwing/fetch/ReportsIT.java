package io.catwing.fetch;

import static io.catwing.fetch.FetchFixture.DAY;
import static io.catwing.fetch.FetchFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.http.ConnectionStop;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports that an ERP makes in its time, over real HTTP. */
class ReportsIT {
    private static final String REPORT =
            """
            entities:
              products:
                delta: {days: 1}
                report:
                  submit: {request: {path: /reports, method: POST, body: '{"day": {{from}}}'}, id: /id, busy: '.busy == true'}
                  poll:
                    request: {path: "/reports/{{id}}"}
                    every: 1ms
                    limit: LIMIT
                    done: '.state == "done"'
                    failed: '.state == "failed"'
                    progress: /count
                    error: /why
                  download: {at: /url, from: ["${STORE_URL}"], optional: true}
                  delete: {path: "/reports/{{id}}"}
                answer: {format: ndjson}
                mapping: {product_id: /id, name: /id}
            """;

    private final FetchFixture fixture = new FetchFixture();
    private final AtomicInteger polls = new AtomicInteger();
    private final CountDownLatch polled = new CountDownLatch(1);
    private volatile int stored = 200;
    private volatile String moved = "/";
    private volatile int accepted = 200;
    private volatile String last = "{\"state\":\"failed\",\"why\":\"no memory\"}";
    private final FakeServer store =
            new FakeServer(request -> request.header("authorization").isEmpty()
                    ? Response.of(stored, "{\"id\":1}\n{\"id\":2}\n").with("Location", moved)
                    : Response.of(403, "credentials"));
    private final FakeServer erp = new FakeServer(this::answer);

    private Response answer(Request request) {
        if (!request.header("authorization").equals("Bearer " + FetchFixture.SECRET)) {
            return Response.of(401, "");
        }
        if (request.method().equals("DELETE")) {
            return Response.of(204, "");
        }
        if (request.method().equals("POST")) {
            return Response.of(
                    accepted, request.body().equals("{\"day\": \"2026-02-24\"}") ? "{\"id\":\"r 1\"}" : "{}");
        }
        polled.countDown();
        return Response.json(polls.incrementAndGet() < 3 ? "{\"state\":\"running\",\"count\":7}" : last);
    }

    private void start(String limit) {
        start(limit, "answer: {format: ndjson}");
    }

    private void start(String limit, String answer) {
        fixture.with("CATWING_CLIENT_VARIABLES", "ERP_URL, STORE_URL, SECRET")
                .with("ERP_URL", erp.url())
                .with("STORE_URL", store.url())
                .start(
                        "auth: {type: bearer, token: \"${SECRET}\"}",
                        REPORT.replace("LIMIT", limit).replace("answer: {format: ndjson}", answer));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        erp.close();
        store.close();
    }

    @Test
    void a_report_is_submitted_polled_downloaded_without_credentials_and_deleted() {
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r?sig=x%2Fy\"}";
        start("1m");
        StepResult outcome = fixture.fetch();
        assertThat(outcome.message()).isNull();
        assertThat(fixture.raw()).isEqualTo(file("{\"id\":1}", "{\"id\":2}"));
        assertThat(erp.asked())
                .containsExactly(
                        "POST /reports",
                        "GET /reports/r%201",
                        "GET /reports/r%201",
                        "GET /reports/r%201",
                        "DELETE /reports/r%201");
        assertThat(store.asked()).containsExactly("GET /r?sig=x%2Fy");
    }

    @Test
    void a_report_that_is_accepted_with_202_is_submitted_once_and_deleted_once() {
        accepted = 202;
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        start("1m", "answer: {format: ndjson, later: [202]}");
        assertThat(fixture.fetch().message()).isNull();
        assertThat(erp.asked()).containsOnlyOnce("POST /reports").containsOnlyOnce("DELETE /reports/r%201");
    }

    @Test
    void a_download_that_another_server_refuses_does_not_blame_the_credentials_of_the_erp() {
        stored = 403;
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        start("1m");
        assertThat(fixture.fetch().message())
                .contains("answered 403")
                .contains("HINT: it is asked without credentials, and its address may have expired")
                .doesNotContain("erp.auth");
    }

    @Test
    void a_download_that_is_gone_from_its_server_is_no_empty_report() {
        stored = 404;
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        start("1m", "envelope: {none_when: [404]}");
        assertThat(fixture.fetch().message())
                .contains("/r answered 404")
                .contains("HINT: it is asked without credentials, and its address may have expired");
        assertThat(fixture.nothingStored()).isTrue();
    }

    @Test
    void a_download_that_is_redirected_to_another_host_names_the_host_and_the_key_of_the_file() {
        moved = "http://localhost:1/r";
        stored = 307;
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        start("1m");
        assertThat(fixture.fetch().message())
                .contains(store.url()
                        + "/r answered 307, a redirect to http://localhost:1/r, which is another host or none")
                .contains(
                        "HINT: a download is redirected within " + store.url() + " alone: have the ERP give the address"
                                + " where the report is, and name that server in entities.products.report.download.from")
                .doesNotContain("erp.url");
    }

    @Test
    void a_download_from_a_server_that_cannot_be_reached_names_it_and_the_key_of_the_file() {
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        store.close();
        start("1m");
        assertThat(fixture.fetch().message())
                .contains("the connection to " + store.url() + " failed: ")
                .contains("HINT: look whether " + store.url() + " is up and can be reached from here, and"
                        + " entities.products.report.download.from in the client's file is right")
                .doesNotContain(erp.url())
                .doesNotContain("erp.url");
    }

    @Test
    void a_download_that_another_server_fails_to_give_sends_nobody_to_the_erp() {
        stored = 503;
        last = "{\"state\":\"done\",\"url\":\"" + store.url() + "/r\"}";
        start("1m");
        assertThat(fixture.fetch().message())
                .contains(store.url() + "/r answered 503")
                .contains("HINT: look at the state of " + store.url() + ", then run the same command again");
    }

    @Test
    void a_report_that_fails_says_why_and_is_deleted() {
        start("1m");
        assertThat(fixture.fetch().message())
                .contains("report: the report failed: no memory")
                .contains("HINT: look at the report's request");
        assertThat(erp.asked()).endsWith("DELETE /reports/r%201");
        assertThat(fixture.nothingStored()).isTrue();
    }

    @Test
    void a_report_that_takes_too_long_is_given_up_and_deleted() {
        start("1ms");
        last = "{\"state\":\"running\"}";
        assertThat(fixture.fetch().message()).contains("the report was not ready within report.poll.limit");
        assertThat(erp.asked()).endsWith("DELETE /reports/r%201");
    }

    @Test
    void no_address_may_mean_no_records() {
        last = "{\"state\":\"done\",\"url\":null}";
        start("1m");
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.raw()).isEqualTo(file());
    }

    @Test
    void a_report_on_a_server_that_the_file_does_not_name_is_not_asked_for() {
        last = "{\"state\":\"done\",\"url\":\"http://localhost:1/r\"}";
        start("1m");
        assertThat(fixture.fetch().message())
                .contains("the report is on http://localhost:1, which is not the ERP")
                .contains("HINT: if that is right, say report: {download: {from: [http://localhost:1]}}");
    }

    @Test
    void a_report_that_is_waited_for_when_the_process_is_told_to_stop_is_deleted() throws Exception {
        last = "{\"state\":\"running\"}";
        start("1h");
        CompletableFuture<List<StepResult>> fetch =
                CompletableFuture.supplyAsync(() -> fixture.fetch(List.of(Entity.PRODUCTS), List.of(DAY), false));
        assertThat(polled.await(1, TimeUnit.MINUTES)).isTrue();
        fixture.bean(ConnectionStop.class).stop();
        assertThat(fetch.get(1, TimeUnit.MINUTES).get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r%201");
    }
}
