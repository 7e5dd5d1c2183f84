package io.catwing.enrich;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.StepResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One source for each location and product. Three warehouses W1 to W3, two stores S1 and S2; products of suppliers A (5
 * days), B (lead time unknown) and X, whom nobody knows.
 */
class SupplySourceIT {
    private final EnrichFixture fixture = new EnrichFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @BeforeEach
    void network() {
        fixture.locations("'W1', 'DC'", "'W2', 'warehouse'", "'S1', 'Shop'", "'S2', 'store'")
                .suppliers("'A', 'Alpha', 5", "'B', 'Beta', null")
                .products(
                        "'brie', 'food', 'cheese', 'A'",
                        "'ham', 'food', 'meat', 'B'",
                        "'doll', 'toys', null, 'X'",
                        "'gift', null, null, null");
    }

    /** location, product, kind, source, rule, specificity. */
    private List<String> sources(String where) {
        return fixture.rows("select location_id, product_id, source_kind, source_id, rule_row, specificity"
                + " from general.supply_source where " + where + " order by location_id, product_id");
    }

    private List<String> problems() {
        return fixture.rows("select rule_row, problem, subject, detail from ops.supply_problem"
                + " order by rule_row, problem, subject");
    }

    @Test
    void the_most_specific_rule_wins_whatever_its_priority() {
        fixture.rules(
                "2, 'S1', 'warehouse', 'W1', null, null, 1, 1",
                "3, 'S1', 'warehouse', 'W2', null, 'food', 1, 7",
                "4, 'S1', 'supplier', 'A', null, 'cheese', 1, 8",
                "5, 'S1', 'supplier', 'B', 'ham', null, 1, 9");
        fixture.enrich();

        assertThat(sources("location_id = 'S1'"))
                .containsExactly(
                        "S1|brie|supplier|A|4|subcategory",
                        "S1|doll|warehouse|W1|2|any",
                        "S1|gift|warehouse|W1|2|any",
                        "S1|ham|supplier|B|5|product");
        fixture.execute("delete from general.supply_rule where rule_row in (4, 5)")
                .enrich();
        assertThat(sources("location_id = 'S1' and product_id in ('brie', 'ham')"))
                .containsExactly("S1|brie|warehouse|W2|3|category", "S1|ham|warehouse|W2|3|category");
    }

    @Test
    void of_equally_specific_rules_the_smaller_priority_wins_then_the_upper_row_and_none_is_the_largest() {
        fixture.rules(
                "2, 'S1', 'warehouse', 'W1', 'brie', null, 1, null",
                "3, 'S1', 'warehouse', 'W2', 'brie', null, 1, 1000",
                "4, 'S1', 'warehouse', 'W1', 'ham', null, 1, 3",
                "5, 'S1', 'warehouse', 'W2', 'ham', null, 1, 2",
                "6, 'S1', 'supplier', 'A', 'ham', null, 1, 2",
                "7, 'S1', 'warehouse', 'W2', 'gift', null, 1, null",
                "8, 'S1', 'warehouse', 'W1', 'gift', null, 1, null");
        fixture.enrich();

        assertThat(sources("location_id = 'S1'"))
                .containsExactly(
                        "S1|brie|warehouse|W2|3|product",
                        "S1|gift|warehouse|W2|7|product",
                        "S1|ham|warehouse|W2|5|product");
    }

    @Test
    void without_a_rule_a_warehouse_gets_the_products_supplier_if_somebody_knows_it_and_a_store_gets_nothing() {
        fixture.rules("2, 'W1', 'warehouse', 'W2', null, 'meat', 1, null");
        fixture.enrich();

        assertThat(sources("true"))
                .containsExactly(
                        "W1|brie|supplier|A|-|fallback",
                        "W1|ham|warehouse|W2|2|subcategory",
                        "W2|brie|supplier|A|-|fallback",
                        "W2|ham|supplier|B|-|fallback");
        assertThat(problems())
                .containsExactly(
                        "0|unknown_supplier|X|nobody knows the supplier 'X', which the ERP names for 1 product,"
                                + " 'doll'; a warehouse that has no rule for it gets it from nowhere");
    }

