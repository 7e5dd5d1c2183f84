package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.job.Stopping;
import io.catwing.support.FaultyS3;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

class FetchRetryIT {

    private static final String TWO_PAGES =
            """
            paging: {type: page, first: 1, size: 2, stop: {pages: /pages}}
            envelope: {records: /data, error: /error, success: '.ok != false', retry: '.code == "BUSY"'}
            request: {query: {page: "{{page}}"}}
            """;
    private static final String FIRST = "{\"pages\":2,\"data\":[{\"id\":1},{\"id\":2}]}";
    private static final String SECOND = "{\"data\":[{\"id\":3},{\"id\":4}],\"pages\":2}";
    private static final String WHOLE = file("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}");

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** The address answers with these, one after the other, and with the last one ever after. */
    private void answers(String url, ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            String state = i == 0 ? Scenario.STARTED : "answer " + i;
            fixture.erp.stubFor(get(url).inScenario(url)
                    .whenScenarioStateIs(state)
                    .willReturn(answers[i])
                    .willSetStateTo(i == answers.length - 1 ? state : "answer " + (i + 1)));
        }
    }

    private void asked(int times, String url) {
        fixture.erp.verify(times, getRequestedFor(urlEqualTo(url)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("503", aResponse().withStatus(503).withBody("maintenance")),
                Arguments.of("500", aResponse().withStatus(500)),
                Arguments.of("408", aResponse().withStatus(408)),
                Arguments.of("425", aResponse().withStatus(425)),
                Arguments.of("429", aResponse().withStatus(429).withHeader("Retry-After", "0")),
                Arguments.of("read timeout", okJson(SECOND).withFixedDelay(1500)),
                Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
                Arguments.of("no answer", aResponse().withFault(Fault.EMPTY_RESPONSE)),
                Arguments.of("broken chunk", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
                Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
                Arguments.of("cut in a record", okJson("{\"data\":[{\"id\":3},{\"id\":4")),
                Arguments.of("cut behind the records", okJson("{\"data\":[{\"id\":3},{\"id\":4}]")),
                Arguments.of("something behind", okJson(SECOND + "]")),
                Arguments.of("empty", okJson("")),
                Arguments.of(
                        "HTML", aResponse().withBody("\n <html>down</html>").withHeader("Content-Type", "text/html")),
                Arguments.of("no JSON", okJson("down for maintenance")),
                Arguments.of("told to ask again", okJson("{\"code\":\"BUSY\",\"data\":[{\"id\":3}]}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_failed_page_alone_is_asked_again_and_the_file_is_the_same(String name, ResponseDefinitionBuilder fault) {
        fixture.start(TWO_PAGES);
        answers("/products?page=1", okJson(FIRST));
        answers("/products?page=2", fault, fault, okJson(SECOND));
        StepResult outcome = fixture.fetch();
        assertThat(outcome.message()).as(name).isNull();
        assertThat(fixture.raw()).isEqualTo(WHOLE);
        asked(1, "/products?page=1");
        asked(3, "/products?page=2");
    }

    static Stream<Arguments> ends() {
        String base = "gave up after 3 attempts; the last: GET http://localhost:PORT/products";
        return Stream.of(
                Arguments.of(
                        aResponse().withStatus(503).withBody("maintenance"),
                        base + "?page=2 answered 503: maintenance"),
                Arguments.of(
                        okJson(SECOND).withFixedDelay(1500),
                        "gave up after 3 attempts; the last: http://localhost:PORT gave no answer within 500ms"),
                Arguments.of(
                        aResponse().withFault(Fault.EMPTY_RESPONSE),
                        "gave up after 3 attempts; the last: the connection to http://localhost:PORT failed: "),
                Arguments.of(okJson("{\"data\":[{\"id\":3},"), base + ": the answer ends in the middle"),
                Arguments.of(okJson(SECOND + "]"), base + ": the answer is no JSON at byte "),
                Arguments.of(okJson(SECOND + "{}"), base + ": something follows the end of the JSON"),
                Arguments.of(
                        okJson("{\"data\":[NaN]}"),
                        base + ": the answer is no JSON at byte 12: NaN stands in the place of a number; it begins with"
                                + " '{\"data\":[NaN]}'"),
                Arguments.of(okJson(""), base + ": the answer is empty"),
                Arguments.of(
                        aResponse().withBody("<html>down</html>").withHeader("Content-Type", "text/html"),
                        base + " answered with a page instead of JSON (text/html): <html>down</html>"),
                Arguments.of(
                        okJson("{\"code\":\"BUSY\",\"error\":\"later\"}"),
                        "gave up after 3 attempts; the last: the ERP asks to be asked again (envelope.retry): later"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void after_the_last_attempt_the_file_fails_and_says_how_often_and_why(
            ResponseDefinitionBuilder fault, String expected) {
        fixture.start(TWO_PAGES);
        answers("/products?page=1", okJson(FIRST));
        answers("/products?page=2", fault);
        StepResult outcome = fixture.fetch();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(outcome.message())
                .startsWith("raw-data/CW-000200/2026-02-24/products.json, page 2: "
                        + expected.replace("PORT", "" + fixture.erp.port()))
                .contains("\nHINT: ");
        asked(3, "/products?page=2");
        assertThat(fixture.nothingStored()).isTrue();
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void an_erp_that_is_not_there_is_named() {
        fixture.start(TWO_PAGES);
        fixture.erp.stop();
        assertThat(fixture.fetch().message())
                .contains("gave up after 3 attempts; the last: the connection to http://localhost:")
                .contains("Connection refused")
                .contains("\nHINT: look whether the ERP is up");
    }

    @Test
    void retry_after_is_heeded_instead_of_the_backoff_in_seconds_and_as_a_date() {
        // The client's own pause is so long that only the ERP's, which is cut to the longest, can let this test end.
        fixture.with("catwing.fetch.longest-pause", "1ms")
                .start(TWO_PAGES + "retry: {attempts: 3, delay: 24h, max_delay: 24h}");
        String tomorrow = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC));
        answers(
                "/products?page=1",
                aResponse().withStatus(429).withHeader("Retry-After", "3600"),
                aResponse().withStatus(503).withHeader("Retry-After", tomorrow),
                okJson(FIRST));
        answers("/products?page=2", okJson(SECOND));
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(WHOLE);
    }

    /** Without an interrupt: those of its thread come only when the whole process stops. */
    @Test
    void a_pause_ends_when_its_run_is_told_to_stop_and_nothing_is_asked_again() throws Exception {
        fixture.start(TWO_PAGES + "retry: {attempts: 3, delay: 10m, max_delay: 10m}");
        answers("/products?page=1", aResponse().withStatus(503));
        CompletableFuture<StepResult> fetch = CompletableFuture.supplyAsync(fixture::fetch);
        await().until(() -> !fixture.erp.getAllServeEvents().isEmpty());

        fixture.bean(Stopping.class).tell();

        assertThat(fetch.get(1, TimeUnit.MINUTES).message()).startsWith("the run was asked to stop");
        asked(1, "/products?page=1");
    }

    @Test
    void a_refused_request_is_not_asked_again_and_shows_the_beginning_of_the_answer() {
        fixture.start(TWO_PAGES);
        answers(
                "/products?page=1",
                aResponse()
                        .withStatus(422)
                        .withHeader("X-Trace", "trace-me")
                        .withBody("{\"error\":\n \"no  page_size\"}" + "z".repeat(1000)));
        String message = fixture.fetch().message();
        assertThat(message)
                .contains("an object with error: {\"error\": \"no page_size\"}zzz")
                .contains("HINT: correct the request in the client's file")
                .doesNotContain("trace-me");
        assertThat(message.length()).isLessThan(520);
        asked(1, "/products?page=1");
    }

    @Test
    void a_failure_that_cannot_pass_is_told_in_its_own_words_after_one_that_could_too() {
        fixture.start(TWO_PAGES);
        answers(
                "/products?page=1",
                aResponse().withStatus(503),
                aResponse().withStatus(503),
                okJson("{\"ok\":false,\"error\":\"no such table\"}"));
        assertThat(fixture.fetch().message())
                .contains("page 1: the ERP answered with an error (envelope.success): no such table")
                .doesNotContain("io.catwing")
                .containsOnlyOnce("HINT: ");
        asked(3, "/products?page=1");
    }

    @Test
    void an_error_with_status_200_is_told_in_the_erps_words() {
        fixture.start(TWO_PAGES);
        answers("/products?page=1", okJson("{\"ok\":false,\"error\":\"no such table\"}"));
        assertThat(fixture.fetch().message())
                .contains("page 1: the ERP answered with an error (envelope.success): no such table");
        asked(1, "/products?page=1");
    }

    @Test
    void a_page_that_vanished_is_told_as_such() {
        fixture.start(TWO_PAGES);
        answers("/products?page=1", okJson(FIRST));
        answers("/products?page=2", aResponse().withStatus(404));
        assertThat(fixture.fetch().message())
                .contains("page 2: GET ")
                .contains("answered 404 though the pages before said that it exists")
                .contains("HINT: its data changed while it was read: run the same command again");
    }

    @Test
    void a_failed_second_call_alone_is_asked_again() {
        fixture.start(
                "envelope: {records: \"\"}\npaging: {type: none}",
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    detail: {request: {path: "/products/{{id}}"}, key: /id, records: /items, as: items}
                    mapping: {product_id: /id, name: /id}
                """);
        answers("/products", okJson("[{\"id\":1},{\"id\":2}]"));
        answers("/products/1", okJson("{\"items\":[1]}"));
        answers("/products/2", aResponse().withStatus(500), okJson("{\"items\":["), okJson("{\"items\":[2]}"));
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(file("{\"id\":1,\"items\":[1]}", "{\"id\":2,\"items\":[2]}"));
        asked(1, "/products");
        asked(1, "/products/1");
        asked(3, "/products/2");
    }

    @Test
    void connections_that_were_given_up_do_not_use_up_the_pool() {
        fixture.start(TWO_PAGES + "retry: {attempts: 30, delay: 1ms, max_delay: 1ms}");
        ResponseDefinitionBuilder[] many = new ResponseDefinitionBuilder[12];
        for (int i = 0; i < many.length - 1; i++) {
            many[i] = i % 2 == 0
                    ? okJson("{\"data\":[{\"id\":3}, oops" + " ".repeat(300_000))
                    : aResponse().withStatus(503).withBody("x".repeat(300_000));
        }
        many[many.length - 1] = okJson(SECOND);
        answers("/products?page=1", okJson(FIRST));
        answers("/products?page=2", many);
        assertThat(fixture.fetch().message()).isNull();
        fixture.erp.verify(13, getRequestedFor(urlPathEqualTo("/products")));
    }

    @Test
    void a_bucket_that_fails_when_the_file_is_whole_is_asked_again_and_the_erp_is_not() {
        AtomicBoolean failed = new AtomicBoolean();
        fixture.through(new FaultyS3(fixture.bucket.s3()) {
                    @Override
                    protected void before(S3Request request) {
                        if (request instanceof ListObjectsV2Request
                                && !fixture.erp.getAllServeEvents().isEmpty()
                                && failed.compareAndSet(false, true)) {
                            throw answer(503, "SlowDown");
                        }
                    }
                })
                .start(TWO_PAGES);
        answers("/products?page=1", okJson(FIRST));
        answers("/products?page=2", okJson(SECOND));
        // The volume is not compared, so the fields are what the bucket is first asked about.
        assertThat(fixture.fetch(Entity.PRODUCTS, FetchFixture.DAY, true).message())
                .isNull();
        assertThat(failed).isTrue();
        assertThat(fixture.raw()).isEqualTo(WHOLE);
        asked(1, "/products?page=2");
    }

    @Test
    void once_the_bucket_refuses_a_file_no_erp_is_asked_for_more_until_the_bucket_takes_files_again() {
        AtomicBoolean refuses = new AtomicBoolean();
        List<Entity> entities = List.of(Entity.PRODUCTS, Entity.SUPPLIERS);
        List<LocalDate> dates = List.of(FetchFixture.DAY, FetchFixture.DAY.plusDays(1), FetchFixture.DAY.plusDays(2));
        fixture.through(new FaultyS3(fixture.bucket.s3()) {
                    @Override
                    protected void before(S3Request request) {
                        if (request instanceof PutObjectRequest && refuses.get()) {
                            throw answer(403, "AccessDenied");
                        }
                    }
                })
                .start(
                        "envelope: {records: \"\"}\npaging: {type: none}\nlimits: {concurrent_requests: 1}\n",
                        """
                        entities:
                          products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /id}}
                          suppliers: {snapshot: true, request: {path: /suppliers}, mapping: {supplier_id: /id, name: /id}}
                        """);
        fixture.erp.stubFor(get(anyUrl()).willReturn(okJson("[{\"id\":1}]")));
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
        fixture.erp.resetRequests();
        refuses.set(true);

        assertThatThrownBy(() -> fixture.fetch(entities, dates, false))
                .cause()
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("raw-data/CW-000200/2026-02-25/products.json")
                .hasMessageContaining("was answered 403 AccessDenied");
        assertThat(fixture.erp.getAllServeEvents())
                .as("the one that was refused")
                .hasSize(1);
        assertThatThrownBy(() -> fixture.fetch(entities, dates, false))
                .cause()
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the bucket probe failed");
        assertThat(fixture.erp.getAllServeEvents()).hasSize(1);

        refuses.set(false);
        assertThat(fixture.fetch(entities, dates, false)).hasSize(6);
        assertThat(fixture.erp.getAllServeEvents()).hasSize(6);
    }

    @Test
    void a_file_that_is_too_long_for_the_bucket_fails_alone() {
        fixture.through(new FaultyS3(fixture.bucket.s3()) {
                    @Override
                    protected void before(S3Request request) {
                        if (request instanceof PutObjectRequest put && put.key().contains("02-24/products")) {
                            throw answer(413, "");
                        }
                    }
                })
                .start("envelope: {records: \"\"}\npaging: {type: none}\n");
        fixture.erp.stubFor(get(anyUrl()).willReturn(okJson("[{\"id\":1}]")));

        List<StepResult> results =
                fixture.fetch(List.of(Entity.PRODUCTS), List.of(FetchFixture.DAY, FetchFixture.DAY.plusDays(1)), false);

        assertThat(results).extracting(StepResult::outcome).containsExactly(Outcome.FAILED, Outcome.DONE);
        assertThat(results.get(0).message())
                .contains(
                        "was answered 413\nHINT: the S3 server, or a proxy before it, takes no object of that length");
    }
}
