package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.load.mapping.MappingPreview.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code each:} one row per element of an array in a record, with the record and its request in reach. */
class RowsInsideRecordsTest {
    private static final String STOCK =
            """
            inventory:
              snapshot: true
              request: {path: /p, with: {region: "n"}}
              mapping:
                each: %s
                product_id: ^/sku
                location_id: /loc
                quantity: /q
                custom: {region: {with: region}, name: {jq: '^.name | ascii_upcase'}, double: {jq: '.q * 2', type: number}}
            """;

    @TempDir
    private Path folder;

    private Preview preview(String entity, String... records) throws IOException {
        Files.writeString(
                folder.resolve("CW-000200.yaml"),
                "client: CW-000200\nname: T\nerp: {url: http://erp.example.com}\nentities:\n" + entity.indent(2));
        ClientFiles.Result files = ClientFiles.read(folder, name -> null);
        assertThat(files.problems()).isEmpty();
        Client client = files.clients().get(0);
        Entity only = client.entities().keySet().iterator().next();
        return MappingPreview.of(client, client.entities().get(only), List.of(records));
    }

    private static final String RECORD =
            "{\"@with\":{\"region\":\"n\"},\"name\":\"tea\",\"levels\":[{\"loc\":\"A\",\"q\":1.10},{\"loc\":\"B\",\"q\":2}],\"sku\":\"T1\"}";

    @Test
    void each_element_is_a_row_and_its_record_and_request_are_in_reach() throws IOException {
        Preview preview = preview(
                STOCK.formatted("/levels"),
                RECORD,
                "{\"sku\":[],\"name\":\"x\",\"levels\":[]}",
                "{\"sku\":\"T3\"}",
                "{\"sku\":\"T4\",\"name\":null,\"levels\":[ {\"loc\" : \"C\",\"q\":-3} ]}");
        assertThat(preview.rejected()).hasSize(1).first().asString().contains("failed");
        preview = preview(
                STOCK.formatted("/levels"),
                RECORD,
                "{\"sku\":\"T2\",\"name\":\"x\",\"levels\":[]}",
                "{\"sku\":\"T3\",\"name\":\"x\"}",
                "{\"sku\":\"T4\",\"name\":\"y\",\"levels\":[ {\"loc\" : \"C\",\"q\":-3} ]}");
        assertThat(preview.rejected()).isEmpty();
        assertThat(preview.columns()).containsExactly("location_id", "product_id", "quantity", "custom");
        assertThat(preview.rows())
                .containsExactly(
                        List.of("A", "T1", "1.10", "{\"name\": \"TEA\", \"double\": 2.2, \"region\": \"n\"}"),
                        List.of("B", "T1", "2", "{\"name\": \"TEA\", \"double\": 4, \"region\": \"n\"}"),
                        List.of("C", "T4", "-3", "{\"name\": \"Y\", \"double\": -6}"));
    }