    @Test
    void lead_times_add_up_from_the_first_supplier_and_an_unknown_one_makes_the_sum_unknown() {
        fixture.rules(
                "2, 'S2', 'warehouse', 'S1', null, null, 0.5, null",
                "3, 'S1', 'warehouse', 'W1', null, null, 1.50, null",
                "4, 'W1', 'supplier', 'A', 'ham', null, 2, null",
                "5, 'W1', 'supplier', 'B', 'doll', null, null, null",
                "6, 'W1', 'warehouse', 'W2', 'gift', null, 1, null");
        fixture.enrich();

        assertThat(fixture.rows(
                        "select product_id, location_id, lead_time_days, effective_lead_time_days, hops, supplier_id,"
                                + " chain_end from general.supply_source where location_id <> 'W2'"
                                + " order by product_id, location_id"))
                .containsExactly(
                        // The supplier's own lead time, then the rules'.
                        "brie|S1|1.50|6.50|2|A|supplier",
                        "brie|S2|0.5|7.00|3|A|supplier",
                        "brie|W1|5|5|1|A|supplier",
                        // Nobody tells the lead time of B.
                        "doll|S1|1.50|-|2|B|supplier",
                        "doll|S2|0.5|-|3|B|supplier",
                        "doll|W1|-|-|1|B|supplier",
                        // W2 has no source for gifts.
                        "gift|S1|1.50|-|-|-|nowhere",
                        "gift|S2|0.5|-|-|-|nowhere",
                        "gift|W1|1|-|-|-|nowhere",
                        // The rule's lead time, not the supplier's.
                        "ham|S1|1.50|3.50|2|A|supplier",
                        "ham|S2|0.5|4.00|3|A|supplier",
                        "ham|W1|2|2|1|A|supplier");
    }

    @Test
    void a_cycle_is_told_and_stops_only_what_hangs_on_it() {
        fixture.rules(
                "2, 'S1', 'warehouse', 'W1', null, null, 1, null",
                "3, 'W1', 'warehouse', 'W2', null, 'food', 1, null",
                "4, 'W2', 'warehouse', 'W1', null, 'cheese', 1, null",
                "5, 'S2', 'warehouse', 'S2', 'doll', null, 1, null");
        List<StepResult> results = fixture.enrich();

        assertThat(fixture.rows("select product_id, location_id, source_id, effective_lead_time_days, hops, chain_end"
                        + " from general.supply_source where product_id in ('brie', 'ham') or location_id = 'S2'"
                        + " order by product_id, location_id"))
                .containsExactly(
                        "brie|S1|W1|-|-|behind cycle",
                        "brie|W1|W2|-|-|cycle",
                        "brie|W2|W1|-|-|cycle",
                        "doll|S2|S2|-|-|cycle",
                        "ham|S1|W1|-|3|supplier",
                        "ham|W1|W2|-|2|supplier",
                        "ham|W2|B|-|1|supplier");
        assertThat(problems())
                .contains(
                        "3|cycle|W1|row 3 of supply_network_config.xlsx: the location 'W1' is supplied by itself:"
                                + " W1 <- W2 <- W1, for 1 product, 'brie'",
                        "4|cycle|W2|row 4 of supply_network_config.xlsx: the location 'W2' is supplied by itself:"
                                + " W2 <- W1 <- W2, for 1 product, 'brie'",
                        "5|cycle|S2|row 5 of supply_network_config.xlsx: the location 'S2' is supplied by itself:"
                                + " S2 <- S2, for 1 product, 'doll'");
        assertThat(results)
                .filteredOn(o -> o.subject().equals("supply_source"))
                .extracting(StepResult::rejected)
                .containsExactly(4L);

        fixture.products("'aged brie', 'food', 'cheese', 'A'").enrich();
        assertThat(problems())
                .contains("3|cycle|W1|row 3 of supply_network_config.xlsx: the location 'W1' is supplied by itself:"
                        + " W1 <- W2 <- W1, for 2 products, the first of them 'aged brie'");
    }

