package io.catwing.productimages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchProductImagesIT {
    private static final String NO = ", not a JPEG, PNG or WebP";

    private final ImagesFixture fixture = new ImagesFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static ResponseDefinitionBuilder image(byte[] bytes) {
        return aResponse().withStatus(200).withBody(bytes);
    }

    private static void answers(WireMockServer server, String path, ResponseDefinitionBuilder answer) {
        server.stubFor(get(path).willReturn(answer));
    }

    private void asked(int times, String path) {
        fixture.erp.verify(times, getRequestedFor(urlEqualTo(path)));
    }

    private String reason(String product) {
        String reason = fixture.failures().get(product);
        assertThat(reason).as("reason of " + product).contains("\nHINT: ");
        return reason.substring(0, reason.indexOf("\nHINT: "));
    }

    @Test
    void images_come_to_s3_with_what_is_known_of_them_and_the_erp_alone_gets_its_key() {
        fixture.start();
        byte[] jpeg = Samples.jpeg();
        answers(
                fixture.erp,
                "/api/p/1.jpg",
                image(jpeg).withHeader("ETag", "\"a b\"").withHeader("Content-Type", "text/x"));
        answers(fixture.other, "/2.png?v=1", image(Samples.png(true)));
        fixture.product("A/1", "p/1.jpg");
        fixture.product("2", "http://127.0.0.1:" + fixture.other.port() + "/2.png?v=1#x");
        fixture.product("3", null);
        fixture.product("4", " ");

        StepResult outcome = fixture.fetch();

        assertThat(outcome.message()).isNull();
        assertThat(outcome)
                .extracting(
                        StepResult::stage,
                        StepResult::subject,
                        StepResult::outcome,
                        StepResult::records,
                        StepResult::rejected)
                .containsExactly("product-images", "fetch", Outcome.DONE, 2L, 0L);
        assertThat(fixture.stored()).containsOnlyKeys("A/1", "2");
        assertThat(fixture.stored().get("A/1").key()).hasToString("product-images/CW-000200/A%2F1.jpg");
        assertThat(fixture.bytes("A/1")).isEqualTo(jpeg);
        assertThat(ImageMetadata.read(fixture.bucket
                        .objectStore()
                        .find(fixture.stored().get("A/1").key())
                        .orElseThrow()
                        .metadata()))
                .hasValueSatisfying(metadata -> {
                    assertThat(metadata.url()).isEqualTo("http://erp.test:" + fixture.erp.port() + "/api/p/1.jpg");
                    assertThat(metadata.etag()).isEqualTo("\"a b\"");
                    assertThat(metadata.sha256()).isEqualTo(metadata.sourceSha256());
                });
        fixture.erp.verify(getRequestedFor(urlEqualTo("/api/p/1.jpg")).withHeader("X-Api-Key", equalTo("s3cr3t")));
        fixture.other.verify(getRequestedFor(urlEqualTo("/2.png?v=1")).withHeader("X-Api-Key", absent()));
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void an_address_is_asked_for_as_the_record_names_it() {
        fixture.start();
        String other = "http://127.0.0.1:" + fixture.other.port();
        answers(fixture.other, "//a//%5B1%5D.jpg", image(Samples.jpeg()));
        fixture.product("1", other + "//a//[1].jpg");

        assertThat(fixture.fetch().message()).isNull();
        fixture.load();

        assertThat(fixture.jdbc.queryForObject("select picture_url from general.product_image", String.class))
                .isEqualTo(other + "//a//%5B1%5D.jpg");
    }

    @Test
    void without_its_secret_the_erp_is_asked_for_none_which_is_one_failure_and_no_image_counts() {
        fixture.start(yaml -> yaml.replace("CW_000200_SECRET", "CW_000200_MISSING"));
        answers(fixture.other, "/3.jpg", image(Samples.jpeg()));
        fixture.product("1", "1.jpg");
        fixture.product("2", "2.jpg");
        fixture.product("3", "http://127.0.0.1:" + fixture.other.port() + "/3.jpg");

        StepResult outcome = fixture.fetch();

        assertThat(outcome)
                .extracting(StepResult::outcome, StepResult::records, StepResult::rejected)
                .containsExactly(Outcome.FAILED, 1L, 0L);
        assertThat(outcome.message())
                .startsWith(
                        "no value for ${CW_000200_MISSING}: nothing of CW-000200 is asked\nHINT: set the environment");
        assertThat(fixture.erp.getAllServeEvents()).isEmpty();
        assertThat(fixture.failures()).isEmpty();
    }

    @Test
    void what_did_not_change_is_not_sent_again_and_what_did_is_replaced() {
        fixture.start();
        byte[] first = Samples.jpeg();
        byte[] second = Samples.jpeg(60, 60);
        answers(fixture.erp, "/api/1.jpg", image(first).withHeader("ETag", "\"one\""));
        answers(fixture.erp, "/api/2.jpg", image(first).withHeader("Last-Modified", "Tue, 24 Feb 2026 08:00:30 GMT"));
        answers(fixture.erp, "/api/3.jpg", image(first));
        fixture.product("1", "1.jpg");
        fixture.product("2", "2.jpg");
        fixture.product("3", "3.jpg");
        assertThat(fixture.fetch().records()).isEqualTo(3);
        Map<String, ?> before = fixture.stored();

        fixture.erp.stubFor(get("/api/1.jpg")
                .withHeader("If-None-Match", equalTo("\"one\""))
                .willReturn(aResponse().withStatus(304)));
        fixture.erp.stubFor(get("/api/2.jpg")
                .withHeader("If-Modified-Since", equalTo("Tue, 24 Feb 2026 08:00:30 GMT"))
                .willReturn(aResponse().withStatus(304)));
        StepResult same = fixture.fetch();
        assertThat(same.outcome()).isEqualTo(Outcome.ALREADY_THERE);
        assertThat(fixture.stored()).isEqualTo(before);

        answers(fixture.erp, "/api/1.jpg", image(second).withHeader("ETag", "\"two\""));
        StepResult replaced = fixture.fetch();
        assertThat(replaced)
                .extracting(StepResult::outcome, StepResult::records)
                .containsExactly(Outcome.DONE, 1L);
        assertThat(fixture.bytes("1")).isEqualTo(second);
        assertThat(fixture.bytes("2")).isEqualTo(first);
    }

    @Test
    void an_image_that_moved_is_asked_for_anew_and_remembered_where_it_is() {
        fixture.start();
        answers(fixture.erp, "/api/1.jpg", image(Samples.jpeg()).withHeader("ETag", "\"one\""));
        answers(fixture.erp, "/api/moved.jpg", image(Samples.jpeg()).withHeader("ETag", "\"one\""));
        fixture.product("1", "1.jpg");
        fixture.fetch();
        fixture.product("1", "moved.jpg");
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.ALREADY_THERE);
        fixture.erp.verify(getRequestedFor(urlEqualTo("/api/moved.jpg")).withHeader("If-None-Match", absent()));
        fixture.fetch();
        fixture.erp.verify(
                getRequestedFor(urlEqualTo("/api/moved.jpg")).withHeader("If-None-Match", equalTo("\"one\"")));
    }

    @Test
    void bad_images_are_told_one_by_one_and_the_rest_goes_on() {
        fixture.start();
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        bodies.put("svg", Samples.text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"));
        reasons.put("svg", "it is an SVG" + NO);
        bodies.put("gif", Samples.written(Samples.image(4, 4, false), "gif"));
        reasons.put("gif", "it is a GIF" + NO);
        bodies.put("page", Samples.text("<!doctype html><h1>Not here</h1>"));
        reasons.put("page", "gave up after 3 attempts; the last: it is an HTML page" + NO);
        bodies.put("empty", new byte[0]);
        reasons.put("empty", "gave up after 3 attempts; the last: it is empty");
        bodies.put("truncated", Samples.half(Samples.jpeg(600, 600)));
        reasons.put("truncated", "it is a JPEG that ends in the middle or is damaged");
        bodies.put("bomb", Samples.pngOf(19_999, 19_999));
        reasons.put("bomb", "it has 19999 x 19999 pixels, more than the limit of 1 megapixels");
        bodies.put("wide", Samples.pngOf(2_000_000_000, 1));
        reasons.put("wide", "it has 2000000000 x 1 pixels, and no side may be longer than 20000");
        bodies.put("long", Samples.joined(Samples.jpeg(), new byte[100 * 1024]));
        reasons.put("long", "the answer is longer than the limit of 102400 bytes");
        bodies.put("noise", new byte[500]);
        reasons.put("noise", "it is of no format that is known");
        bodies.forEach((name, body) -> {
            answers(fixture.erp, "/api/" + name + ".jpg", image(body).withHeader("Content-Type", "image/jpeg"));
            fixture.product(name, name + ".jpg");
        });
        String at = "http://erp.test:" + fixture.erp.port() + "/api/";
        for (int status : new int[] {404, 410, 403, 206}) {
            answers(
                    fixture.erp,
                    "/api/" + status + ".jpg",
                    aResponse().withStatus(status).withBody("no"));
            fixture.product("" + status, status + ".jpg");
            reasons.put("" + status, at + status + ".jpg answered " + status);
        }
        fixture.product("elsewhere", "https://images.example.com/1.jpg?token=secret");
        reasons.put("elsewhere", "it leads to https://images.example.com:443, which is not allowed");
        fixture.product("none", "ht tp://[");
        reasons.put("none", "picture_url is no address: ht tp://[");
        fixture.product("A".repeat(1000), "good.jpg");
        reasons.put("A".repeat(1000), "the key of its image would be 1029 bytes long, and S3 takes 1024");
        answers(fixture.erp, "/api/good.jpg", image(Samples.jpeg()));
        fixture.product("good 1", "good.jpg");
        fixture.product("good 2", "good.jpg");

        StepResult outcome = fixture.fetch();

        reasons.forEach(
                (product, reason) -> assertThat(reason(product)).as(product).isEqualTo(reason));
        assertThat(fixture.failures()).hasSameSizeAs(reasons);
        assertThat(fixture.stored()).containsOnlyKeys("good 1", "good 2");
        assertThat(outcome)
                .extracting(StepResult::outcome, StepResult::records, StepResult::rejected)
                .containsExactly(Outcome.DONE, 2L, (long) reasons.size());
        assertThat(outcome.message())
                .startsWith("16 of 18 images failed\n  product 206: " + at + "206.jpg answered 206\n");
        assertThat(outcome.message())
                .contains("\n  and 13 more\nHINT: ops.product_image_failure has each")
                .doesNotContain("secret");
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void what_passes_is_asked_for_again_and_what_is_mended_is_no_failure_any_longer() {
        fixture.start();
        int answer = 0;
        for (ResponseDefinitionBuilder fault : new ResponseDefinitionBuilder[] {
            aResponse().withStatus(503),
            aResponse().withStatus(429).withHeader("Retry-After", "0"),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
            image(Samples.text("<html>down"))
        }) {
            String path = "/api/" + ++answer + ".jpg";
            fixture.erp.stubFor(get(path).inScenario(path).willReturn(fault).willSetStateTo("up"));
            fixture.erp.stubFor(
                    get(path).inScenario(path).whenScenarioStateIs("up").willReturn(image(Samples.jpeg())));
            fixture.product("" + answer, answer + ".jpg");
        }
        answers(fixture.erp, "/api/late.jpg", aResponse().withStatus(404));
        fixture.product("late", "late.jpg");
        assertThat(fixture.fetch())
                .extracting(StepResult::records, StepResult::rejected)
                .containsExactly(5L, 1L);
        asked(2, "/api/1.jpg");

        answers(fixture.erp, "/api/late.jpg", image(Samples.jpeg()));
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.failures()).isEmpty();
    }

    @Test
    void a_server_that_is_silent_is_given_up_after_three_and_the_run_says_so() {
        fixture.start();
        for (int i = 1; i <= 40; i++) {
            fixture.product("X" + i, "http://127.0.0.1:" + fixture.other.port() + "/" + i + ".jpg");
        }
        answers(fixture.erp, "/api/good.jpg", image(Samples.jpeg()));
        fixture.product("A", "good.jpg");
        fixture.other.stubFor(get(urlMatching(".*")).willReturn(aResponse().withStatus(503)));

        StepResult outcome = fixture.fetch();

        String other = "http://127.0.0.1:" + fixture.other.port();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(outcome.message())
                .startsWith("40 of 41 images failed, and " + other + " was given up after 3 in a row\n  product X1: ");
        assertThat(fixture.other.getAllServeEvents()).hasSizeBetween(9, 12);
        assertThat(reason("X40")).isEqualTo(other + " was given up: it did not answer for others before");
        assertThat(fixture.stored()).containsOnlyKeys("A");
    }

    @Test
    void images_that_are_always_an_error_hold_up_none_behind_them() {
        fixture.start();
        fixture.erp.stubFor(
                get(urlMatching("/api/bad.*")).willReturn(aResponse().withStatus(500)));
        IntStream.range(0, 9).forEach(i -> fixture.product("A" + i, "bad" + i + ".jpg"));
        answers(fixture.erp, "/api/good.jpg", image(Samples.jpeg()));
        fixture.product("B", "good.jpg");

        StepResult outcome = fixture.fetch();

        assertThat(fixture.stored()).containsOnlyKeys("B");
        assertThat(outcome.outcome()).isEqualTo(Outcome.DONE);
        assertThat(outcome.message()).startsWith("9 of 10 images failed\n");
    }

    @Test
    void a_server_that_answers_for_others_in_between_is_not_given_up() {
        fixture.start(yaml -> yaml.replace("concurrent_requests: 2", "concurrent_requests: 1"));
        fixture.erp.stubFor(
                get(urlMatching("/api/bad.*")).willReturn(aResponse().withStatus(503)));
        answers(fixture.erp, "/api/none.jpg", aResponse().withStatus(404));
        answers(fixture.erp, "/api/page.jpg", image(Samples.text("<html>no")));
        answers(fixture.erp, "/api/long.jpg", image(new byte[101 * 1024]));
        List<String> names = List.of("bad1", "bad2", "none", "bad3", "bad4", "page", "bad5", "bad6", "long", "bad7");
        IntStream.range(0, names.size()).forEach(i -> fixture.product("A" + i, names.get(i) + ".jpg"));
        answers(fixture.erp, "/api/good.jpg", image(Samples.jpeg()));
        fixture.product("B", "good.jpg");

        fixture.fetch();

        assertThat(fixture.stored()).containsOnlyKeys("B");
    }

    @Test
    void a_server_that_answers_by_nothing_but_errors_is_given_up_in_the_end() {
        fixture.start();
        fixture.erp.stubFor(get(urlMatching("/api/.*")).willReturn(aResponse().withStatus(500)));
        IntStream.range(0, 30).forEach(i -> fixture.product("A" + i, i + ".jpg"));

        StepResult outcome = fixture.fetch();

        assertThat(outcome.message())
                .startsWith("30 of 30 images failed, and http://erp.test:" + fixture.erp.port()
                        + " was given up after 20 in a row\n");
        assertThat(fixture.erp.getAllServeEvents()).hasSizeBetween(3 * 20, 3 * 21);
    }

    @Test
    void without_the_section_no_image_is_fetched() {
        fixture.start(yaml -> yaml.replaceAll("(?s)images:.*entities:", "entities:"));
        fixture.product("1", "1.jpg");
        assertThat(fixture.run("direct:fetch-product-images", false)).isEmpty();
        assertThat(fixture.erp.getAllServeEvents()).isEmpty();
    }

    @Test
    void a_stopped_route_is_named() throws Exception {
        fixture.start();
        fixture.product("1", "1.jpg");
        fixture.camel().getRouteController().stopRoute("ask-image-CW-000200");
        StepResult outcome = fixture.fetch();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reason("1")).isEqualTo("the route ask-image-CW-000200 is stopped");
    }

    @Test
    void one_that_is_told_to_stop_ends_its_pause_asks_for_no_other_image_and_calls_none_failed() {
        fixture.start();
        for (int product = 1; product <= 40; product++) {
            fixture.product("" + product, product + ".jpg");
        }
        fixture.erp.stubFor(
                get(urlMatching(".*")).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "240")));
        CompletableFuture<StepResult> fetch = CompletableFuture.supplyAsync(fixture::fetch);
        await().until(() -> !fixture.erp.getAllServeEvents().isEmpty());

        fixture.tellToStop();

        assertThatThrownBy(fetch::get).as("its run says why").isInstanceOf(ExecutionException.class);
        assertThat(fixture.erp.getAllServeEvents()).hasSizeLessThan(40);
        assertThat(fixture.failures()).isEmpty();
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void a_full_order_asks_whether_it_changed_or_not() {
        fixture.start();
        answers(fixture.erp, "/api/1.jpg", image(Samples.jpeg()).withHeader("ETag", "\"one\""));
        fixture.product("1", "1.jpg");
        fixture.fetch();
        fixture.run("direct:fetch-product-images", true);
        fixture.erp.verify(2, getRequestedFor(urlEqualTo("/api/1.jpg")).withHeader("If-None-Match", absent()));
    }
}
