package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields came in a file, and which are missed against the file before; and what is too large to be loaded. */
class FieldCountsTest {

    private static final RawKey KEY = new RawKey(new ClientId("CW-000200"), LocalDate.of(2026, 2, 24), Entity.PRODUCTS);

    private static FakeErp orders(String lines, String json) {
        return FakeErp.of(
                Entity.SALES_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}"}}
                mapping: {sales_order_id: /id, status: {jq: .s}, currency: {value: GBP}, customer_id: /c/0/id,
                  lines: {%s, product_id: /sku, quantity: /qty, discount: ^/d, line_id: /n}}
                """
                        .formatted(lines),
                FakeErp.always(json));
    }

    private static Map<String, Long> counts(FakeErp erp) throws IOException {
        erp.fetch();
        return erp.fields.counts();
    }

    @Test
    void a_field_is_counted_once_a_record_by_pointer_in_lines_and_around_them() throws IOException {
        assertThat(
                        counts(
                                orders(
                                        "at: /lines",
                                        "[{\"id\":1,\"c\":[{\"id\":7}],\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\"}],\"d\":1},"
                                                + "{\"id\":2,\"c\":[],\"lines\":[]},{\"id\":3,\"lines\":[{\"sku\":\"\",\"qty\":null}]}]")))
                .isEqualTo(Map.of(
                        "sales_order_id", 3L,
                        "customer_id", 1L,
                        "lines", 2L,
                        "lines.product_id", 1L,
                        "lines.quantity", 0L,
                        "lines.discount", 1L,
                        "lines.line_id", 0L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    at: /l, one_is_object: true | {"id":1,"l":{"sku":"a","qty":1,"n":5}} | 1 | 1
                    at: /l, one_is_object: true | {"id":1,"l":{}}                        | 0 | 0
                    at: /l, keyed: {as: n}      | {"id":1,"l":{"5":{"sku":"a","qty":1}}} | 1 | 1
                    at: /l, keyed: {as: n}      | {"id":1,"l":[]}                        | 0 | 0
                    """)
    void lines_in_other_shapes_are_counted_as_well(String lines, String record, long count, long names)
            throws IOException {
        Map<String, Long> counts = counts(orders(lines, "[" + record + "]"));
        assertThat(counts).containsEntry("lines", count).containsEntry("lines.quantity", count);
        assertThat(counts).containsEntry("lines.line_id", names);
    }

