package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.client.Shape;
import io.catwing.load.EqualKeysIT.Way;
import io.catwing.load.mapping.Mappings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows inside records, by both ways of loading: each is a record to the ledger. */
class RowsInsideRecordsIT {
    private LoadFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static EntitySpec stock(EqualKeys equal) {
        return spec(
                Entity.INVENTORY,
                new EntitySpec.Mapping(
                        Mappings.columns(
                                "location_id",
                                Mappings.at("/loc"),
                                "product_id",
                                Mappings.parent("/sku"),
                                "quantity",
                                Mappings.at("/q")),
                        null,
                        Map.of(),
                        Shape.ARRAY,
                        equal,
                        EqualKeys.LAST,
                        Map.of(),
                        Map.of(),
                        null,
                        new EntitySpec.Each(JsonPointer.compile("/levels"), Shape.ARRAY),
                        null));
    }

    private static EntitySpec spec(Entity entity, EntitySpec.Mapping mapping) {
        return new EntitySpec(entity, true, 0, List.of(), null, null, null, null, null, 0.5, mapping, "v1");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void each_row_is_loaded_rejected_and_counted_by_itself(Way way) {
        fixture = new LoadFixture(stock(EqualKeys.LAST))
                .put(
                        Entity.INVENTORY,
                        "2026-02-01",
                        """
                        [{"sku": "T1", "levels": [{"loc": "A", "q": 1}, {"loc": "B", "q": "x"}, {"loc": "A", "q": 3}]},
                         {"sku": "T2", "levels": []},
                         {"levels": [{"loc": "C", "q": 1}]},
                         {"levels": [{"loc": "A", "q": 5}], "sku": "T3"}]""");
        way.bring(fixture);
        assertThat(fixture.rows("select location_id, product_id, quantity from general.inventory order by 2"))
                .containsExactly("A|T1|3", "A|T3|5");
        assertThat(fixture.rows("select position, field, record from ops.rejected_record order by 1"))
                .containsExactly("1|/levels/1/q|{\"loc\": \"B\", \"q\": \"x\"}", "3|/sku|{\"loc\": \"C\", \"q\": 1}");
        assertThat(fixture.rows("select rows_loaded, rows_rejected, rows_equal from ops.ledger"))
                .containsExactly("3|2|1");
        var once = fixture.digests();
        fixture.loadAgain();
        assertThat(fixture.digests()).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void equal_keys_of_rows_are_added_up_over_records(Way way) {
        fixture = new LoadFixture(stock(EqualKeys.SUM))
                .put(
                        Entity.INVENTORY,
                        "2026-02-01",
                        "[{\"sku\": \"T1\", \"levels\": [{\"loc\": \"A\", \"q\": 1}, {\"loc\": \"A\", \"q\": 2.5}]},"
                                + "{\"sku\": \"T1\", \"levels\": [{\"loc\": \"A\", \"q\": 4}]}]");
        way.bring(fixture);
        assertThat(fixture.rows("select location_id, product_id, quantity from general.inventory"))
                .containsExactly("A|T1|7.5");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void orders_inside_records_keep_their_lines(Way way) {
        fixture = new LoadFixture(spec(
                        Entity.SALES_ORDERS,
                        new EntitySpec.Mapping(
                                Mappings.columns(
                                        "sales_order_id",
                                        Mappings.at("/no"),
                                        "customer_id",
                                        Mappings.parent("/c"),
                                        "location_id",
                                        Mappings.at("/@with/shop")),
                                JsonPointer.compile("/lines"),
                                Mappings.columns("product_id", Mappings.at("/sku"), "quantity", Mappings.at("/q")),
                                Shape.ARRAY,
                                EqualKeys.LAST,
                                EqualKeys.LAST,
                                Map.of(),
                                Map.of(),
                                null,
                                new EntitySpec.Each(JsonPointer.compile("/orders"), Shape.ARRAY),
                                null)))
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                        [{"@with": {"shop": "7"}, "c": "C1", "orders": [
                            {"no": 1, "lines": [{"sku": "a", "q": 1}, {"sku": "b", "q": 2}]}, {"no": 2, "lines": []}]},
                         {"c": "C2", "orders": [{"no": 3, "lines": [{"sku": "c", "q": 3}]}]}]""");
        way.bring(fixture);
        assertThat(fixture.rows("select sales_order_id, customer_id, location_id from general.sales_order order by 1"))
                .containsExactly("1|C1|7", "2|C1|7", "3|C2|-");
        assertThat(fixture.rows(
                        "select sales_order_id, line_id, product_id from general.sales_order_line order by 1, 2"))
                .containsExactly("1|1|a", "1|2|b", "3|1|c");
    }
}
