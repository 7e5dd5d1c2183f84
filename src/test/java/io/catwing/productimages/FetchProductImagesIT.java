package io.catwing.productimages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.catwing.run.StepOutcome;
import io.catwing.run.StepOutcome.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchProductImagesIT {
    private static final String NO = ", not a JPEG, PNG or WebP";

    private final PicturesHouse house = new PicturesHouse();

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static ResponseDefinitionBuilder picture(byte[] bytes) {
        return aResponse().withStatus(200).withBody(bytes);
    }

    private static void answers(WireMockServer server, String path, ResponseDefinitionBuilder answer) {
        server.stubFor(get(path).willReturn(answer));
    }

    private void asked(int times, String path) {
        house.erp.verify(times, getRequestedFor(urlEqualTo(path)));
    }

    private String reason(String product) {
        String reason = house.failures().get(product);
        assertThat(reason).as("reason of " + product).contains("\nHINT: ");
        return reason.substring(0, reason.indexOf("\nHINT: "));
    }

    @Test
    void pictures_come_to_s3_with_what_is_known_of_them_and_the_erp_alone_gets_its_key() {
        house.start();
        byte[] jpeg = Samples.jpeg();
        answers(
                house.erp,
                "/api/p/1.jpg",
                picture(jpeg).withHeader("ETag", "\"a b\"").withHeader("Content-Type", "text/x"));
        answers(house.other, "/2.png?v=1", picture(Samples.png(true)));
        house.product("A/1", "p/1.jpg");
        house.product("2", "http://127.0.0.1:" + house.other.port() + "/2.png?v=1#x");
        house.product("3", null);
        house.product("4", " ");

        StepOutcome outcome = house.fetch();

        assertThat(outcome.message()).isNull();
        assertThat(outcome)
                .extracting(
                        StepOutcome::stage,
                        StepOutcome::subject,
                        StepOutcome::outcome,
                        StepOutcome::records,
                        StepOutcome::rejected)
                .containsExactly("product-images", "fetch", Outcome.DONE, 2L, 0L);
        assertThat(house.stored()).containsOnlyKeys("A/1", "2");
        assertThat(house.stored().get("A/1").key()).hasToString("product-images/CW-000200/A%2F1.jpg");
        assertThat(house.bytes("A/1")).isEqualTo(jpeg);
        assertThat(PictureMetadata.read(house.bucket
                        .lake()
                        .find(house.stored().get("A/1").key())
                        .orElseThrow()
                        .metadata()))
                .hasValueSatisfying(metadata -> {
                    assertThat(metadata.url()).isEqualTo("http://erp.test:" + house.erp.port() + "/api/p/1.jpg");
                    assertThat(metadata.etag()).isEqualTo("\"a b\"");
                    assertThat(metadata.sha256()).isEqualTo(metadata.sourceSha256());
                });
        house.erp.verify(getRequestedFor(urlEqualTo("/api/p/1.jpg")).withHeader("X-Api-Key", equalTo("s3cr3t")));
        house.other.verify(getRequestedFor(urlEqualTo("/2.png?v=1")).withHeader("X-Api-Key", absent()));
        assertThat(house.spooled()).isEmpty();
    }

    @Test
    void without_its_secret_the_erp_is_asked_for_none_which_is_one_failure_and_no_picture_counts() {
        house.start(yaml -> yaml.replace("CW_000200_SECRET", "CW_000200_MISSING"));
        answers(house.other, "/3.jpg", picture(Samples.jpeg()));
        house.product("1", "1.jpg");
        house.product("2", "2.jpg");
        house.product("3", "http://127.0.0.1:" + house.other.port() + "/3.jpg");

        StepOutcome outcome = house.fetch();

        assertThat(outcome)
                .extracting(StepOutcome::outcome, StepOutcome::records, StepOutcome::rejected)
                .containsExactly(Outcome.FAILED, 1L, 0L);
        assertThat(outcome.message())
                .startsWith(
                        "no value for ${CW_000200_MISSING}: nothing of CW-000200 is asked\nHINT: set the environment");
        assertThat(house.erp.getAllServeEvents()).isEmpty();
        assertThat(house.failures()).isEmpty();
    }

    @Test
    void what_did_not_change_is_not_sent_again_and_what_did_is_replaced() {
        house.start();
        byte[] first = Samples.jpeg();
        byte[] second = Samples.jpeg(60, 60);
        answers(house.erp, "/api/1.jpg", picture(first).withHeader("ETag", "\"one\""));
        answers(house.erp, "/api/2.jpg", picture(first).withHeader("Last-Modified", "Tue, 24 Feb 2026 08:00:30 GMT"));
        answers(house.erp, "/api/3.jpg", picture(first));
        house.product("1", "1.jpg");
        house.product("2", "2.jpg");
        house.product("3", "3.jpg");
        assertThat(house.fetch().records()).isEqualTo(3);
        Map<String, ?> before = house.stored();

        house.erp.stubFor(get("/api/1.jpg")
                .withHeader("If-None-Match", equalTo("\"one\""))
                .willReturn(aResponse().withStatus(304)));
        house.erp.stubFor(get("/api/2.jpg")
                .withHeader("If-Modified-Since", equalTo("Tue, 24 Feb 2026 08:00:30 GMT"))
                .willReturn(aResponse().withStatus(304)));
        StepOutcome same = house.fetch();
        assertThat(same.outcome()).isEqualTo(Outcome.ALREADY_THERE);
        assertThat(house.stored()).isEqualTo(before);

        answers(house.erp, "/api/1.jpg", picture(second).withHeader("ETag", "\"two\""));
        StepOutcome replaced = house.fetch();
        assertThat(replaced)
                .extracting(StepOutcome::outcome, StepOutcome::records)
                .containsExactly(Outcome.DONE, 1L);
        assertThat(house.bytes("1")).isEqualTo(second);
        assertThat(house.bytes("2")).isEqualTo(first);
    }

    @Test
    void a_picture_that_moved_is_asked_for_anew_and_remembered_where_it_is() {
        house.start();
        answers(house.erp, "/api/1.jpg", picture(Samples.jpeg()).withHeader("ETag", "\"one\""));
        answers(house.erp, "/api/moved.jpg", picture(Samples.jpeg()).withHeader("ETag", "\"one\""));
        house.product("1", "1.jpg");
        house.fetch();
        house.product("1", "moved.jpg");
        assertThat(house.fetch().outcome()).isEqualTo(Outcome.ALREADY_THERE);
        house.erp.verify(getRequestedFor(urlEqualTo("/api/moved.jpg")).withHeader("If-None-Match", absent()));
        house.fetch();
        house.erp.verify(getRequestedFor(urlEqualTo("/api/moved.jpg")).withHeader("If-None-Match", equalTo("\"one\"")));
    }

    @Test
    void bad_pictures_are_told_one_by_one_and_the_rest_goes_on() {
        house.start();
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
            answers(house.erp, "/api/" + name + ".jpg", picture(body).withHeader("Content-Type", "image/jpeg"));
            house.product(name, name + ".jpg");
        });
        String at = "http://erp.test:" + house.erp.port() + "/api/";
        for (int status : new int[] {404, 410, 403, 206}) {
            answers(
                    house.erp,
                    "/api/" + status + ".jpg",
                    aResponse().withStatus(status).withBody("no"));
            house.product("" + status, status + ".jpg");
            reasons.put("" + status, at + status + ".jpg answered " + status);
        }
        house.product("elsewhere", "https://pictures.example.com/1.jpg?token=secret");
        reasons.put("elsewhere", "it leads to https://pictures.example.com:443, which is not allowed");
        house.product("none", "ht tp://[");
        reasons.put("none", "picture_url is no address: ht tp://[");
        house.product("A".repeat(1000), "good.jpg");
        reasons.put("A".repeat(1000), "the key of its picture would be 1029 bytes long, and S3 takes 1024");
        answers(house.erp, "/api/good.jpg", picture(Samples.jpeg()));
        house.product("good 1", "good.jpg");
        house.product("good 2", "good.jpg");

        StepOutcome outcome = house.fetch();

        reasons.forEach(
                (product, reason) -> assertThat(reason(product)).as(product).isEqualTo(reason));
        assertThat(house.failures()).hasSameSizeAs(reasons);
        assertThat(house.stored()).containsOnlyKeys("good 1", "good 2");
        assertThat(outcome)
                .extracting(StepOutcome::outcome, StepOutcome::records, StepOutcome::rejected)
                .containsExactly(Outcome.DONE, 2L, (long) reasons.size());
        assertThat(outcome.message())
                .startsWith("16 of 18 pictures failed\n  product 206: " + at + "206.jpg answered 206\n");
        assertThat(outcome.message())
                .contains("\n  and 13 more\nHINT: ops.product_image_failure has each")
                .doesNotContain("secret");
        assertThat(house.spooled()).isEmpty();
    }

    @Test
    void what_passes_is_asked_for_again_and_what_is_mended_is_no_failure_any_longer() {
        house.start();
        int answer = 0;
        for (ResponseDefinitionBuilder fault : new ResponseDefinitionBuilder[] {
            aResponse().withStatus(503),
            aResponse().withStatus(429).withHeader("Retry-After", "0"),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
            picture(Samples.text("<html>down"))
        }) {
            String path = "/api/" + ++answer + ".jpg";
            house.erp.stubFor(get(path).inScenario(path).willReturn(fault).willSetStateTo("up"));
            house.erp.stubFor(
                    get(path).inScenario(path).whenScenarioStateIs("up").willReturn(picture(Samples.jpeg())));
            house.product("" + answer, answer + ".jpg");
        }
        answers(house.erp, "/api/late.jpg", aResponse().withStatus(404));
        house.product("late", "late.jpg");
        assertThat(house.fetch())
                .extracting(StepOutcome::records, StepOutcome::rejected)
                .containsExactly(5L, 1L);
        asked(2, "/api/1.jpg");

        answers(house.erp, "/api/late.jpg", picture(Samples.jpeg()));
        assertThat(house.fetch().message()).isNull();
        assertThat(house.failures()).isEmpty();
    }

    @Test
    void a_server_that_is_silent_is_given_up_after_three_and_the_run_says_so() {
        house.start();
        for (int i = 1; i <= 40; i++) {
            house.product("X" + i, "http://127.0.0.1:" + house.other.port() + "/" + i + ".jpg");
        }
        answers(house.erp, "/api/good.jpg", picture(Samples.jpeg()));
        house.product("A", "good.jpg");
        house.other.stubFor(get(urlMatching(".*")).willReturn(aResponse().withStatus(503)));

        StepOutcome outcome = house.fetch();

        String other = "http://127.0.0.1:" + house.other.port();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(outcome.message())
                .startsWith(
                        "40 of 41 pictures failed, and " + other + " was given up after 3 in a row\n  product X1: ");
        assertThat(house.other.getAllServeEvents()).hasSizeBetween(9, 12);
        assertThat(reason("X40")).isEqualTo(other + " was given up: it did not answer for others before");
        assertThat(house.stored()).containsOnlyKeys("A");
    }

    @Test
    void without_the_section_no_picture_is_fetched() {
        house.start(yaml -> yaml.replaceAll("(?s)pictures:.*entities:", "entities:"));
        house.product("1", "1.jpg");
        assertThat(house.run("direct:fetch-product-images", false)).isEmpty();
        assertThat(house.erp.getAllServeEvents()).isEmpty();
    }

    @Test
    void a_stopped_route_is_named() throws Exception {
        house.start();
        house.product("1", "1.jpg");
        house.camel().getRouteController().stopRoute("ask-picture-CW-000200");
        StepOutcome outcome = house.fetch();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reason("1")).isEqualTo("the route ask-picture-CW-000200 is stopped");
    }

    @Test
    void a_full_order_asks_whether_it_changed_or_not() {
        house.start();
        answers(house.erp, "/api/1.jpg", picture(Samples.jpeg()).withHeader("ETag", "\"one\""));
        house.product("1", "1.jpg");
        house.fetch();
        house.run("direct:fetch-product-images", true);
        house.erp.verify(2, getRequestedFor(urlEqualTo("/api/1.jpg")).withHeader("If-None-Match", absent()));
    }
}