    @Test
    void fields_of_a_detail_and_of_children_beside_are_counted() throws IOException {
        FakeErp detail = FakeErp.of(
                Entity.PURCHASE_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}"}}
                detail: {request: {path: "/orders/{{id}}"}, key: /id, as: own}
                mapping: {purchase_order_id: /id, status: /own/state, lines: {at: /own/rows, quantity: /qty}}
                """,
                asked -> Answer.of(
                        asked.startsWith("/orders?")
                                ? "[{\"id\":1},{\"id\":2}]"
                                : "{\"state\":\"x\",\"rows\":[{\"qty\":1},{\"qty\":2}]}"));
        assertThat(counts(detail))
                .isEqualTo(Map.of("purchase_order_id", 2L, "status", 2L, "lines", 2L, "lines.quantity", 2L));
        FakeErp beside = FakeErp.of(
                Entity.PURCHASE_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}"}}
                envelope: {records: /orders, beside: {at: /rows, key: /id, parent: /order, as: rows}}
                mapping: {purchase_order_id: /id, lines: {at: /rows, quantity: /qty}}
                """,
                FakeErp.always("{\"orders\":[{\"id\":1}],\"rows\":[{\"order\":1,\"qty\":1},{\"order\":1}]}"));
        assertThat(counts(beside)).isEqualTo(Map.of("purchase_order_id", 1L, "lines", 2L, "lines.quantity", 1L));
    }

    private static FieldChanges changes(long records, boolean snapshot, Map<String, Long> before) throws IOException {
        FakeErp erp = FakeErp.products("", FakeErp.always("[{\"id\":1}]"));
        erp.fetch();
        return new FieldChanges(erp.fields, records, snapshot, before == null ? null : metadata(100, before));
    }

    private static RawMetadata metadata(long records, Map<String, Long> fields) {
        return new RawMetadata(
                records, 1, null, true, null, null, "x", null, "run", Instant.EPOCH, null, records, fields);
    }

    @Test
    void a_field_that_most_records_had_and_none_has_is_missed() throws IOException {
        FieldChanges lost = changes(97, true, Map.of("name", 98L));
        assertThatThrownBy(() -> lost.requireFields(KEY, KEY))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("raw-data/CW-000200/2026-02-24/products.json: none of 97 records has a value for name"
                        + " (/name), which raw-data/CW-000200/2026-02-24/products.json has\nHINT: if the ERP renamed a"
                        + " field, correct the mapping in the client's file; if that is right, run the same command with"
                        + " --accept-volume");
        assertThat(lost.note()).isEqualTo("no record has a value for name (/name) any more, which the file before has");
    }

    @ParameterizedTest
    @CsvSource({"97, true, 49", "2, true, 98", "9, false, 98", "12, false, 60"})
    void a_field_that_few_had_or_few_records_could_have_is_told_and_not_missed(
            long records, boolean snapshot, long before) throws IOException {
        FieldChanges changes = changes(records, snapshot, Map.of("name", before));
        changes.requireFields(KEY, KEY);
        assertThat(changes.note()).startsWith("no record has a value for name (/name) any more");
    }

    @Test
    void a_column_whose_pointer_finds_nothing_is_noted() throws IOException {
        assertThat(changes(5, true, null).note()).isEqualTo("no record has a value for name (/name)");
        assertThat(changes(5, true, Map.of("name", 0L)).note()).isEqualTo("no record has a value for name (/name)");
        assertThat(changes(0, true, Map.of("name", 5L)).note()).isNull();
    }

    @Test
    void what_is_deeper_or_longer_than_load_reads_is_refused_with_its_record() throws IOException {
        int inside = Limits.NESTING - 2;
        String deep = "{\"id\":1,\"x\":%s}";
        assertThat(FakeErp.products("", FakeErp.always("[" + deep.formatted(nested(inside)) + "]"))
                        .fetch())
                .hasSize(1);
        assertThatThrownBy(() -> FakeErp.products(
                                "", FakeErp.always("[{\"id\":0}," + deep.formatted(nested(inside + 1)) + "]"))
                        .fetch())
                .isInstanceOf(QuarantinedFailure.class)
                .hasNoCause()
                .hasMessage(
                        "record 2 of the page is nested deeper than the 500 levels that are read\nHINT: ask the ERP's"
                                + " maker; what is longer could not be loaded");
        String digits = "1".repeat(Limits.NUMBER_CHARACTERS);
        assertThat(FakeErp.products("", FakeErp.always("[{\"id\":" + digits + "}]"))
                        .fetch())
                .hasSize(1);
        assertThatThrownBy(() -> FakeErp.products("", FakeErp.always("[{\"id\":" + digits + "1}]"))
                        .fetch())
                .hasMessageStartingWith("record 1 of the page has a number longer than the 1000 characters");
        String text = "[{\"id\":1,\"x\":\"" + "x".repeat(Limits.TEXT_CHARACTERS);
        String wide = "limits: {pages: 20, body: 64MB}";
        assertThat(FakeErp.products(wide, asked -> Answer.of(text + "\"}]")).fetch())
                .hasSize(1);
        assertThatThrownBy(() -> FakeErp.products(wide, asked -> Answer.of(text + "x".repeat(1 << 16) + "\"}]"))
                        .fetch())
                .hasMessageStartingWith("record 1 of the page has a text longer than the 20000000 characters");
        String name = "[{\"id\":1,\"" + "x".repeat(Limits.NAME_BYTES);
        assertThat(FakeErp.products("", FakeErp.always(name + "\":1}]")).fetch())
                .hasSize(1);
        assertThatThrownBy(() -> FakeErp.products("", FakeErp.always(name + "xxxx\":1}]"))
                        .fetch())
                .hasMessageStartingWith("record 1 of the page has a field with a name longer than the 50000 bytes");
    }

    @Test
    void more_lines_than_load_takes_are_refused_with_their_record() throws IOException {
        String lines = "{}" + ",{}".repeat(Limits.LINES - 1);
        assertThat(orders("at: /lines", "[{\"id\":1,\"lines\":[" + lines + "]},{\"id\":2,\"lines\":[{}]}]")
                        .fetch())
                .hasSize(2);
        assertThatThrownBy(() -> orders(
                                "at: /lines", "[{\"id\":1,\"lines\":[{}]},{\"id\":2,\"lines\":[" + lines + ",{}]}]")
                        .fetch())
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "record 2 of the page has more lines than the 500000 that are read\nHINT: ask the ERP's maker;"
                                + " what is longer could not be loaded");
        String keyed = "[{\"id\":1,\"lines\":{\"1\":{}" + ",\"1\":{}".repeat(Limits.LINES) + "}}]";
        assertThatThrownBy(() -> orders("at: /lines, keyed: {as: n}", keyed).fetch())
                .hasMessageStartingWith("record 1 of the page has more lines than the 500000");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void a_record_longer_than_load_holds_is_refused() {
        String text = "\"" + "ü".repeat(Limits.RECORD_BYTES / 8) + "\"";
        String fields = "\"a\":" + text + ",\"b\":" + text + ",\"c\":" + text;
        FakeErp erp = FakeErp.products(
                "limits: {pages: 20, body: 64MB}",
                asked -> Answer.of("[{\"id\":1," + fields + "},{\"id\":2," + fields + ",\"d\":" + text + "}]"));
        assertThatThrownBy(erp::fetch)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("record 2 of the page is longer than the 32 MB that a record may have");
    }
}
