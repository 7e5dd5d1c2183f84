package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCheckTest {
    @TempDir
    private Path folder;

    @Test
    void a_sound_file_is_summed_up_and_missing_secrets_are_noted() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000902.yaml"), folder.resolve("CW-000902.yaml"));
        ClientCheck.Report report = ClientCheck.check(folder, Map.of("CW_000902_ID", "x")::get);

        assertThat(report.ok()).isTrue();
        assertThat(report.lines())
                .containsExactly(
                        "ok CW-000902 Next links: https://erp.example.com/odata, auth oauth2, UTC",
                        "   delta of 2 days, paging next_link: receiving_orders",
                        "   delta of 3 days, paging next_link: purchase_orders",
                        "   snapshot, paging link_header: inventory",
                        "   snapshot, paging next_link: products",
                        "   note: products, purchase_orders, receiving_orders: next_link without envelope.total:"
                                + " nothing shows whether all pages came",
                        "   note: no value for ${file:/run/secrets/cw-000902}; set before the next fetch",
                        "1 client file is sound");
    }

    @Test
    void pages_whose_loss_nobody_would_notice_are_noted() throws IOException {
        Files.writeString(
                folder.resolve("CW-000903.yaml"),
                """
                client: CW-000903
                name: Pages
                erp:
                  url: https://erp.example.com
                  paging: {type: page, size: 500, stop: {short_page: true}}
                entities:
                  products:
                    snapshot: true
                    request: {path: /products, query: {page: "{{page}}", limit: 500}}
                    mapping: {product_id: /id, name: /name}
                  suppliers:
                    snapshot: true
                    request: {path: /suppliers, query: {page: "{{page}}", limit: 5000}}
                    mapping: {supplier_id: /id, name: /name}
                  locations:
                    snapshot: true
                    envelope: {records: /data, total: /total}
                    request: {path: /locations, query: {page: "{{page}}", limit: "{{size}}"}}
                    mapping: {location_id: /id, name: /name}
                """);

        assertThat(ClientCheck.check(folder, name -> null).lines())
                .filteredOn(line -> line.contains("note:"))
                .containsExactly(
                        "   note: products, suppliers: stop.short_page without envelope.total: where no page is full,"
                                + " one more is asked for",
                        "   note: suppliers: paging.size is 500, but the request asks for no size: put {{size}} into it");
    }

    @Test
    void a_source_whose_route_is_not_there_is_told_with_its_line() throws IOException {
        Path file = Files.copy(BadFiles.GOOD.resolve("CW-000909.yaml"), folder.resolve("CW-000909.yaml"));

        assertThat(ClientCheck.check(folder, name -> null, endpoint -> !endpoint.equals("direct:queue"))
                        .lines())
                .containsExactly(
                        file + ":22:1: entities.inventory.source 'direct:queue' is consumed by no route",
                        "  HINT: put a route that is from it into the folder of CATWING_ROUTES, or correct the name",
                        "0 client files are sound, 1 is not: 1 problem");
        assertThat(ClientCheck.check(folder, name -> null, endpoint -> true).lines())
                .containsExactly(
                        "ok CW-000909 Sources: UTC",
                        "   delta of 2 days, json-array from direct:submit-poll-download: sales_orders",
                        "   snapshot, csv from direct:sftp-drop: products, suppliers",
                        "   snapshot, ndjson from direct:queue: inventory",
                        "1 client file is sound");
    }

    @Test
    void a_wrong_file_is_told_beside_the_sound_ones() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000904.yaml"), folder.resolve("CW-000904.yaml"));
        Path wrong = Files.writeString(
                folder.resolve("CW-000900.yaml"), BadFiles.base().replace("timeout: 30s", "timeout: 30"));
        ClientCheck.Report report =
                ClientCheck.check(folder, Map.of("CW_000904_USER", "u", "CW_000904_PASSWORD", "p")::get);

        assertThat(report.ok()).isFalse();
        assertThat(report.lines())
                .containsExactly(
                        "ok CW-000904 Basic: https://erp.example.com, auth basic, UTC",
                        "   snapshot, paging none: products",
                        "   secrets: 2, set",
                        wrong + ":7:46: erp.limits.timeout '30' is not a duration",
                        "  HINT: durations look like 500ms, 30s, 20m or 1h",
                        "1 client file is sound, 1 is not: 1 problem");
    }

    @Test
    void a_secret_that_was_pasted_with_a_blank_is_noted() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000904.yaml"), folder.resolve("CW-000904.yaml"));

        assertThat(ClientCheck.check(folder, Map.of("CW_000904_USER", "a user\r\n", "CW_000904_PASSWORD", "pw \n")::get)
                        .lines())
                .containsExactly(
                        "ok CW-000904 Basic: https://erp.example.com, auth basic, UTC",
                        "   snapshot, paging none: products",
                        "   secrets: 2, set",
                        "   note: the value of ${CW_000904_PASSWORD} begins or ends with a blank",
                        "1 client file is sound");
    }

    @Test
    void what_is_called_as_a_client_and_is_not_read_is_noted() throws IOException {
        for (String name : List.of("CW-000300.yaml.txt", "CW-000301.YAML", "CW-000302.yaml ", ".CW-000303.yaml.swp")) {
            Files.writeString(folder.resolve(name), BadFiles.base());
        }
        Path below = Files.createDirectory(folder.resolve("eu"));
        Files.writeString(below.resolve("CW-000304.yaml"), BadFiles.base());
        Path own = Files.createDirectory(folder.resolve("CW-000305"));
        Files.writeString(own.resolve("CW-000305.yaml"), BadFiles.base());
        Files.writeString(folder.resolve("schema.json"), "{}");
        Files.copy(BadFiles.GOOD.resolve("CW-000909.yaml"), folder.resolve("CW-000909.yaml"));
        ClientCheck.Report report = ClientCheck.check(folder, name -> null);

        assertThat(report.ok()).isTrue();
        assertThat(report.lines())
                .filteredOn(line -> line.contains("note:"))
                .containsExactly(
                        note("CW-000300.yaml.txt", "CW-000300"),
                        note("CW-000301.YAML", "CW-000301"),
                        note("CW-000302.yaml ", "CW-000302"),
                        note("CW-000305", "CW-000305"),
                        note("eu/CW-000304.yaml", "CW-000304"));
    }

    private String note(String name, String client) {
        return "note: '" + folder.resolve(name) + "' is not read: a client's file is "
                + folder.resolve(client + ".yaml");
    }

    @Test
    void a_day_to_begin_with_that_is_yet_to_come_is_noted() throws IOException {
        String file =
                """
                client: CW-000903
                name: Starts
                start: %1$s
                erp: {url: https://erp.example.com}
                entities:
                  products:
                    delta: {newest: /at, first: %1$s}
                    request: {path: /products, query: {since: "{{from}}"}}
                    mapping: {product_id: /id}
                """;
        Files.writeString(folder.resolve("CW-000903.yaml"), file.formatted("9062-01-01"));

        assertThat(ClientCheck.check(folder, name -> null).lines())
                .containsExactly(
                        "ok CW-000903 Starts: https://erp.example.com, auth none, UTC",
                        "   delta since the newest record, paging none: products",
                        "   note: start is 9062-01-01: nothing is due before",
                        "   note: products: delta.first is 9062-01-01: nothing older is asked for",
                        "1 client file is sound");
        Files.writeString(folder.resolve("CW-000903.yaml"), file.formatted("2026-01-01"));

        assertThat(ClientCheck.check(folder, name -> null).lines()).noneMatch(line -> line.contains("note:"));
    }
}
