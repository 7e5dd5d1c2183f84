package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.DAY;
import static io.catwing.fetch.FetchFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchPagingIT {

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void answer(MappingBuilder request, String json) {
        fixture.erp.stubFor(request.willReturn(okJson(json)));
    }

    private void fetched(String... records) {
        StepResult outcome = fixture.fetch();
        assertThat(outcome.message()).isNull();
        assertThat(outcome.outcome()).isEqualTo(Outcome.DONE);
        assertThat(outcome.records()).isEqualTo(records.length);
        assertThat(fixture.raw()).isEqualTo(file(records));
        assertThat(outcome.bytes()).isEqualTo(fixture.raw().getBytes(StandardCharsets.UTF_8).length);
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void one_answer_without_an_envelope_is_the_file() {
        fixture.start("envelope: {records: \"\"}\npaging: {type: none}");
        answer(get("/products"), "[ {\"id\": 1.10}, {\"id\" : \"ü\"} ]");
        fetched("{\"id\":1.10}", "{\"id\":\"ü\"}");
    }

    @Test
    void page_numbers_count_up_to_the_declared_pages() {
        fixture.start(
                """
                paging: {type: page, first: 1, size: 2, stop: {pages: /meta/pages}}
                envelope: {records: /data, total: /meta/total}
                request: {query: {page: "{{page}}", size: "{{size}}", date: "{{date}}"}}
                """);
        answer(get("/products?page=1&size=2&date=2026-02-24"), page("1,2", "\"meta\":{\"pages\":2,\"total\":3}"));
        answer(get("/products?page=2&size=2&date=2026-02-24"), page("3", "\"meta\":{\"pages\":2,\"total\":3}"));
        fetched("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        RawMetadata metadata = fixture.metadata(Entity.PRODUCTS, DAY);
        assertThat(metadata.pages()).isEqualTo(2);
        assertThat(metadata.declaredTotal()).isEqualTo(3);
        assertThat(metadata.snapshot()).isTrue();
        assertThat(metadata.records()).isEqualTo(3);
    }

    private static String page(String ids, String rest) {
        StringBuilder json = new StringBuilder("{\"data\":[");
        String comma = "";
        for (String id : ids.isEmpty() ? new String[0] : ids.split(",")) {
            json.append(comma).append("{\"id\":").append(id).append('}');
            comma = ",";
        }
        return json.append("],").append(rest).append('}').toString();
    }

    @Test
    void offsets_grow_by_the_records_that_came_until_a_page_is_empty() {
        fixture.start(
                """
                paging: {type: offset, size: 2}
                envelope: {records: /data}
                request: {query: {offset: "{{offset}}"}}
                """);
        answer(get("/products?offset=0"), page("1,2", "\"x\":0"));
        answer(get("/products?offset=2"), page("3", "\"x\":0"));
        answer(get("/products?offset=3"), page("", "\"x\":0"));
        fetched("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void a_short_page_may_be_the_last() {
        fixture.start(
                """
                paging: {type: offset, size: 2, stop: {short_page: true}}
                envelope: {records: /data}
                request: {query: {offset: "{{offset}}"}}
                """);
        answer(get("/products?offset=0"), page("1,2", "\"x\":0"));
        answer(get("/products?offset=2"), page("3", "\"x\":0"));
        fetched("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void a_next_link_is_followed_as_it_is_absolute_or_relative_encoded_or_not() {
        fixture.start("paging: {type: next_link, next: /next}\nenvelope: {records: /data}\n"
                + "request: {query: {$filter: \"at ge {{date}} and a eq 'x+y'\"}}");
        String filter = "$filter=at%20ge%202026-02-24%20and%20a%20eq%20'x%2By'";
        answer(
                get(urlEqualTo("/products?" + filter)),
                page("1", "\"next\":\"" + fixture.erp.baseUrl() + "/products?$filter=a%20b%2Bc&$skiptoken=2\""));
        answer(get(urlEqualTo("/products?$filter=a%20b%2Bc&$skiptoken=2")), page("2", "\"next\":\"?$skiptoken=3 4\""));
        answer(get(urlEqualTo("/products?$skiptoken=3%204")), page("3", "\"next\":\"/other/path?p=%C3%BC\""));
        answer(get(urlEqualTo("/other/path?p=%C3%BC")), page("4", "\"next\":null"));
        fetched("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
    }

    @Test
    void a_link_header_is_followed() {
        fixture.start("paging: {type: link_header}\nenvelope: {records: \"\"}");
        fixture.erp.stubFor(get("/products")
                .willReturn(okJson("[{\"id\":1}]")
                        .withHeader("Link", "</products?p=0>; rel=\"prev\"")
                        .withHeader("Link", "</products?p=2>; title=\"a, b; c\"; rel=\"last next\"")));
        answer(get("/products?p=2"), "[{\"id\":2}]");
        fetched("{\"id\":1}", "{\"id\":2}");
    }

    @Test
    void a_cursor_goes_into_the_body_and_is_left_out_at_first() {
        fixture.start(
                "paging: {type: cursor, next: /next, more: /more}\nenvelope: {records: /data}",
                """
                entities:
                  products:
                    snapshot: true
                    request:
                      method: POST
                      path: /query
                      body: '{"sql": "ü", "after": {{cursor}}}'
                    mapping: {product_id: /id, name: /id}
                """);
        answer(
                post("/query")
                        .withRequestBody(equalToJson("{\"sql\":\"ü\",\"after\":null}"))
                        .withHeader("Content-Type", equalTo("application/json")),
                page("1", "\"next\":\"a\\\"b\",\"more\":true"));
        answer(
                post("/query").withRequestBody(equalToJson("{\"sql\":\"ü\",\"after\":\"a\\\"b\"}")),
                page("2", "\"next\":\"c\",\"more\":false"));
        fetched("{\"id\":1}", "{\"id\":2}");
    }

    @Test
    void a_cursor_goes_into_the_body_as_the_number_or_the_text_that_it_came_as() {
        fixture.start(
                "paging: {type: cursor, next: /next}\nenvelope: {records: /data}",
                """
                entities:
                  products:
                    snapshot: true
                    request: {method: POST, path: /query, body: '{"after": {{cursor}}}'}
                    mapping: {product_id: /id, name: /id}
                """);
        answer(post("/query").withRequestBody(equalToJson("{\"after\":null}")), page("1", "\"next\":\"124\""));
        answer(post("/query").withRequestBody(equalToJson("{\"after\":\"124\"}")), page("2", "\"next\":125"));
        answer(post("/query").withRequestBody(equalToJson("{\"after\":125}")), page("3", "\"next\":null"));
        fetched("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void a_keyset_goes_on_after_the_last_key_however_large() {
        fixture.start(
                """
                paging: {type: keyset, key: /id, size: 2, stop: {more: /more}}
                envelope: {records: /data}
                request: {query: {after: "{{key}}"}}
                """);
        answer(
                get(urlPathEqualTo("/products")).withQueryParam("after", absent()),
                page("1,12345678901234567890", "\"more\":true"));
        answer(get("/products?after=12345678901234567890"), page("12345678901234567891", "\"more\":false"));
        fetched("{\"id\":1}", "{\"id\":12345678901234567890}", "{\"id\":12345678901234567891}");
    }

    @Test
    void a_snapshot_by_versions_begins_with_the_first_one_each_day() {
        fixture.start(
                """
                paging: {type: version, version: /v, first: 5, size: 2}
                envelope: {records: ""}
                request: {query: {above: "{{version}}"}}
                """);
        answer(get("/products?above=5"), "[{\"id\":1,\"v\":9},{\"id\":2,\"v\":7}]");
        answer(get("/products?above=9"), "[]");
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY.plusDays(1), false).message())
                .isNull();
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY.plusDays(1)).records()).isEqualTo(2);
    }

    @Test
    void versions_go_on_where_the_newest_earlier_file_ended_even_over_an_empty_day() {
        fixture.start(
                """
                paging: {type: version, version: /v, first: 5, size: 2}
                envelope: {records: ""}
                """,
                """
                entities:
                  sales_orders:
                    delta: {days: 1}
                    request: {path: /sales, query: {above: "{{version}}"}}
                    mapping: {sales_order_id: /id, ordered_at: /id, lines: {at: /l, product_id: /p, quantity: /q}}
                """);
        answer(get("/sales?above=5"), "[{\"id\":1,\"v\":9,\"l\":[{\"p\":1,\"q\":1}]},{\"id\":2,\"v\":7}]");
        answer(get("/sales?above=9"), "[]");
        assertThat(fixture.fetch(Entity.SALES_ORDERS, DAY, false).message()).isNull();
        assertThat(fixture.metadata(Entity.SALES_ORDERS, DAY).version()).isEqualTo(9);
        assertThat(fixture.fetch(Entity.SALES_ORDERS, DAY.plusDays(1), false).message())
                .isNull();
        assertThat(fixture.metadata(Entity.SALES_ORDERS, DAY.plusDays(1)).version())
                .isEqualTo(9);
        answer(get("/sales?above=9"), "[{\"id\":3,\"v\":12,\"l\":[{\"p\":1,\"q\":1}]}]");
        answer(get("/sales?above=12"), "[]");
        assertThat(fixture.fetch(Entity.SALES_ORDERS, DAY.plusDays(2), false).message())
                .isNull();
        RawMetadata third = fixture.metadata(Entity.SALES_ORDERS, DAY.plusDays(2));
        assertThat(third.version()).isEqualTo(12);
        assertThat(third.windowFrom()).isEqualTo(DAY.plusDays(2));
        assertThat(third.windowTo()).isEqualTo(DAY.plusDays(3));
    }

    @Test
    void several_requests_are_appended_to_one_file() {
        fixture.start(
                "envelope: {records: /data, total: /total}\npaging: {type: none}",
                """
                entities:
                  products:
                    snapshot: true
                    requests: [{path: /a}, {path: /b}]
                    mapping: {product_id: /id, name: /id}
                """);
        answer(get("/a"), page("1", "\"total\":1"));
        answer(get("/b"), page("1", "\"total\":1"));
        fetched("{\"id\":1}", "{\"id\":1}");
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY).declaredTotal()).isEqualTo(2);
    }

    @Test
    void a_second_call_per_record_puts_its_answer_into_the_record() {
        fixture.start(
                """
                envelope: {records: ""}
                paging: {type: page, first: 1, size: 2, stop: {short_page: true}}
                request: {query: {page: "{{page}}"}}
                """,
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    detail: {request: {path: "/products/{{id}}/more"}, key: /id, records: /items, as: items}
                    mapping: {product_id: /id, name: /id}
                """);
        answer(get("/products?page=1"), "[{\"id\":\"a/b\"},{\"id\":\"c\",\"z\":1}]");
        answer(get("/products?page=2"), "[{\"id\":\"d\"}]");
        answer(get(urlPathEqualTo("/products/a%2Fb/more")), "{\"items\":[{\"n\":1.10}]}");
        answer(get(urlPathEqualTo("/products/c/more")), "{\"items\":{\"n\":2}}");
        answer(get(urlPathEqualTo("/products/d/more")), "{\"items\":[]}");
        fetched(
                "{\"id\":\"a/b\",\"items\":[{\"n\":1.10}]}",
                "{\"id\":\"c\",\"z\":1,\"items\":{\"n\":2}}",
                "{\"id\":\"d\",\"items\":[]}");
    }

    @Test
    void children_beside_the_records_are_put_into_them() {
        fixture.start("envelope: {records: /orders, beside: {at: /lines, key: /id, parent: /order/id, as: lines}}\n"
                + "paging: {type: none}");
        answer(
                get("/products"),
                "{\"lines\":[{\"order\":{\"id\":\"2\"},\"q\":1.0},{\"order\":{\"id\":1},\"q\":2},{\"order\":{\"id\":2},\"q\":3}],"
                        + "\"orders\":[{\"id\":1},{\"id\":2},{\"id\":3}]}");
        fetched(
                "{\"id\":1,\"lines\":[{\"order\":{\"id\":1},\"q\":2}]}",
                "{\"id\":2,\"lines\":[{\"order\":{\"id\":\"2\"},\"q\":1.0},{\"order\":{\"id\":2},\"q\":3}]}",
                "{\"id\":3,\"lines\":[]}");
    }
}
