package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.DAY;
import static io.catwing.fetch.FetchFixture.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deltas that go on where the newest earlier raw file ended, over real HTTP and a real bucket. */
class DeltasIT {
    private static final String LINKS =
            """
            entities:
              products:
                delta: {link: /@odata.deltaLink}
                request: {path: /products}
                paging: {type: next_link, next: /@odata.nextLink}
                envelope: {records: /value}
                mapping: {product_id: /id, name: /id, deleted_when: 'has("@removed")', absent_is_deleted: true}
            """;

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void answers(String url, ResponseDefinitionBuilder answer) {
        fixture.erp.stubFor(get(urlEqualTo(url)).willReturn(answer));
    }

    private StepResult fetch(LocalDate date) {
        return fixture.fetch(Entity.PRODUCTS, date, false);
    }

    private RawMetadata metadata(LocalDate date) {
        return fixture.metadata(Entity.PRODUCTS, date);
    }

    private String link(String of) {
        return "\"@odata.deltaLink\":\"" + fixture.erp.baseUrl() + of + "\"}";
    }

    @Test
    void the_first_file_is_a_snapshot_and_the_next_goes_on_from_its_delta_link() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[{\"id\":1}],\"@odata.nextLink\":\"products?$skiptoken=2\"}"));
        answers("/products?$skiptoken=2", okJson("{\"value\":[{\"id\":2}]," + link("/products?$deltatoken=a%2Fb")));
        answers(
                "/products?$deltatoken=a%2Fb",
                okJson("{\"value\":[{\"id\":2,\"@removed\":{}}]," + link("/products?$deltatoken=c")));
        answers("/products?$deltatoken=c", okJson("{\"value\":[]," + link("/products?$deltatoken=c")));

        assertThat(fetch(DAY).message()).isNull();
        assertThat(fixture.raw()).isEqualTo(file("{\"id\":1}", "{\"id\":2}"));
        assertThat(metadata(DAY).snapshot()).isTrue();
        assertThat(metadata(DAY).cursor()).isEqualTo("link /products?$deltatoken=a%2Fb");

        assertThat(fetch(DAY.plusDays(1)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(1))).isEqualTo(file("{\"id\":2,\"@removed\":{}}"));
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isFalse();
        assertThat(metadata(DAY.plusDays(1)).listed()).isEqualTo(2);

        // A day that was missed is in the next file.
        assertThat(fetch(DAY.plusDays(3)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(metadata(DAY.plusDays(3)).cursor()).isEqualTo("link /products?$deltatoken=c");
        assertThat(metadata(DAY.plusDays(3)).listed()).isEqualTo(2);
    }

    @Test
    void a_link_that_the_erp_has_forgotten_is_told_and_everything_is_asked_for_anew() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[{\"id\":1}]," + link("/products?$deltatoken=a")));
        answers("/products?$deltatoken=a", status(410).withBody("{}"));
        fetch(DAY);
        StepResult anew = fetch(DAY.plusDays(1));
        assertThat(anew.outcome()).isEqualTo(Outcome.DONE);
        assertThat(anew.message())
                .isEqualTo("the ERP no longer knows where raw-data/CW-000200/2026-02-24/products.json ended (410):"
                        + " everything was asked for anew");
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isTrue();
        assertThat(metadata(DAY.plusDays(1)).cursor()).isEqualTo("link /products?$deltatoken=a");
    }

