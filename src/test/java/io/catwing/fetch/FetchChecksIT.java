package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchChecksIT {

    private static final String PAGES =
            """
            paging: {type: page, first: 1, size: 2, stop: {pages: /pages}}
            envelope: {records: /data, total: /total}
            request: {query: {page: "{{page}}"}}
            """;
    private static final String OFFSETS =
            """
            paging: {type: offset, size: 2}
            envelope: {records: ""}
            request: {query: {offset: "{{offset}}"}}
            """;
    private static final String LINKS = "paging: {type: next_link, next: /next}\nenvelope: {records: /data}";

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void answer(String url, String json) {
        fixture.erp.stubFor(get(url).willReturn(okJson(json)));
    }

    private void refused(String fact, String hint) {
        var outcome = fixture.fetch();
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(outcome.message())
                .startsWith("raw-data/CW-000200/2026-02-24/products.json")
                .contains(fact)
                .contains("\nHINT: " + hint);
        assertThat(fixture.nothingStored()).isTrue();
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void a_failure_that_the_clients_file_caused_names_file_and_line() throws Exception {
        fixture.start("envelope: {records: /data, success: .ok}\npaging: {type: none}");
        answer("/products", "{\"ok\":false,\"data\":[]}");

        String message = fixture.fetch().message();

        Path file = fixture.home.resolve("clients/CW-000200.yaml");
        List<String> lines = Files.readAllLines(file);
        int line = 1;
        while (!lines.get(line - 1).contains("success:")) {
            line++;
        }
        assertThat(message).endsWith("; see " + file + ":" + line);
    }

    @Test
    void fewer_records_than_declared_are_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1},{\"id\":2}],\"pages\":2,\"total\":4}");
        answer("/products?page=2", "{\"data\":[{\"id\":3}],\"pages\":2,\"total\":4}");
        refused("the ERP declared 4 records, but 3 came in 2 pages", "its data changed while it was read");
    }

    @Test
    void more_records_than_declared_are_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1},{\"id\":2}],\"pages\":1,\"total\":1}");
        refused("the ERP declared 1 records, but 2 came in 1 pages", "its data changed while it was read");
    }

    @Test
    void a_total_that_changes_between_pages_is_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1},{\"id\":2}],\"pages\":2,\"total\":3}");
        answer("/products?page=2", "{\"data\":[{\"id\":3}],\"pages\":2,\"total\":4}");
        refused("the ERP declared 3 records and, on page 2, 4", "its data changed while it was read");
    }

    @Test
    void a_number_of_pages_that_changes_is_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1},{\"id\":2}],\"pages\":3,\"total\":5}");
        answer("/products?page=2", "{\"data\":[{\"id\":3},{\"id\":4}],\"pages\":2,\"total\":5}");
        refused("the ERP declared 3 pages and, on page 2, 2", "its data changed while it was read");
    }

    @Test
    void an_empty_page_before_the_last_is_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1},{\"id\":2}],\"pages\":3,\"total\":2}");
        answer("/products?page=2", "{\"data\":[],\"pages\":3,\"total\":2}");
        refused("page 2 of 3 is empty", "its data changed while it was read");
    }

    @Test
    void a_total_that_is_missing_is_refused() {
        fixture.start(PAGES);
        answer("/products?page=1", "{\"data\":[{\"id\":1}],\"pages\":1}");
        refused("the answer holds no whole number at envelope.total '/total'", "correct envelope.total");
    }

    @Test
    void a_repeated_page_is_refused() {
        fixture.start(OFFSETS);
        fixture.erp.stubFor(get(urlPathEqualTo("/products")).willReturn(okJson("[{\"id\":1},{\"id\":2}]")));
        refused("page 2 holds the same records as page 1", "look whether the request sends the page's number");
    }

    @Test
    void a_next_link_to_a_page_that_was_read_is_refused() {
        fixture.start(LINKS);
        answer("/products", "{\"data\":[{\"id\":1}],\"next\":\"/products?b\"}");
        answer("/products?b", "{\"data\":[{\"id\":2}],\"next\":\"/products\"}");
        refused(
                "the next link leads to a page that was read already, so the pages would never end: /products",
                "the ERP is at fault");
    }

    @Test
    void an_endless_next_link_ends_at_the_limit_of_pages() {
        fixture.start(LINKS);
        for (int i = 0; i < 25; i++) {
            String query = i == 0 ? "" : "?p=" + i;
            answer("/products" + query, "{\"data\":[{\"id\":" + i + "}],\"next\":\"/products?p=" + (i + 1) + "\"}");
        }
        refused("the ERP has no end after 20 pages, which is the limit", "raise erp.limits.pages");
    }

    @Test
    void a_next_link_to_another_host_port_or_scheme_is_refused() {
        fixture.start(LINKS);
        String base = fixture.erp.baseUrl();
        String[] elsewhere = {
            "http://evil.example/products?p=2",
            "//evil.example/p",
            base.replace("http:", "https:") + "/p",
            "http://localhost:1/p",
            base.replace("localhost", "127.0.0.1") + "/p",
            base.replace("localhost", "localhost.evil.example") + "/p"
        };
        for (String link : elsewhere) {
            answer("/products", "{\"data\":[{\"id\":1}],\"next\":\"" + link + "\"}");
            refused(", but the ERP is " + base, "if the ERP really moved, correct erp.url");
        }
        answer("/products", "{\"data\":[],\"next\":\"" + base.replace("//", "//user:pw@") + "/p\"}");
        refused("the next link leads to " + base + " with credentials of its own", "if the ERP really moved");
    }

    @Test
    void a_cursor_that_comes_twice_is_refused() {
        fixture.start("paging: {type: cursor, next: /next}\nenvelope: {records: /data}\n"
                + "request: {query: {after: \"{{cursor}}\"}}");
        answer("/products", "{\"data\":[{\"id\":1}],\"next\":\"a\"}");
        answer("/products?after=a", "{\"data\":[{\"id\":2}],\"next\":\"a\"}");
        refused("the cursor 'a' came twice, so the pages would never end", "the ERP is at fault");
    }

    @Test
    void a_body_over_the_limit_is_refused_compressed_or_not() throws IOException {
        fixture.start("paging: {type: none}\nenvelope: {records: \"\"}");
        String large = "[{\"id\":\"" + "x".repeat(1_200_000) + "\"}]";
        answer("/products", large);
        refused("page 1: the answer is longer than the limit of 1", "ask for smaller pages, or raise erp.limits.body");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(large.getBytes(StandardCharsets.UTF_8));
        }
        fixture.erp.stubFor(get("/products")
                .willReturn(ok().withHeader("Content-Encoding", "gzip").withBody(gzip.toByteArray())));
        refused("page 1: the answer is longer than the limit of 1", "ask for smaller pages, or raise erp.limits.body");
    }

    @Test
    void records_that_are_not_where_they_should_be_are_refused() {
        fixture.start("paging: {type: none}\nenvelope: {records: /data}");
        answer("/products", "{\"items\":[{\"id\":1}]}");
        refused("the answer holds nothing at envelope.records '/data'", "correct envelope.records");
        answer("/products", "{\"data\":{\"id\":1}}");
        refused("the answer holds no array at envelope.records '/data' but an object", "correct envelope.records");
        answer("/products", "{\"data\":null}");
        refused("the answer holds no array at envelope.records '/data' but null", "correct envelope.records");
        answer("/products", "{\"data\":[{\"id\":1},7]}");
        refused("record 2 of the page is no object but a number", "envelope.records must point to an array of objects");
        answer("/products", "{\"items\":[" + "\"x\",".repeat(300_000) + "1]}");
        refused("outside envelope.records '/data'", "look whether envelope.records points to the records");
    }

    @Test
    void a_field_that_no_record_has_any_more_is_refused_unless_it_is_accepted_and_then_told() {
        fixture.start("paging: {type: none}\nenvelope: {records: \"\"}");
        answer("/products", "[{\"id\":1},{\"id\":2},{\"id\":3}]");
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY.minusDays(3), false).message())
                .isNull();
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY.minusDays(3)).fields()).containsEntry("name", 3L);
        answer("/products", "[{\"ID\":1},{\"ID\":2},{\"ID\":3}]");
        assertThat(fixture.fetch().message())
                .startsWith("raw-data/CW-000200/2026-02-24/products.json: none of 3 records has a value for product_id"
                        + " (/id), name (/id), which raw-data/CW-000200/2026-02-21/products.json has\nHINT: if the ERP"
                        + " renamed a field, correct the mapping in the client's file; if that is right, run the same"
                        + " command with --accept-volume");
        StepResult accepted = fixture.fetch(Entity.PRODUCTS, DAY, true);
        assertThat(accepted.outcome()).isEqualTo(Outcome.DONE);
        assertThat(accepted.message())
                .isEqualTo(
                        "no record has a value for product_id (/id), name (/id) any more, which the file before has");
    }

    @Test
    void a_204_and_a_declared_404_are_files_without_a_record() {
        fixture.start(
                "paging: {type: none}\nenvelope: {records: /data, none_when: [404]}\nvolume: {allow_empty: true}");
        fixture.erp.stubFor(get("/products").willReturn(aResponse().withStatus(404)));
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.raw()).isEqualTo("[\n]\n");
        fixture.erp.stubFor(get("/products").willReturn(aResponse().withStatus(204)));
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY.plusDays(1), false).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(fixture.raw(Entity.PRODUCTS, DAY.plusDays(1))).isEqualTo("[\n]\n");
    }

    @Test
    void children_without_a_record_are_refused() {
        fixture.start("envelope: {records: /orders, beside: {at: /lines, key: /id, parent: /order, as: lines}}\n"
                + "paging: {type: none}");
        answer("/products", "{\"orders\":[{\"id\":1}],\"lines\":[{\"order\":1},{\"order\":2},{\"order\":2}]}");
        refused("2 children at envelope.beside belong to no record of their page, such as those of '2'", "correct key");
        answer("/products", "{\"orders\":[{\"id\":1,\"lines\":null}],\"lines\":[]}");
        refused("record 1 of the page has a field 'lines' already", "choose another name for 'as'");
        answer("/products", "{\"orders\":[{\"no\":1}],\"lines\":[]}");
        refused("record 1 of the page has no value at the key '/id'", "correct the key");
    }

    @Test
    void a_held_page_is_bounded() {
        fixture.with("catwing.fetch.held-page", "1KB");
        fixture.start("envelope: {records: /orders, beside: {at: /lines, key: /id, parent: /order, as: lines}}\n"
                + "paging: {type: none}");
        answer("/products", "{\"orders\":[{\"id\":1,\"t\":\"" + "x".repeat(2000) + "\"}],\"lines\":[]}");
        refused("a page with its children is longer than the 1024 bytes that are held", "ask for smaller pages");
    }

    @Test
    void an_empty_snapshot_is_refused_unless_it_is_accepted() {
        fixture.start(OFFSETS);
        answer("/products?offset=0", "[]");
        refused("raw-data/CW-000200/2026-02-24/products.json: the snapshot is empty", "if that is right, run the same");
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY, true).outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.raw()).isEqualTo("[\n]\n");
    }

    @Test
    void a_snapshot_may_be_declared_to_be_empty() {
        fixture.start(OFFSETS + "volume: {allow_empty: true}");
        answer("/products?offset=0", "[]");
        assertThat(fixture.fetch().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_much_smaller_snapshot_than_the_last_is_refused_unless_it_is_accepted() {
        fixture.start("paging: {type: none}\nenvelope: {records: \"\"}\nvolume: {min_share: 0.5}");
        answer("/products", "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5}]");
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY.minusDays(3), false).outcome())
                .isEqualTo(Outcome.DONE);
        answer("/products", "[{\"id\":1},{\"id\":2}]");
        assertThat(fixture.fetch().message())
                .startsWith("raw-data/CW-000200/2026-02-24/products.json: the snapshot has 2 records, but"
                        + " raw-data/CW-000200/2026-02-21/products.json has 5\nHINT: if that is right, run the same"
                        + " command with --accept-volume; the share that is believed is volume.min_share in the"
                        + " client's file");
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY, true).outcome()).isEqualTo(Outcome.DONE);
        answer("/products", "[{\"id\":1}]");
        assertThat(fixture.fetch(Entity.PRODUCTS, DAY.plusDays(1), false).outcome())
                .as("one is half of two")
                .isEqualTo(Outcome.DONE);
    }
}
