package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.load.mapping.MappingPreview.Preview;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a mapping makes of records; the same parser and rows as load's, without a server. */
class MappingPreviewTest {

    @Test
    void columns_come_from_pointers_jq_and_constants() {
        Preview preview = preview(
                Mappings.spec(
                        Entity.PRODUCTS,
                        Mappings.columns(
                                "product_id", Mappings.at("/keys/0/stock~1code"),
                                "name", Mappings.jq(".names | map(ascii_upcase) | join(\" \")"),
                                "list_price", Mappings.at("/price/$numberDecimal"),
                                "cost_price", Mappings.jq(".cost"),
                                "currency", Mappings.value("GBP"))),
                "{\"keys\":[{\"stock/code\":7},{}],\"names\":[\"a\",\"b\"],\"price\":{\"$numberDecimal\":\"1.10\"},"
                        + "\"cost\":2.50,\"other\":{\"deep\":[1,{}]}}");

        assertThat(preview.columns()).containsExactly("product_id", "name", "cost_price", "list_price", "currency");
        assertThat(preview.rows()).containsExactly(List.of("7", "A B", "2.50", "1.10", "GBP"));
        assertThat(preview.rejected()).isEmpty();
    }

    @Test
    void lines_see_themselves_and_the_record_around_them() {
        Preview preview = preview(
                Mappings.spec(
                        Entity.SALES_ORDERS,
                        Mappings.columns(
                                "sales_order_id", Mappings.at("/no"), "location_id", Mappings.at("/rows/0/shop")),
                        "/rows",
                        Mappings.columns(
                                "line_id", Mappings.at("/n"),
                                "product_id", Mappings.jq(".sku + \"!\""),
                                "quantity", Mappings.parent("/all"),
                                "amount", new Expression(null, ".rows | length", null, true, null, '.'))),
                "{\"rows\":[{\"n\":1,\"sku\":\"a\",\"shop\":\"L\"},{\"n\":2,\"sku\":\"b\"}],\"all\":3,\"no\":\"x\"}");

        assertThat(preview.rows()).containsExactly(List.of("x", "L"));
        assertThat(preview.lineColumns())
                .containsExactly("sales_order_id", "line_id", "product_id", "quantity", "amount");
        assertThat(preview.lines())
                .containsExactly(List.of("x", "1", "a!", "3", "2"), List.of("x", "2", "b!", "3", "2"));
    }

    @Test
    void what_is_declared_to_be_empty_is_null_and_what_says_something_stays() {
        Set<String> empty = Set.of("false", "0", "\"\"", "\"-\"", "\"0000-00-00\"");
        Preview preview = preview(
                Mappings.spec(
                        Entity.PRODUCTS,
                        Mappings.columns(
                                "product_id", empty("/id", empty),
                                "name", empty("/name", empty),
                                "barcode", empty("/code", empty),
                                "list_price", empty("/price", empty),
                                "cost_price", empty("/cost", empty),
                                "active", empty("/on", empty),
                                "updated_at", empty("/at", empty))),
                "{\"id\":\"a\",\"name\":\"-\",\"code\":false,\"price\":0,\"cost\":\"-\",\"on\":false,\"at\":\"0000-00-00\"}",
                "{\"id\":\"b\",\"name\":\"false\",\"code\":0,\"price\":0.0,\"cost\":1,\"on\":true,\"at\":null}",
                "{\"id\":false,\"name\":\"x\"}");

        assertThat(preview.columns())
                .containsExactly("product_id", "name", "barcode", "cost_price", "list_price", "active", "updated_at");
        assertThat(preview.rows())
                .containsExactly(
                        Arrays.asList("a", null, null, null, "0", "f", null),
                        Arrays.asList("b", "false", null, "1", "0.0", "t", null));
        assertThat(preview.rejected())
                .containsExactly("record 2: product_id from /id is missing, and is part of the key");
    }

    private static Expression empty(String pointer, Set<String> empty) {
        return new Expression(JsonPointer.compile(pointer), null, null, false, null, '.', empty);
    }

    @Test
    void null_and_missing_are_null_and_the_last_of_doubled_names_counts() {
        Preview preview = preview(
                Mappings.nested(),
                "{\"no\":\"1\",\"no\":\"2\",\"status\":\"x\",\"status\":null,\"lines\":[{\"n\":1}],"
                        + "\"lines\":[{\"n\":2,\"sku\":\"a\",\"sku\":null,\"n\":3}]}");

        assertThat(preview.rows()).containsExactly(Arrays.asList("2", null, null));
        assertThat(preview.lines()).containsExactly(Arrays.asList("2", "3", null, null, null));
    }