    @Test
    void a_record_that_is_gone_does_not_mean_that_the_erp_has_forgotten_where_the_delta_goes_on() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {token: /next}
                    request: {path: /products, query: {sync: "{{token}}"}}
                    envelope: {records: /data, none_when: [410]}
                    detail: {request: {path: "/products/{{id}}"}, key: /id, as: more}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("sync", absent())
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"t1\"}")));
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("sync", equalTo("t1"))
                .willReturn(okJson("{\"data\":[{\"id\":2}],\"next\":\"t2\"}")));
        answers("/products/1", okJson("{\"data\":1}"));
        answers("/products/2", status(410));
        fetch(DAY);

        assertThat(fetch(DAY.plusDays(1)).message()).isNull();
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isFalse();
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(1))).isEqualTo(file("{\"id\":2,\"more\":null}"));
    }

    @Test
    void half_a_snapshot_after_deltas_is_refused_since_what_it_lacks_would_be_marked() {
        fixture.start("", LINKS);
        answers(
                "/products",
                okJson("{\"value\":[{\"id\":1},{\"id\":2},{\"id\":3}]," + link("/products?$deltatoken=a")));
        answers("/products?$deltatoken=a", okJson("{\"value\":[]," + link("/products?$deltatoken=b")));
        answers("/products?$deltatoken=b", status(410).withBody("{}"));
        fetch(DAY);
        fetch(DAY.plusDays(1));
        answers("/products", okJson("{\"value\":[{\"id\":1}]," + link("/products?$deltatoken=c")));
        assertThat(fetch(DAY.plusDays(2)).message())
                .contains("the snapshot has 1 records, but the newest one before has 3");
    }

    @Test
    void a_last_page_without_a_delta_link_is_refused_and_nothing_is_stored() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[{\"id\":1}]}"));
        assertThat(fetch(DAY).message())
                .contains(
                        "the last page holds no text at delta.link '/@odata.deltaLink', so the next file could not go on")
                .contains("HINT: correct delta.link in the client's file");
        assertThat(fixture.nothingStored()).isTrue();
    }

    @Test
    void a_delta_link_to_another_host_is_refused() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[],\"@odata.deltaLink\":\"http://evil.example.com/?x\"}"));
        assertThat(fetch(DAY).message()).contains("the next link leads to http://evil.example.com");
    }

    @Test
    void an_answer_that_was_not_stored_is_asked_for_again_from_where_the_last_stored_file_ended() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[{\"id\":1}]," + link("/products?$deltatoken=a")));
        answers("/products?$deltatoken=a", okJson("{\"value\":[{\"id\":2}],\"@odata.nextLink\":\"/products?page=2\"}"));
        answers("/products?page=2", status(500));
        fetch(DAY);
        assertThat(fetch(DAY.plusDays(1)).outcome()).isEqualTo(Outcome.FAILED);
        answers("/products?page=2", okJson("{\"value\":[{\"id\":3}]," + link("/products?$deltatoken=b")));
        assertThat(fetch(DAY.plusDays(2)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(2))).isEqualTo(file("{\"id\":2}", "{\"id\":3}"));
    }

    @Test
    void a_token_is_sent_with_the_next_file_and_left_out_with_the_first() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {token: /next, forgotten: [400]}
                    request: {path: /products, query: {sync: "{{token}}"}}
                    envelope: {records: /data}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("sync", absent())
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"t 1&ü\"}")));
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("sync", equalTo("t 1&ü"))
                .willReturn(okJson("{\"data\":[{\"id\":2}],\"next\":\"t2\"}")));
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("sync", equalTo("t2"))
                .willReturn(status(400)));
        fetch(DAY);
        fetch(DAY.plusDays(1));
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(1))).isEqualTo(file("{\"id\":2}"));
        assertThat(fetch(DAY.plusDays(2)).message()).contains("everything was asked for anew");
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(2))).isEqualTo(file("{\"id\":1}"));
    }

    @Test
    void the_newest_record_says_where_the_next_file_begins_with_an_overlap_and_a_quiet_day_keeps_it() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {newest: /at, overlap: 15m}
                    request: {path: /products, query: {since: "{{from|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        answers(
                "/products",
                okJson("[{\"id\":1,\"at\":\"2026-02-24T12:00:00+01:00\"},{\"id\":2,\"at\":\"2026-02-24T10:00:00Z\"}]"));
        answers("/products?since=2026-02-24T10:45:00Z", okJson("[]"));
        assertThat(fetch(DAY).message()).isNull();
        assertThat(metadata(DAY).cursor()).isEqualTo("newest 2026-02-24T11:00:00Z");
        assertThat(metadata(DAY).snapshot()).isTrue();
        assertThat(fetch(DAY.plusDays(1)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(metadata(DAY.plusDays(1)).cursor()).isEqualTo("newest 2026-02-24T11:00:00Z");
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isFalse();
        assertThat(fetch(DAY.plusDays(2)).outcome()).isEqualTo(Outcome.DONE);
        fixture.erp.verify(2, getRequestedFor(urlEqualTo("/products?since=2026-02-24T10:45:00Z")));
    }

    private static final String NEWEST =
            """
            entities:
              products:
                delta: {newest: /at, first: 2026-01-01, snapshot: {every: wednesday, request: {path: /all}}}
                request: {path: /products, query: {since: "{{from|instant}}"}}
                mapping: {product_id: /id, name: /id, deleted_when: .gone, absent_is_deleted: true}
            """;

    @Test
    void records_of_which_none_has_the_time_that_the_next_file_goes_on_by_are_refused() {
        fixture.start("", NEWEST);
        answers("/products?since=2026-01-01T00:00:00Z", okJson("[{\"id\":1,\"updated_at\":1},{\"id\":2,\"at\":null}]"));

        assertThat(fetch(DAY).message())
                .contains("no record has a time at delta.newest '/at', so the next file could not go on")
                .contains("HINT: correct delta.newest in the client's file");
        assertThat(fixture.nothingStored()).isTrue();
        answers(
                "/products?since=2026-01-01T00:00:00Z",
                okJson("[{\"id\":1,\"at\":\"2026-02-24T10:00:00Z\"},{\"id\":2,\"at\":null}]"));
        assertThat(fetch(DAY).message()).isNull();
    }

    @Test
    void a_record_whose_time_is_blank_or_declared_to_be_none_does_not_refuse_the_file() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {newest: /at, first: 2026-01-01}
                    formats: {zone: America/New_York, empty: ["-", 0], empty_dates: [1, 9999, 0000-00-00]}
                    request: {path: /products, query: {since: "{{from|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        answers(
                "/products?since=2026-01-01T00:00:00Z",
                okJson("[{\"id\":1,\"at\":\"\"},{\"id\":2,\"at\":\"-\"},{\"id\":3,\"at\":0},"
                        + "{\"id\":4,\"at\":\"0000-00-00 00:00:00\"},{\"id\":5,\"at\":\"9999-12-31T23:59:59\"},"
                        + "{\"id\":6,\"at\":\"0001-01-01T00:00:00Z\"},{\"id\":7,\"at\":\"2026-02-24T10:00:00Z\"},"
                        + "{\"id\":8,\"at\":\" \"}]"));

        assertThat(fetch(DAY).message()).isNull();
        assertThat(metadata(DAY).cursor()).isEqualTo("newest 2026-02-24T10:00:00Z");
        assertThat(metadata(DAY).records()).isEqualTo(8);
    }

    @Test
    void a_first_file_whose_times_are_all_blank_is_refused() {
        fixture.start("", NEWEST);
        answers("/products?since=2026-01-01T00:00:00Z", okJson("[{\"id\":1,\"at\":\"\"}]"));

        assertThat(fetch(DAY).message()).contains("no record has a time at delta.newest '/at'");
    }

    @Test
    void deletions_and_a_periodic_snapshot_without_times_leave_where_the_delta_goes_on() {
        fixture.start("", NEWEST);
        answers("/products?since=2026-01-01T00:00:00Z", okJson("[{\"id\":1,\"at\":\"2026-02-24T10:00:00Z\"}]"));
        answers("/all", okJson("[{\"id\":1},{\"id\":2}]"));
        answers("/products?since=2026-02-24T09:50:00Z", okJson("[{\"id\":2,\"gone\":true}]"));

        for (int day = 0; day < 4; day++) {
            assertThat(fetch(DAY.plusDays(day)).outcome()).isEqualTo(Outcome.DONE);
            assertThat(metadata(DAY.plusDays(day)).cursor()).isEqualTo("newest 2026-02-24T10:00:00Z");
        }
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isTrue();
    }

    @Test
    void a_periodic_snapshot_with_times_says_where_the_delta_goes_on_even_if_they_are_older() {
        fixture.start("", NEWEST);
        answers("/products?since=2026-01-01T00:00:00Z", okJson("[{\"id\":1,\"at\":\"2026-02-24T10:00:00Z\"}]"));
        answers("/all", okJson("[{\"id\":1,\"at\":\"2026-02-20T10:00:00Z\"}]"));
        fetch(DAY);

        assertThat(fetch(DAY.plusDays(1)).message()).isNull();
        assertThat(metadata(DAY.plusDays(1)).cursor()).isEqualTo("newest 2026-02-20T10:00:00Z");
    }

    @Test
    void a_time_without_an_offset_is_of_the_zone_that_formats_says_and_written_as_formats_says() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {newest: /at}
                    formats: {zone: America/New_York, time: ["dd.MM.yyyy HH:mm", iso]}
                    request: {path: /products, query: {since: "{{from|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        answers(
                "/products",
                okJson("[{\"id\":1,\"at\":\"24.02.2026 07:00\"},{\"id\":2,\"at\":\"2026-02-24T08:30:00\"}]"));
        assertThat(fetch(DAY).message()).isNull();
        assertThat(metadata(DAY).cursor()).isEqualTo("newest 2026-02-24T13:30:00Z");
    }

    @Test
    void a_delta_link_with_two_slashes_is_followed_the_next_day() {
        fixture.start("", LINKS);
        answers("/products", okJson("{\"value\":[{\"id\":1}]," + link("//x/products?t=1")));
        fixture.erp.stubFor(get(urlPathEqualTo("//x/products"))
                .willReturn(okJson("{\"value\":[{\"id\":2}]," + link("//x/products?t=2"))));
        assertThat(fetch(DAY).message()).isNull();
        assertThat(fetch(DAY.plusDays(1)).message()).isNull();
    }

    @Test
    void a_record_from_the_future_does_not_take_the_next_file_past_what_changes_meanwhile() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {newest: /at, format: epoch_millis, first: 2026-01-01}
                    request: {path: /products, query: {since: "{{from|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .willReturn(okJson("[{\"id\":1,\"at\":"
                        + Instant.now().plus(9, ChronoUnit.DAYS).toEpochMilli() + "}]")));
        fetch(DAY);
        fixture.erp.verify(getRequestedFor(urlEqualTo("/products?since=2026-01-01T00:00:00Z")));
        Instant next = Instant.parse(metadata(DAY).cursor().replace("newest ", ""));
        assertThat(next).isBeforeOrEqualTo(metadata(DAY).fetchedAt());
        assertThat(metadata(DAY).snapshot()).isFalse();
    }

    @Test
    void a_time_that_is_none_names_its_record() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {newest: /at}
                    request: {path: /products, query: {since: "{{from|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        answers("/products", okJson("[{\"id\":1},{\"id\":2,\"at\":\"yesterday\"}]"));
        assertThat(fetch(DAY).message())
                .contains("record 2 of the page has no time at delta.newest '/at' but yesterday")
                .contains("HINT: correct delta.newest or delta.format");
    }

    @Test
    void a_window_of_days_may_begin_some_hours_earlier() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {days: 2, overlap: 90m}
                    request: {path: /products, query: {a: "{{from|instant}}", b: "{{to}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        answers("/products?a=2026-02-22T22:30:00Z&b=2026-02-25", okJson("[{\"id\":1}]"));
        assertThat(fetch(DAY).message()).isNull();
        assertThat(metadata(DAY).windowFrom()).isEqualTo(DAY.minusDays(1));
    }

    @Test
    void a_snapshot_takes_the_place_of_a_delta_on_its_days() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {days: 1, snapshot: {every: wednesday, request: {path: /all}}}
                    request: {path: /changed, query: {since: "{{from}}"}}
                    mapping: {product_id: /id, name: /id, absent_is_deleted: true}
                """);
        answers("/changed?since=2026-02-24", okJson("[{\"id\":1}]"));
        answers("/all", okJson("[{\"id\":1},{\"id\":2}]"));
        answers("/changed?since=2026-02-26", okJson("[]"));
        for (int day = 0; day < 3; day++) {
            assertThat(fetch(DAY.plusDays(day)).outcome()).isEqualTo(Outcome.DONE);
        }
        assertThat(metadata(DAY).snapshot()).isFalse();
        assertThat(metadata(DAY.plusDays(1)).snapshot()).isTrue();
        assertThat(metadata(DAY.plusDays(2)).listed()).isEqualTo(2);
        answers("/all", okJson("[]"));
        assertThat(fetch(DAY.plusDays(8)).message()).contains("the snapshot is empty");
    }

    @Test
    void a_window_that_meets_the_cap_is_asked_for_in_halves_until_everything_came() {
        long day = Instant.parse("2026-02-24T00:00:00Z").getEpochSecond();
        // Most of the day's changes within one minute, as a nightly batch makes them.
        List<Long> times = new ArrayList<>(List.of(day, day + 40_000, day + 86_399));
        for (int i = 0; i < 37; i++) {
            times.add(day + 7200 + i);
        }
        times.sort(null);
        try (FakeServer erp = new FakeServer(request -> capped(times, 10, request))) {
            fixture.with("ERP_URL", erp.url())
                    .start(
                            "",
                            """
                            entities:
                              products:
                                delta: {days: 1, cap: 10}
                                request:
                                  path: /products
                                  query: {a: "{{from|epoch_seconds}}", b: "{{to|epoch_seconds}}", page: "{{page}}"}
                                paging: {type: page, size: 4}
                                mapping: {product_id: /id, name: /id}
                            """);
            assertThat(fetch(DAY).message()).isNull();
        }
        TreeSet<Long> came = new TreeSet<>();
        fixture.raw().lines().filter(line -> line.startsWith("{")).forEach(line -> {
            long id = Long.parseLong(line.replaceAll("[^0-9]", ""));
            assertThat(came.add(id)).as("once").isTrue();
        });
        assertThat(came).isEqualTo(new TreeSet<>(times));
        assertThat(metadata(DAY).records()).isEqualTo(40);
    }

    @Test
    void a_second_that_holds_the_cap_cannot_be_halved_and_is_told() {
        fixture.start(
                "",
                """
                entities:
                  products:
                    delta: {days: 1, cap: 2}
                    request: {path: /products, query: {a: "{{from|instant}}", b: "{{to|instant}}"}}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get(urlPathEqualTo("/products")).willReturn(okJson("[{\"id\":1},{\"id\":2}]")));
        assertThat(fetch(DAY).message())
                .contains("there are 2 records or more, which is delta.cap, and the window is too short to be halved")
                .contains("HINT: ask for more records at once");
    }

    private static final String REFUSING =
            """
            entities:
              products:
                delta: {days: 1, too_large: [{status: 400, when: '.name == "RESULTSET_TOO_LARGE"'}]}
                request:
                  path: /products
                  query: {a: "{{from|epoch_seconds}}", b: "{{to|epoch_seconds}}", page: "{{page}}"}
                paging: {type: page, size: 4}
                mapping: {product_id: /id, name: /id}
            """;

    @Test
    void a_window_that_the_erp_refuses_as_too_large_is_halved_and_every_record_comes_once() throws Exception {
        long day = Instant.parse("2026-02-24T00:00:00Z").getEpochSecond();
        List<Long> times = new ArrayList<>(List.of(day, day + 40_000, day + 80_000));
        for (int i = 0; i < 20; i++) {
            times.add(day + 7200 + i);
        }
        times.sort(null);
        try (FakeServer erp = new FakeServer(request -> refusing(times, 10, request))) {
            fixture.with("ERP_URL", erp.url()).start("", REFUSING);
            assertThat(fetch(DAY).message()).isNull();
        }
        TreeSet<Long> came = new TreeSet<>();
        fixture.raw().lines().filter(line -> line.startsWith("{")).forEach(line -> assertThat(
                        came.add(Long.parseLong(line.replaceAll("[^0-9]", ""))))
                .as("once")
                .isTrue());
        assertThat(came).isEqualTo(new TreeSet<>(times));
    }

    /** Refuses a window with more records than so many, but only on its second page. */
    private static Response refusing(List<Long> times, int most, Request request) {
        long from = Long.parseLong(request.query().get("a"));
        long to = Long.parseLong(request.query().get("b"));
        long records = times.stream().filter(time -> time >= from && time < to).count();
        return records > most && request.query().get("page").equals("2")
                ? Response.of(400, "{\"name\":\"RESULTSET_TOO_LARGE\"}")
                : capped(times, Integer.MAX_VALUE, request);
    }

    @Test
    void a_second_that_is_still_refused_as_too_large_is_told_with_the_answer() {
        fixture.start("", REFUSING);
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .willReturn(com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                        .withStatus(400)
                        .withBody("{\"name\":\"RESULTSET_TOO_LARGE\"}")));
        assertThat(fetch(DAY).message())
                .contains("the ERP refuses what there is as too large (delta.too_large): it answered 400")
                .contains("RESULTSET_TOO_LARGE")
                .contains("the window is too short to be halved")
                .contains("HINT: does its answer mean something else?");
    }

    /** A record at each of these seconds, which is its id; no more than so many of a window, whatever the page. */
    private static Response capped(List<Long> times, int cap, Request request) {
        long from = Long.parseLong(request.query().get("a"));
        long to = Long.parseLong(request.query().get("b"));
        int page = Integer.parseInt(request.query().get("page"));
        return Response.json(times.stream()
                .filter(time -> time >= from && time < to)
                .limit(cap)
                .skip((page - 1) * 4L)
                .limit(4)
                .map(time -> "{\"id\":" + time + "}")
                .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void what_would_lose_something_is_refused_with_a_hint() {
        assertThatThrownBy(() -> fixture.start("", LINKS.replace(", absent_is_deleted: true", "")))
                .hasMessageContaining("what was deleted before one of its snapshots would be lost");
    }
}