    @Test
    void a_long_cycle_is_told_by_its_beginning() {
        for (int i = 0; i < 12; i++) {
            fixture.locations("'C" + i + "', 'store'")
                    .rules((i + 2) + ", 'C" + i + "', 'warehouse', 'C" + (i + 1) % 12 + "', 'gift', null, 1, null");
        }
        fixture.enrich();

        assertThat(problems())
                .hasSize(13)
                .contains(
                        "2|cycle|C0|row 2 of supply_network_config.xlsx: the location 'C0' is supplied by itself:"
                                + " C0 <- C1 <- C2 <- C3 <- C4 <- C5 <- C6 <- C7 <- C8 <- C9 <- C10 <- …, for 1 product, 'gift'");
    }

    @Test
    void a_category_as_long_as_a_cell_may_be_is_told_like_any_other() {
        // What cannot be compressed: a key of an index has room for a third of a page.
        String category = IntStream.range(0, 1000)
                .mapToObj(i -> Character.toString(0x4e00 + i * 7919 % 20000))
                .collect(joining());
        fixture.rules("2, 'S1', 'supplier', 'A', null, '" + category + "', 1, null")
                .enrich();

        assertThat(problems())
                .contains("2|unknown_category|" + category.substring(0, 250)
                        + "|row 2 of supply_network_config.xlsx: no" + " product has the category or subcategory '"
                        + category + "'; the rule supplies nothing");
    }

    @Test
    void ids_that_nobody_knows_are_told_and_the_next_rule_applies() {
        fixture.rules(
                "2, 'S9', 'warehouse', 'W1', null, null, 1, null",
                "3, 'S1', 'warehouse', 'W9', 'brie', null, 1, 1",
                "4, 'S1', 'supplier', 'Z', 'brie', null, 1, 2",
                "5, 'S1', 'supplier', 'A', 'caviar', null, 1, null",
                "6, 'S1', 'supplier', 'A', null, 'Food', 1, null",
                "7, 'S1', 'warehouse', 'W2', 'brie', null, 1, 3",
                // A supplier is no warehouse, and the other way round.
                "8, 'S1', 'warehouse', 'A', 'ham', null, 1, null");
        fixture.enrich();

        assertThat(sources("location_id like 'S%'")).containsExactly("S1|brie|warehouse|W2|7|product");
        assertThat(problems().stream().filter(p -> !p.startsWith("0|")))
                .containsExactly(
                        "2|unknown_location|S9|row 2 of supply_network_config.xlsx: nobody knows the location 'S9';"
                                + " the rule is left out",
                        "3|unknown_warehouse|W9|row 3 of supply_network_config.xlsx: nobody knows the warehouse 'W9';"
                                + " the rule is left out",
                        "4|unknown_supplier|Z|row 4 of supply_network_config.xlsx: nobody knows the supplier 'Z';"
                                + " the rule is left out",
                        "5|unknown_product|caviar|row 5 of supply_network_config.xlsx: nobody knows the product"
                                + " 'caviar'; the rule supplies nothing",
                        "6|unknown_category|Food|row 6 of supply_network_config.xlsx: no product has the category or"
                                + " subcategory 'Food'; the rule supplies nothing",
                        "8|unknown_warehouse|A|row 8 of supply_network_config.xlsx: nobody knows the warehouse 'A';"
                                + " the rule is left out");
    }

    @Test
    void a_problem_goes_when_its_cause_goes() {
        fixture.rules("2, 'S1', 'supplier', 'Z', 'tea', null, 1, null").enrich();
        assertThat(problems()).hasSize(3);

        fixture.suppliers("'Z', null, null", "'X', null, 2")
                .products("'tea', null, null, null")
                .enrich();

        assertThat(problems()).isEmpty();
        assertThat(sources("product_id in ('tea', 'doll')"))
                .containsExactly(
                        "S1|tea|supplier|Z|2|product",
                        "W1|doll|supplier|X|-|fallback",
                        "W2|doll|supplier|X|-|fallback");
    }
}