    @Test
    void a_reject_names_column_pointer_and_value() {
        Preview preview = preview(
                Mappings.nested(),
                "{\"no\":\"1\",\"lines\":[{\"n\":1},{\"n\":2,\"quantity\":\"" + "9x".repeat(60) + "\"}]}",
                "{\"no\":\"1\",\"status\":{\"code\":1}}",
                "{\"no\":\"1\",\"lines\":{\"n\":1}}",
                "{\"no\":\"1\",\"lines\":[{\"n\":1},{\"sku\":\"a\"}]}",
                "{\"no\":\"1\",\"lines\":[7]}",
                "{\"no\":null,\"at\":\"soon\"}",
                "7",
                "{\"no\":\"good\"}");

        assertThat(preview.rejected())
                .containsExactly(
                        "record 0: quantity from /quantity is not a number: " + "9x".repeat(40) + "...",
                        "record 1: status from /status is an object, not a single value",
                        "record 2: the lines at /lines are an object and not an array; lines.one_is_object or"
                                + " lines.keyed says which it is",
                        "record 3: line_id from /n is missing, and is part of the key",
                        "record 4: the line is not an object",
                        "record 5: ordered_at from /at is not a time in ISO form: soon",
                        "record 6: the record is not an object");
        assertThat(preview.rows()).containsExactly(Arrays.asList("good", null, null));
    }

    @Test
    void jq_that_gives_no_single_value_is_a_reject() {
        EntitySpec spec = Mappings.spec(
                Entity.PRODUCTS, Mappings.columns("product_id", Mappings.at("/id"), "name", Mappings.jq(".name")));

        assertThat(preview(spec, "{\"id\":1,\"name\":[1]}").rejected())
                .containsExactly("record 0: name from jq .name gives no single value: [1]");
        spec = Mappings.spec(
                Entity.PRODUCTS, Mappings.columns("product_id", Mappings.at("/id"), "name", Mappings.jq(".a, .b")));
        assertThat(preview(spec, "{\"id\":1}").rejected())
                .containsExactly("record 0: name from jq .a, .b gives more than one value: [null, null]");
    }

    @Test
    void jq_that_would_give_something_else_tomorrow_or_elsewhere_rejects_its_record() {
        for (String elsewhere : List.of("now", "env.HOME", "input", "$ENV.HOME")) {
            EntitySpec spec = Mappings.spec(
                    Entity.PRODUCTS,
                    Mappings.columns("product_id", Mappings.at("/id"), "name", Mappings.jq(elsewhere)));

            assertThat(preview(spec, "{\"id\":1}").rejected()).as(elsewhere).hasSize(1);
        }
    }

    @Test
    void jq_without_an_end_rejects_its_record_alone() {
        EntitySpec spec = Mappings.spec(
                Entity.PRODUCTS,
                Mappings.columns(
                        "product_id",
                        Mappings.at("/id"),
                        "name",
                        Mappings.jq("def f: 1 + f; if .deep then f else \"fine\" end")));

        Preview preview = preview(spec, "{\"id\":1,\"deep\":true}", "{\"id\":2}");
        assertThat(preview.rows()).containsExactly(List.of("2", "fine"));
        assertThat(preview.rejected())
                .singleElement()
                .asString()
                .endsWith("failed: it takes more memory than there is");
    }

    @Test
    void a_value_at_which_jq_takes_too_much_rejects_its_record_alone() {
        EntitySpec spec = Mappings.spec(
                Entity.PRODUCTS,
                Mappings.columns("product_id", Mappings.at("/id"), "name", Mappings.jq("[range(.n)] | length")));

        Preview preview = preview(spec, "{\"id\":1,\"n\":1e15}", "{\"id\":2,\"n\":3}");
        assertThat(preview.rows()).containsExactly(List.of("2", "3"));
        assertThat(preview.rejected())
                .containsExactly(
                        "record 0: name from jq [range(.n)] | length failed: it takes more than 1,000,060 steps");
    }

    @Test
    void numbers_survive_jq_as_they_are() {
        EntitySpec spec = Mappings.spec(
                Entity.PRODUCTS,
                Mappings.columns(
                        "product_id", Mappings.jq(".id"),
                        "cost_price", Mappings.jq(".a"),
                        "list_price", Mappings.jq(".b * 2")));

        assertThat(preview(spec, "{\"id\":12345678901234567890,\"a\":1.10,\"b\":3}")
                        .rows())
                .containsExactly(List.of("12345678901234567890", "1.10", "6"));
    }

    @Test
    void a_mapping_without_a_key_is_refused() {
        assertThatThrownBy(() ->
                        preview(Mappings.spec(Entity.PRODUCTS, Mappings.columns("name", Mappings.at("/n"))), "{}"))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("the mapping of products has no product_id, which is part of the key\n"
                        + "HINT: map product_id in the client's file");
    }

    private static Preview preview(EntitySpec spec, String... records) {
        return MappingPreview.of(Mappings.client(spec), spec, List.of(records));
    }
}