    @Test
    void a_row_that_cannot_be_mapped_is_rejected_by_itself() throws IOException {
        Preview preview = preview(
                STOCK.formatted("/levels"),
                RECORD.replace("\"loc\":\"A\"", "\"x\":1"),
                RECORD.replace("2}", "\"two\"}").replace("T1", "T2"));
        assertThat(preview.rows()).extracting(row -> row.get(0) + row.get(1)).containsExactly("BT1", "AT2");
        assertThat(preview.rejected())
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0))
                        .isEqualTo("record 0: location_id from /loc is missing, and is part of the key"))
                .satisfies(all -> assertThat(all.get(1)).startsWith("record 3: "));
    }

    @Test
    void what_is_wrong_with_the_record_around_rejects_it_once() throws IOException {
        Preview preview = preview(
                STOCK.formatted("/levels"),
                RECORD.replace("\"sku\":\"T1\"", "\"sku\":[1]"),
                "{\"sku\":\"T5\",\"name\":\"x\",\"levels\":7}",
                "[]",
                RECORD.replace("\"sku\"", "\"other\""));
        assertThat(preview.rows()).isEmpty();
        assertThat(preview.rejected())
                .containsExactly(
                        "record 0: product_id from ^/sku is an array, not a single value",
                        "record 1: the rows at /levels are not an array",
                        "record 2: the record is not an object",
                        "record 3: product_id from ^/sku is missing, and is part of the key",
                        "record 4: product_id from ^/sku is missing, and is part of the key");
    }

    @Test
    void the_last_of_two_equal_names_counts() throws IOException {
        Preview preview = preview(
                STOCK.formatted("/levels"),
                RECORD.replace("\"sku\":\"T1\"", "\"sku\":\"T1\",\"levels\":[{\"loc\":\"Z\",\"q\":9}]"));
        assertThat(preview.rows()).extracting(row -> row.get(0)).containsExactly("Z");
    }

    @Test
    void rows_may_be_one_object_or_the_members_of_one() throws IOException {
        assertThat(preview(
                                STOCK.formatted("{at: /levels, one_is_object: true}"),
                                "{\"sku\":\"T1\",\"name\":\"\",\"levels\":{\"loc\":\"A\",\"q\":1}}")
                        .rows())
                .hasSize(1);
        Preview named = preview(
                STOCK.formatted("{at: /levels, keyed: {as: loc, value: q}}"),
                "{\"sku\":\"T1\",\"name\":\"\",\"levels\":{\"A\":{\"q\":1},\"B\\\"\": { \"q\":2},\"C\":5}}");
        assertThat(named.rejected()).isEmpty();
        assertThat(named.rows())
                .extracting(row -> row.get(0) + "=" + row.get(2))
                .containsExactly("A=1", "B\"=2", "C=5");
        assertThat(preview(
                                STOCK.formatted("{at: /levels, keyed: {as: loc}}"),
                                "{\"sku\":\"T1\",\"name\":\"\",\"levels\":{\"A\":{\"loc\":1},\"B\":7}}")
                        .rejected())
                .containsExactly(
                        "record 0: the row has a field already that its name goes into (each.keyed.as)",
                        "record 1: the row is not an object");
        assertThat(preview(STOCK.formatted("/levels"), "{\"sku\":\"T1\",\"name\":\"\",\"levels\":{\"A\":{}}}")
                        .rejected())
                .containsExactly(
                        "record 0: the rows at /levels are an object and not an array; each.one_is_object or each.keyed says"
                                + " which it is");
    }

    @Test
    void where_looks_at_the_row() throws IOException {
        Preview preview = preview(
                STOCK.formatted("/levels").replace("quantity: /q", "quantity: /q\n    where: '.q > 1.5'"), RECORD);
        assertThat(preview.rows()).extracting(row -> row.get(0)).containsExactly("B");
        assertThat(preview.excluded()).isEqualTo(1);
    }

    @Test
    void orders_inside_a_record_have_lines_of_their_own() throws IOException {
        Preview preview = preview(
                """
                sales_orders:
                  delta: {days: 1}
                  request: {path: /p, query: {d: "{{date}}"}, with: {shop: "7"}}
                  mapping:
                    each: /orders
                    sales_order_id: /no
                    customer_id: ^/customer
                    lines: {at: /lines, product_id: /sku, quantity: /q, amount: ^/total, custom: {shop: {with: shop}}}
                """,
                "{\"@with\":{\"shop\":\"7\"},\"customer\":\"C1\",\"orders\":[{\"no\":1,\"total\":5,\"lines\":[{\"sku\":\"a\",\"q\":1},"
                        + "{\"sku\":\"b\",\"q\":2}]},{\"no\":2,\"lines\":[]}]}");
        assertThat(preview.rejected()).isEmpty();
        assertThat(preview.rows()).extracting(row -> row.get(0)).containsExactly("1", "2");
        assertThat(preview.rows().get(0)).contains("C1");
        assertThat(preview.lines()).hasSize(2);
        assertThat(preview.lines().get(1)).contains("b", "5", "{\"shop\": \"7\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lines", "/deep/lines"})
    void elements_may_be_the_lines_of_orders_that_they_repeat(String at) throws IOException {
        String lines = "[{\"no\":1,\"sku\":\"a\"},{\"no\":1,\"sku\":\"b\"}]";
        Preview preview = preview(
                """
                sales_orders:
                  delta: {days: 1}
                  request: {path: /p, query: {d: "{{date}}"}}
                  mapping: {each: %s, sales_order_id: /no, status: ^/s, lines: {at: "", product_id: /sku}}
                """
                        .formatted(at),
                "{\"s\":\"open\",\"deep\":{\"lines\":" + lines + "},\"lines\":" + lines + "}");
        assertThat(preview.rejected()).isEmpty();
        assertThat(preview.lines()).hasSize(2);
        assertThat(preview.rows()).allMatch(row -> row.contains("open"));
    }
}
