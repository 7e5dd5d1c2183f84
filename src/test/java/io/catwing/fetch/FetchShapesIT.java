package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.catwing.fetch.FetchFixture.DAY;
import static io.catwing.fetch.FetchFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.ClosingServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shapes of answers, parents and children over real HTTP, by the real routes. */
class FetchShapesIT {
    private static final byte[] ROWS = "id\n1\n2\n".getBytes(StandardCharsets.US_ASCII);

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void answers(String url, ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            String state = i == 0 ? Scenario.STARTED : "answer " + i;
            fixture.erp.stubFor(get(url).inScenario(url)
                    .whenScenarioStateIs(state)
                    .willReturn(answers[i])
                    .willSetStateTo(i == answers.length - 1 ? state : "answer " + (i + 1)));
        }
    }

    private void fetched(String... records) {
        StepResult outcome = fixture.fetch();
        assertThat(outcome.message()).isNull();
        assertThat(fixture.raw()).isEqualTo(file(records));
        assertThat(fixture.spooled()).isEmpty();
    }

    private static ResponseDefinitionBuilder status(int status, String body) {
        return aResponse().withStatus(status).withBody(body);
    }

    @Test
    void an_answer_that_is_not_ready_is_asked_for_again() {
        fixture.start("answer: {later: [202]}");
        answers(
                "/products",
                status(202, "{}").withHeader("Retry-After", "0"),
                status(202, "").withHeader("Retry-After", "0"),
                okJson("[{\"id\":1}]"));
        fetched("{\"id\":1}");
        fixture.erp.verify(3, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    void an_error_that_means_later_is_asked_for_again_after_its_wait() {
        fixture.start(
                "answer: {later: [420, {status: 400, when: '.code == \"BUSY\"'}, {status: 409, when: 'contains(\"moment\")'}]}");
        answers(
                "/products",
                status(420, "").withHeader("Retry-After", "0"),
                status(400, "{\"code\":\"BUSY\"}").withHeader("Retry-After", "0"),
                okJson("[{\"id\":1}]"));
        fetched("{\"id\":1}");
        fixture.erp.verify(3, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    void an_error_that_is_text_may_mean_later_and_is_given_up_with_what_it_says() {
        fixture.start("answer: {later: [{status: 409, when: 'contains(\"moment\")'}]}");
        answers("/products", status(409, "wait a moment").withHeader("Retry-After", "0"));
        assertThat(fixture.fetch().message())
                .contains("gave up after 3 attempts; the last: ")
                .contains("answered 409, which asks to be asked again (answer.later): wait a moment")
                .contains("HINT: raise erp.retry.attempts");
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void an_error_whose_body_does_not_say_later_is_refused_at_once_with_its_body() {
        fixture.start("answer: {later: [{status: 400, when: '.code == \"BUSY\"'}]}");
        answers("/products", status(400, "[\"no such field\"]"));
        assertThat(fixture.fetch().message())
                .contains("answered 400")
                .contains("no such field")
                .contains("HINT: correct the request in the client's file")
                .doesNotContain("attempts");
        fixture.erp.verify(1, getRequestedFor(urlEqualTo("/products")));
    }

    /** It is plain text. */
    private static ResponseDefinitionBuilder notGzip(int status) {
        return status(status, "no such thing").withHeader("Content-Encoding", "gzip");
    }

    @Test
    void an_error_whose_body_cannot_be_read_means_what_its_status_says() {
        fixture.start("answer: {later: [420, {status: 409, when: '.code == \"BUSY\"'}]}\n"
                + "envelope: {none_when: [404]}\nvolume: {allow_empty: true}");
        // What a body has to say is asked for again.
        answers("/products", notGzip(420), notGzip(409), notGzip(404));
        fetched();
        fixture.erp.verify(3, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    void an_error_whose_body_cannot_be_read_is_refused_by_its_status_at_once() {
        fixture.start("");
        answers("/products", notGzip(403));
        assertThat(fixture.fetch().message())
                .contains("answered 403\n")
                .contains("HINT: check erp.auth in the client's file")
                .doesNotContain("attempts");
        fixture.erp.verify(1, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    void an_answer_that_never_gets_ready_is_given_up() {
        fixture.start("answer: {later: [202]}");
        answers("/products", status(202, "{}").withHeader("Retry-After", "0"));
        assertThat(fixture.fetch().message())
                .contains("gave up after 3 attempts; the last: ")
                .contains("answered 202: its answer is not ready yet")
                .contains("HINT: raise erp.retry.attempts");
    }

    @Test
    void a_declared_status_is_an_answer_and_an_undeclared_one_says_how_to_declare_it() {
        fixture.start("answer: {success: [206]}");
        answers("/products", status(206, "[{\"id\":1}]"));
        fetched("{\"id\":1}");
    }

    @Test
    void an_undeclared_206_is_refused_with_its_declaration() {
        fixture.start("envelope: {records: \"\"}");
        answers("/products", status(206, "[{\"id\":1}]"));
        assertThat(fixture.fetch().message())
                .contains("answered 206")
                .contains("HINT: if a part is what was asked for, say answer: {success: [206]}");
    }

    @Test
    void a_next_link_that_has_expired_is_no_end_of_the_pages_whatever_means_no_records() {
        fixture.start("envelope: {records: /data, none_when: [404]}\npaging: {type: next_link, next: /next}");
        answers("/products", okJson("{\"data\":[{\"id\":1}],\"next\":\"/more\"}"));
        answers("/more", status(404, "expired"));
        assertThat(fixture.fetch().message())
                .contains("page 2: GET ")
                .contains("/more answered 404 though the pages before said that it exists: expired")
                .contains("HINT: its data changed while it was read: run the same command again");
        assertThat(fixture.nothingStored()).isTrue();
    }

    @Test
    void csv_and_xml_are_asked_for_by_their_types_and_read() {
        fixture.start("answer: {format: csv, csv: {separator: \";\", charset: windows-1252}}");
        fixture.erp.stubFor(get("/products")
                .withHeader("Accept", containing("text/csv"))
                .willReturn(aResponse().withBody("id;n\n1;K\u00e4se\n".getBytes(StandardCharsets.ISO_8859_1))));
        fetched("{\"id\":\"1\",\"n\":\"Käse\"}");
    }

    @Test
    void xml_is_kept_with_its_original() {
        fixture.start("answer: {format: xml}\nenvelope: {records: /Items/Item}");
        fixture.erp.stubFor(get("/products")
                .withHeader("Accept", containing("application/xml"))
                .willReturn(aResponse().withBody("<Items><Item><id>1</id></Item></Items>")));
        fetched("{\"id\":\"1\",\"@xml\":\"<Item><id>1</id></Item>\"}");
    }

    @Test
    void csv_that_ends_with_the_connection_is_refused_unless_that_is_declared() throws Exception {
        try (ClosingServer server = new ClosingServer("text/csv", ROWS)) {
            fixture.with("ERP_URL", server.url()).start("answer: {format: csv}");
            assertThat(fixture.fetch().message())
                    .contains(
                            "answered csv without a length or chunks: if the connection were cut, the rest would be missed in"
                                    + " silence")
                    .contains("HINT: have the ERP send Content-Length, chunks or gzip; if it cannot, say answer:"
                            + " {close_delimited: true} in the client's file");
            assertThat(fixture.spooled()).isEmpty();
        }
    }

    @Test
    void csv_that_ends_with_the_connection_is_read_where_that_is_declared() throws Exception {
        try (ClosingServer server = new ClosingServer("text/csv", ROWS)) {
            fixture.with("ERP_URL", server.url()).start("answer: {format: csv, close_delimited: true}");
            fetched("{\"id\":\"1\"}", "{\"id\":\"2\"}");
        }
    }

    @Test
    void compressed_csv_may_end_with_the_connection_since_it_shows_its_own_end() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ROWS);
        }
        byte[] whole = packed.toByteArray();
        try (ClosingServer server = new ClosingServer("text/csv", whole, "Content-Encoding: gzip\r\n")) {
            fixture.with("ERP_URL", server.url()).start("answer: {format: csv}");
            fetched("{\"id\":\"1\"}", "{\"id\":\"2\"}");
        }
    }

    @Test
    void an_encoding_that_compresses_nothing_shows_no_end() throws Exception {
        try (ClosingServer server = new ClosingServer("text/csv", ROWS, "Content-Encoding: identity\r\n")) {
            fixture.with("ERP_URL", server.url()).start("answer: {format: csv}");
            assertThat(fixture.fetch().message()).contains("answered csv without a length or chunks");
        }
    }

    @Test
    void compressed_csv_that_was_cut_is_no_file() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ROWS);
        }
        byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 8);
        try (ClosingServer server = new ClosingServer("text/csv", cut, "Content-Encoding: gzip\r\n")) {
            fixture.with("ERP_URL", server.url()).start("answer: {format: csv}");
            assertThat(fixture.fetch().message()).contains("the answer was cut");
        }
    }

    @Test
    void json_may_end_with_the_connection_since_it_shows_its_own_end() throws Exception {
        try (ClosingServer server =
                new ClosingServer("application/json", "[{\"id\":1}]".getBytes(StandardCharsets.US_ASCII))) {
            fixture.with("ERP_URL", server.url()).start("");
            fetched("{\"id\":1}");
        }
    }

    @Test
    void a_page_of_html_in_place_of_xml_or_csv_is_an_error_of_the_moment() {
        fixture.start("answer: {format: xml, xml: {original: false}}\nenvelope: {records: /Items/Item}");
        answers(
                "/products",
                status(200, "<!DOCTYPE html><html>down</html>"),
                status(200, "<Items><Item><id>1</id>"),
                status(200, "<Items><Item><id>1</id></Item></Items>"));
        fetched("{\"id\":\"1\"}");
    }

    @Test
    void a_packed_file_is_read_as_it_comes_and_asked_again_when_it_is_cut() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = packed.toByteArray();
        fixture.start("answer: {packed: gzip, format: ndjson}");
        answers(
                "/products",
                aResponse().withBody(java.util.Arrays.copyOf(whole, whole.length - 9)),
                aResponse().withBody(whole));
        fetched("{\"id\":1}", "{\"id\":2}");
    }

    private static final String FAMILY =
            """
            entities:
              products:
                snapshot: true
                request: {path: /products}
                mapping: {product_id: /id}
              inventory:
                snapshot: true
                parents: {entity: products, key: /id}
                request: {path: "/products/{{id}}/stock", with: {product: "{{id}}"}}
                paging: {type: next_link, next: /next}
                envelope: {records: /data, none_when: [404]}
                mapping: {product_id: {with: product}, location_id: /loc, quantity: /q}
            """;

    @Test
    void each_parent_is_asked_for_with_pages_of_its_own_and_its_key_is_kept() {
        fixture.start("envelope: {records: \"\"}", FAMILY);
        answers(
                "/products",
                okJson("[{\"id\":\"A/1\"},{\"id\":2},{\"id\":3},{\"id\":2}]".replace(",{\"id\":2}]", "]")));
        answers("/products/A%2F1/stock", okJson("{\"data\":[{\"loc\":1,\"q\":5}],\"next\":\"/more\"}"));
        answers("/more", okJson("{\"data\":[{\"loc\":2,\"q\":1.10}]}"));
        answers("/products/2/stock", status(404, "{}"));
        answers("/products/3/stock", status(503, "busy"), okJson("{\"data\":[{\"loc\":1,\"q\":0}]}"));
        // The children come first in the order, and are fetched after their parents all the same.
        List<StepResult> results = fixture.fetch(List.of(Entity.INVENTORY, Entity.PRODUCTS), List.of(DAY), false);
        assertThat(results).allMatch(result -> result.outcome() == Outcome.DONE, results.toString());
        assertThat(fixture.raw(Entity.INVENTORY, DAY))
                .isEqualTo(file(
                        "{\"@with\":{\"product\":\"A/1\"},\"loc\":1,\"q\":5}",
                        "{\"@with\":{\"product\":\"A/1\"},\"loc\":2,\"q\":1.10}",
                        "{\"@with\":{\"product\":\"3\"},\"loc\":1,\"q\":0}"));
        assertThat(fixture.metadata(Entity.INVENTORY, DAY).records()).isEqualTo(3);
    }

    private static final String CUT =
            FAMILY.replace("key: /id}", "key: {jq: '.uri | select(. != null) | split(\"/\") | last'}}");

    @Test
    void a_parents_id_may_be_cut_out_of_a_value_and_where_there_is_none_the_record_is_named() {
        fixture.start("envelope: {records: \"\"}", CUT);
        answers(
                "/products",
                okJson("[{\"id\":1,\"uri\":\"/x/A-1\"},{\"id\":2,\"uri\":\"/x/A-1\"},{\"id\":3,\"uri\":\"7\"}]"));
        answers("/products/A-1/stock", okJson("{\"data\":[{\"loc\":1,\"q\":5}]}"));
        answers("/products/7/stock", okJson("{\"data\":[]}"));
        fixture.fetch();
        assertThat(fixture.fetch(Entity.INVENTORY, DAY, true).message()).isNull();
        assertThat(fixture.raw(Entity.INVENTORY, DAY))
                .isEqualTo(file("{\"@with\":{\"product\":\"A-1\"},\"loc\":1,\"q\":5}"));

        LocalDate next = DAY.plusDays(1);
        answers(
                "/products",
                okJson("[{\"id\":1,\"uri\":\"/x/A-1\"},{\"id\":2,\"uri\":null},{\"id\":3,\"uri\":\"7\"}]"));
        fixture.fetch(Entity.PRODUCTS, next, true);
        assertThat(fixture.fetch(Entity.INVENTORY, next, true).message())
                .contains(
                        "inventory.json: record 1 of raw-data/CW-000200/2026-02-25/products.json: parents.key.jq gives no"
                                + " value")
                .contains("HINT: have it give one text or number for each record");
    }

    @Test
    void only_parents_for_which_where_is_true_are_asked() {
        fixture.start("envelope: {records: \"\"}", FAMILY.replace("key: /id}", "key: /id, where: '.kind == \"set\"'}"));
        answers("/products", okJson("[{\"kind\":\"one\"},{\"id\":2,\"kind\":\"set\"},{\"id\":3}]"));
        answers("/products/2/stock", okJson("{\"data\":[{\"loc\":1,\"q\":5}]}"));
        fixture.fetch();
        assertThat(fixture.fetch(Entity.INVENTORY, DAY, true).message()).isNull();
        assertThat(fixture.raw(Entity.INVENTORY, DAY))
                .isEqualTo(file("{\"@with\":{\"product\":\"2\"},\"loc\":1,\"q\":5}"));
        fixture.erp.verify(1, anyRequestedFor(urlPathMatching("/products/.*")));
    }

    @Test
    void a_parent_of_which_where_says_neither_true_nor_false_is_named() {
        fixture.start("envelope: {records: \"\"}", FAMILY.replace("key: /id}", "key: /id, where: .kind}"));
        answers("/products", okJson("[{\"id\":1,\"kind\":true},{\"id\":2,\"kind\":\"set\"}]"));
        fixture.fetch();
        assertThat(fixture.fetch(Entity.INVENTORY, DAY, true).message())
                .contains(
                        "record 1 of raw-data/CW-000200/2026-02-24/products.json: parents.where gives neither true nor"
                                + " false")
                .contains("HINT: have it compare something");
    }

    @Test
    void without_the_parents_file_the_children_say_what_to_fetch_first() {
        fixture.start("envelope: {records: \"\"}", FAMILY);
        StepResult result = fixture.fetch(Entity.INVENTORY, DAY, false);
        assertThat(result.message())
                .contains("its parents' raw file raw-data/CW-000200/2026-02-24/products.json is not there")
                .contains(
                        "HINT: fetch products of that date first: ./catwing fetch --client CW-000200 --entity products");
    }

    @Test
    void a_child_that_fails_names_its_parent() {
        fixture.start("envelope: {records: \"\"}", FAMILY);
        answers("/products", okJson("[{\"id\":\"A\"},{\"id\":\"B\"}]"));
        answers("/products/A/stock", okJson("{\"data\":[]}"));
        answers("/products/B/stock", status(400, "{\"error\":\"closed\"}"));
        fixture.fetch();
        assertThat(fixture.fetch(Entity.INVENTORY, DAY, true).message())
                .contains("id 'B', page 1: ")
                .contains("answered 400");
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void a_detail_of_a_detail_that_fails_names_both_records_around_it() {
        fixture.start(
                "envelope: {records: \"\"}",
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    detail:
                      request: {path: "/products/{{id}}/sizes"}
                      key: /id
                      as: sizes
                      detail: {request: {path: "/sizes/{{parent}}/{{id}}"}, key: /no, as: stock}
                    mapping: {product_id: /id}
                """);
        answers("/products", okJson("[{\"id\":\"A\"}]"));
        answers("/products/A/sizes", okJson("[{\"no\":1},{\"no\":2}]"));
        answers("/sizes/A/1", okJson("{}"));
        answers("/sizes/A/2", status(500, "down"));
        assertThat(fixture.fetch().message()).contains("detail of record 'A', of '2': gave up after 3 attempts");
        answers("/sizes/A/2", status(500, "down"), okJson("[7]"));
        fetched("{\"id\":\"A\",\"sizes\":[{\"no\":1,\"stock\":{}},{\"no\":2,\"stock\":[7]}]}");
    }

    @Test
    void a_search_that_finds_nothing_is_an_empty_file() {
        fixture.start(
                "envelope: {records: \"\"}",
                """
                entities:
                  products:
                    snapshot: true
                    volume: {allow_empty: true}
                    search: {request: {path: /ids}}
                    request: {path: "/products/{{id}}"}
                    mapping: {product_id: /id}
                """);
        answers("/ids", okJson("[]"));
        fetched();
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY).records()).isZero();
    }

    @Test
    void a_search_asks_by_json_and_its_batches_do_too() {
        fixture.start(
                "envelope: {records: /result, success: '.error == null'}",
                """
                entities:
                  products:
                    snapshot: true
                    search:
                      request: {path: /rpc, method: POST, body: '{"m": "search"}'}
                      records: /result
                      batch: 2
                    request: {path: /rpc, method: POST, body: '{"m": "read", "ids": {{ids}}}'}
                    mapping: {product_id: /id}
                """);
        fixture.erp.stubFor(post("/rpc")
                .withRequestBody(equalToJson("{\"m\":\"search\"}"))
                .willReturn(okJson("{\"result\":[3,\"x\",5]}")));
        fixture.erp.stubFor(post("/rpc")
                .withRequestBody(equalToJson("{\"m\":\"read\",\"ids\":[3,\"x\"]}"))
                .willReturn(okJson("{\"result\":[{\"id\":3},{\"id\":\"x\"}]}")));
        fixture.erp.stubFor(post("/rpc")
                .withRequestBody(equalToJson("{\"m\":\"read\",\"ids\":[5]}"))
                .willReturn(okJson("{\"result\":[{\"id\":5}]}")));
        fetched("{\"id\":3}", "{\"id\":\"x\"}", "{\"id\":5}");
    }
}
