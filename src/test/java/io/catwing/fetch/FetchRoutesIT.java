package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.CLIENT;
import static io.catwing.fetch.FetchFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchRoutesIT {

    private static final String ONE_ANSWER = "envelope: {records: \"\"}\npaging: {type: none}\n";
    private static final String THREE =
            """
            entities:
              products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /id}}
              suppliers: {snapshot: true, request: {path: /suppliers}, mapping: {supplier_id: /id, name: /id}}
              locations: {snapshot: true, request: {path: /locations}, mapping: {location_id: /id, name: /id}}
            """;

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void answersEverything() {
        fixture.erp.stubFor(get(anyUrl()).willReturn(okJson("[{\"id\":1}]")));
    }

    @Test
    void each_client_is_a_route_that_jmx_shows_stops_and_starts_by_name() throws Exception {
        fixture.start(ONE_ANSWER, THREE);
        answersEverything();
        var jmx = ManagementFactory.getPlatformMBeanServer();
        // Other contexts of this process may have a route of that name.
        ObjectName route = new ObjectName("org.apache.camel:context="
                + fixture.camel().getManagementName() + ",type=routes,name=\"fetch-CW-000200\"");
        assertThat(jmx.getAttribute(route, "Description")).isEqualTo("Fetches the entities of one client.");
        assertThat(jmx.getAttribute(route, "RouteGroup")).isEqualTo("fetch");
        jmx.invoke(route, "stop", null, null);
        List<StepResult> results =
                fixture.fetch(List.of(Entity.PRODUCTS, Entity.SUPPLIERS), List.of(DAY, DAY.plusDays(1)), false);
        assertThat(results).hasSize(4).allSatisfy(outcome -> {
            assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(outcome.message())
                    .isEqualTo("the route fetch-CW-000200 is stopped\nHINT: start the route"
                            + " fetch-CW-000200 by JMX, or start the program again");
        });
        assertThat(fixture.erp.getAllServeEvents()).isEmpty();
        jmx.invoke(route, "start", null, null);
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_entity_that_the_client_does_not_have_fails_when_it_is_named_and_is_left_out_of_everything() {
        fixture.start(ONE_ANSWER, THREE);
        answersEverything();
        assertThat(fixture.fetch(Entity.INVENTORY, DAY, false).message())
                .startsWith("CW-000200 has no entity inventory\nHINT: declare it in ")
                .contains("CW-000200.yaml");
        assertThat(fixture.fetch(List.of(Entity.values()), List.of(DAY), false))
                .hasSize(3)
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
    }

    @Test
    void one_that_fails_does_not_stop_the_others_nor_its_own_other_dates() {
        fixture.start(ONE_ANSWER + "request: {query: {date: \"{{date}}\"}}", THREE);
        answersEverything();
        fixture.erp.stubFor(get("/suppliers?date=" + DAY).willReturn(aResponse().withStatus(404)));
        List<StepResult> results = fixture.fetch(
                List.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.LOCATIONS),
                List.of(DAY.minusDays(1), DAY, DAY.plusDays(1)),
                false);
        assertThat(results).hasSize(9);
        assertThat(results)
                .filteredOn(outcome -> outcome.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.subject()).isEqualTo("suppliers");
                    assertThat(outcome.date()).isEqualTo(DAY);
                });
    }

    @Test
    void the_dates_of_an_entity_are_fetched_in_order() {
        fixture.start(ONE_ANSWER + "request: {query: {date: \"{{date}}\"}}", THREE);
        answersEverything();
        fixture.fetch(List.of(Entity.PRODUCTS), List.of(DAY, DAY.plusDays(1), DAY.plusDays(2)), false);
        assertThat(fixture.erp.findAll(getRequestedFor(urlPathEqualTo("/products"))))
                .isSortedAccordingTo(Comparator.comparing(LoggedRequest::getLoggedDate))
                .extracting(LoggedRequest::getUrl)
                .containsExactly("/products?date=2026-02-24", "/products?date=2026-02-25", "/products?date=2026-02-26");
    }

    @Test
    void a_file_that_is_there_is_not_asked_for_again() {
        fixture.start(ONE_ANSWER, THREE);
        answersEverything();
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.ALREADY_THERE);
        fixture.erp.verify(1, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    void an_order_of_nothing_has_no_outcomes() {
        fixture.start(ONE_ANSWER, THREE);
        assertThat(fixture.fetch(List.of(), List.of(DAY), false)).isEmpty();
    }

    @Test
    void progress_counts_every_file_once_whatever_it_came_to() {
        AtomicLong counted = new AtomicLong();
        AtomicLong announced = new AtomicLong();
        AtomicInteger closed = new AtomicInteger();
        fixture.watchedBy((name, total, unit) -> {
            announced.set(total);
            return new Progress.Step() {
                @Override
                public void advance(long by) {
                    counted.addAndGet(by);
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        });
        fixture.start(ONE_ANSWER, THREE);
        fixture.erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1}]")));
        fixture.fetch(
                List.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.INVENTORY), List.of(DAY, DAY.plusDays(1)), false);
        assertThat(announced).hasValue(6);
        assertThat(counted).hasValue(6);
        assertThat(closed).hasValue(1);
    }

    @Test
    void what_no_file_can_go_on_without_aborts_the_order() throws Exception {
        fixture.start(ONE_ANSWER, THREE);
        answersEverything();
        Files.writeString(fixture.home.resolve("spool"), "in the way");
        assertThatThrownBy(() -> fixture.fetch()).rootCause().isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> fixture.fetch())
                .cause()
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("cannot be used")
                .hasMessageContaining("HINT: look for space and permissions under CATWING_HOME");
    }

    @Test
    void a_client_s_rate_holds_over_all_its_entities() {
        fixture.start(ONE_ANSWER + "limits: {requests_per_second: 4, concurrent_requests: 4}", THREE);
        answersEverything();
        fixture.fetch(
                List.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.LOCATIONS),
                List.of(DAY, DAY.plusDays(1), DAY.plusDays(2)),
                false);
        List<Long> times = fixture.erp.findAll(getRequestedFor(anyUrl())).stream()
                .map(request -> request.getLoggedDate().getTime())
                .sorted()
                .toList();
        assertThat(times).hasSize(9);
        // Nine at four a second take two seconds at least; each entity by itself would be through at once.
        assertThat(times.get(8) - times.get(0)).isGreaterThan(1500);
    }

    @Test
    void a_preview_shows_the_first_records_and_stores_nothing() {
        fixture.start("envelope: {records: /data}\npaging: {type: next_link, next: /next}", THREE);
        fixture.erp.stubFor(get("/products")
                .willReturn(okJson("{\"data\":[{\"id\":1.10},{\"id\":2},{\"id\":3}],\"next\":\"/products?p=2\"}")));
        Preview preview = fixture.bean(Preview.class);
        assertThat(preview.records(CLIENT, Entity.PRODUCTS, DAY, 2)).containsExactly("{\"id\":1.10}", "{\"id\":2}");
        assertThat(preview.records(CLIENT, Entity.PRODUCTS, DAY, 9)).hasSize(3);
        assertThat(fixture.nothingStored()).isTrue();
        assertThat(fixture.spooled()).isEmpty();
        fixture.erp.stubFor(get("/suppliers").willReturn(aResponse().withStatus(503)));
        assertThatThrownBy(() -> preview.records(CLIENT, Entity.SUPPLIERS, DAY, 2))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("gave up after 2 attempts; the last: GET ");
        fixture.erp.stubFor(
                get("/locations").willReturn(aResponse().withStatus(400).withBody("no")));
        assertThatThrownBy(() -> preview.records(CLIENT, Entity.LOCATIONS, DAY, 2))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("/locations answered 400: no");
    }

    @Test
    void a_preview_makes_no_more_second_calls_than_it_shows() {
        fixture.start(
                ONE_ANSWER,
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    detail: {request: {path: "/products/{{id}}"}, key: /id, records: "", as: more}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1},{\"id\":2},{\"id\":3}]")));
        fixture.erp.stubFor(get("/products/1").willReturn(okJson("{\"a\":1}")));
        assertThat(fixture.bean(Preview.class).records(CLIENT, Entity.PRODUCTS, DAY, 1))
                .containsExactly("{\"id\":1,\"more\":{\"a\":1}}");
        fixture.erp.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void an_answer_for_a_proposal_is_kept_as_it_came_whatever_is_around_its_records() {
        fixture.start("envelope: {records: /data}", THREE);
        String body = "{ \"data\": [{\"id\": 1.10}], \"next\": \"/products?p=2\", \"has_more\": true}";
        fixture.erp.stubFor(
                get("/products").willReturn(okJson(body).withHeader("Link", "</products?p=2>; rel=\"next\"")));
        Preview preview = fixture.bean(Preview.class);

        KeptAnswer kept = preview.answer(CLIENT, Entity.PRODUCTS, DAY);

        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(kept.links()).containsExactly("</products?p=2>; rel=\"next\"");
        assertThat(fixture.nothingStored()).isTrue();
        assertThat(fixture.spooled()).isEmpty();
        fixture.erp.stubFor(get("/suppliers").willReturn(aResponse().withStatus(401)));
        assertThatThrownBy(() -> preview.answer(CLIENT, Entity.SUPPLIERS, DAY))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("/suppliers answered 401");
    }
}
