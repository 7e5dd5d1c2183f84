package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Shape;
import io.catwing.load.mapping.MappingPreview.Preview;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand where an order's lines should be: nothing in its several forms, one, or all of them by name. */
class LineShapesTest {
    private static final Shape ONE = new Shape(true, null);
    private static final Shape NAMED = new Shape(false, new Shape.Keyed("n", "qty"));

    private static EntitySpec spec(Shape shape) {
        return new EntitySpec(
                Entity.SALES_ORDERS,
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                1,
                Mappings.mapping(
                        Mappings.columns("sales_order_id", Mappings.at("/no")),
                        "/lines",
                        Mappings.columns(
                                "line_id",
                                Mappings.at("/n"),
                                "product_id",
                                Mappings.jq(".sku // .n"),
                                "quantity",
                                Mappings.at("/qty")),
                        shape),
                "v1");
    }

    private static Preview preview(Shape shape, String lines) {
        EntitySpec spec = spec(shape);
        return MappingPreview.of(Mappings.client(spec), spec, List.of("{\"no\":1,\"lines\":" + lines + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "[]", "{}"})
    void what_holds_nothing_is_no_line(String lines) {
        for (Shape shape : List.of(Shape.ARRAY, ONE, NAMED)) {
            assertThat(preview(shape, lines).rejected()).isEmpty();
            assertThat(preview(shape, lines).rows()).hasSize(1);
            assertThat(preview(shape, lines).lines()).isEmpty();
        }
    }

    @Test
    void one_line_as_an_object_is_declared() {
        String one = "{\"n\":7,\"sku\":\"a\",\"qty\":1.10}";
        assertThat(preview(ONE, one).lines()).containsExactly(List.of("1", "7", "a", "1.10"));
        assertThat(preview(ONE, "[" + one + "]").lines()).containsExactly(List.of("1", "7", "a", "1.10"));
        assertThat(preview(Shape.ARRAY, one).rejected())
                .containsExactly("record 0: the lines at /lines are an object and not an array; lines.one_is_object or"
                        + " lines.keyed says which it is");
    }

    @Test
    void lines_by_name_are_declared_and_the_name_is_a_field_of_the_line() {
        Preview named = preview(NAMED, "{\"b/1\":{\"sku\":\"a\",\"qty\":2},\"c\":{\"qty\":-1},\"d\":3.0}");
        assertThat(named.rejected()).isEmpty();
        assertThat(named.lines())
                .containsExactly(
                        List.of("1", "b/1", "a", "2"), List.of("1", "c", "c", "-1"), List.of("1", "d", "d", "3.0"));
    }

    @Test
    void lines_by_name_that_are_none_are_rejects() {
        assertThat(preview(NAMED, "[{\"sku\":\"a\"}]").rejected())
                .containsExactly("record 0: the lines at /lines are an array, but lines.keyed says that they are the"
                        + " members of an object");
        assertThat(preview(NAMED, "{\"a\":{\"n\":1}}").rejected())
                .containsExactly("record 0: the line has a field 'n' already (lines.keyed.as)");
        assertThat(preview(NAMED, "{\"a\":{\"qty\":1},\"a\":{\"qty\":2}}").rejected())
                .containsExactly("record 0: the lines at /lines have a name twice");
        assertThat(preview(new Shape(false, new Shape.Keyed("n", null)), "{\"a\":5}")
                        .rejected())
                .containsExactly("record 0: the line is not an object");
    }

    @Test
    void a_text_or_number_in_the_place_of_lines_is_a_reject() {
        assertThat(preview(ONE, "\"none\"").rejected())
                .containsExactly("record 0: the lines at /lines are not an array");
        assertThat(preview(ONE, "0").rejected()).containsExactly("record 0: the lines at /lines are not an array");
    }
}
