package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.job.StepResult;
import io.catwing.load.mapping.Mappings;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mapping says of keys that occur more than once in one file, by both ways of loading. */
class EqualKeysIT {
    private static final String STOCK =
            "select source_date, location_id, product_id, quantity from general.inventory order by 1, 2, 3";
    private static final String LINES =
            "select sales_order_id, line_id, quantity from general.sales_order_line order by 1, line_id collate \"C\"";
    private static final String TOLD = "select rows_loaded, rows_rejected, rows_equal from ops.ledger order by raw_key";

    private LoadFixture fixture;

    /** The two ways in which files become rows. */
    enum Way {
        LOAD,
        BULK;

        List<StepResult> bring(LoadFixture fixture) {
            return this == LOAD ? fixture.load() : fixture.replayInBulk(null, null, 2);
        }
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void the_last_counts_where_nothing_is_said_and_that_is_told(Way way) {
        fixture = stock(EqualKeys.LAST);

        assertThat(way.bring(fixture))
                .filteredOn(step -> step.message() != null)
                .extracting(StepResult::message)
                .containsExactly(
                        "2 records or lines have a key that one before them in the file had: the last one counts"
                                + " (on_equal_keys in the mapping says otherwise)");
        assertThat(fixture.rows(STOCK)).containsExactly("2026-02-01|L|a|7.5", "2026-02-01|L|b|1", "2026-02-02|L|a|4");
        assertThat(fixture.rows(TOLD)).containsExactly("4|0|2", "1|0|0");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void stock_by_lot_is_added_up_within_its_file_where_that_is_declared(Way way) {
        fixture = stock(EqualKeys.SUM);

        way.bring(fixture);
        assertThat(fixture.rows(STOCK)).containsExactly("2026-02-01|L|a|14.60", "2026-02-01|L|b|1", "2026-02-02|L|a|4");
        assertThat(fixture.rows(TOLD)).containsExactly("4|0|2", "1|0|0");
        var once = fixture.digests();
        fixture.loadAgain();
        fixture.load("2026-02-01");
        assertThat(fixture.digests()).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_price_is_not_added_up_but_the_mean_of_the_lots_by_their_quantity(Way way) {
        fixture = new LoadFixture(Mappings.meeting(EqualKeys.SUM, EqualKeys.LAST, Mappings.valued()))
                .put(
                        Entity.INVENTORY,
                        "2026-02-01",
                        """
                        [{"place": "L", "id": "alike", "stock": 10, "cost": 5.00}, {"place": "L", "id": "alike", "stock": 10, "cost": 5.00},
                         {"place": "L", "id": "alike", "stock": 10, "cost": 5.00},
                         {"place": "L", "id": "alone", "stock": 3, "cost": 5.10},
                         {"place": "L", "id": "mean", "stock": 1, "cost": 4}, {"place": "L", "id": "mean", "stock": 3, "cost": 2.5},
                         {"place": "L", "id": "mean", "stock": 7}, {"place": "L", "id": "mean", "cost": 99},
                         {"place": "L", "id": "mean", "stock": -1, "cost": 1},
                         {"place": "L", "id": "none", "stock": 0, "cost": 1.50}, {"place": "L", "id": "none", "stock": 0, "cost": 2.50},
                         {"place": "L", "id": "third", "stock": 1, "cost": 1}, {"place": "L", "id": "third", "stock": 2, "cost": 0.5}]""");
        String stock = "select product_id, quantity, unit_cost from general.inventory order by 1";

        way.bring(fixture);
        assertThat(fixture.rows(stock))
                .containsExactly(
                        "alike|30|5", "alone|3|5.10", "mean|10|2.875", "none|0|2.50", "third|3|0.66666666666666666667");
        var once = fixture.digests();
        fixture.loadAgain();
        assertThat(fixture.digests()).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_later_record_with_a_key_is_rejected_where_that_is_declared(Way way) {
        fixture = stock(EqualKeys.REJECT);

        way.bring(fixture);
        assertThat(fixture.rows(STOCK)).containsExactly("2026-02-01|L|a|5", "2026-02-01|L|b|1", "2026-02-02|L|a|4");
        assertThat(fixture.rows("select position, field, reason from ops.rejected_record order by 1"))
                .containsExactly(
                        "2|/id|a record before it in the file has its key, and on_equal_keys is reject: L a",
                        "3|/id|a record before it in the file has its key, and on_equal_keys is reject: L a");
        assertThat(fixture.rows(TOLD)).containsExactly("2|2|0", "1|0|0");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_doubled_line_number_loses_no_line_where_that_is_declared(Way way) {
        fixture = orders(EqualKeys.LINE_NUMBER, Mappings.nested());

        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("1|1|1", "1|1#2|2", "1|1#2#2|4", "1|1#3|3", "2|1|9");
        assertThat(fixture.rows(TOLD)).containsExactly("2|0|2");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_doubled_line_number_is_told_or_rejects_the_order(Way way) {
        fixture = orders(EqualKeys.LAST, Mappings.nested());
        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("1|1|3", "1|1#2|4", "2|1|9");
        assertThat(fixture.rows(TOLD)).containsExactly("2|0|2");
        fixture.close();

        fixture = orders(EqualKeys.REJECT, Mappings.nested());
        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("2|1|9");
        assertThat(fixture.rows("select position, field, reason from ops.rejected_record"))
                .containsExactly(
                        "0|/lines/0|a later line of the record has the same line_id, and lines.on_equal_keys is"
                                + " reject");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void lines_that_are_records_meet_in_the_same_way(Way way) {
        fixture = flat(EqualKeys.LINE_NUMBER);
        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("1|1|1", "1|1#2|2", "2|1|9");
        assertThat(fixture.rows(TOLD)).containsExactly("3|0|1");
        fixture.close();

        fixture = flat(EqualKeys.REJECT);
        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("1|1|1", "2|1|9");
        fixture.close();

        fixture = flat(EqualKeys.LAST);
        way.bring(fixture);
        assertThat(fixture.rows(LINES)).containsExactly("1|1|2", "2|1|9");
        assertThat(fixture.rows(TOLD)).containsExactly("3|0|1");
    }

    @Test
    void many_lots_in_many_chunks_give_the_same_by_both_ways_and_in_any_order() {
        EntitySpec spec = Mappings.meeting(EqualKeys.SUM, EqualKeys.LAST, Mappings.inventory());
        BiConsumer<LoadFixture, Random> files = (at, random) -> {
            for (String day : List.of("2026-02-03", "2026-02-01", "2026-02-02")) {
                at.put(
                        Entity.INVENTORY,
                        day,
                        IntStream.range(0, 3000)
                                .mapToObj(i -> "{\"place\":\"L\",\"id\":" + random.nextInt(500) + ",\"stock\":"
                                        + random.nextInt(1000) / 10.0 + "}")
                                .collect(Collectors.joining(",", "[", "]")));
            }
        };
        fixture = new LoadFixture(spec);
        files.accept(fixture, new Random(5));
        fixture.load();
        try (LoadFixture bulk = new LoadFixture(spec);
                LoadFixture newestFirst = new LoadFixture(spec)) {
            files.accept(bulk, new Random(5));
            files.accept(newestFirst, new Random(5));
            bulk.replayInBulk(null, null, 2);
            newestFirst.load(null, null, false, true, 2);

            assertThat(bulk.digests()).isEqualTo(fixture.digests());
            assertThat(newestFirst.digests()).isEqualTo(fixture.digests());
        }
        assertThat(fixture.rows("select count(*) > 1000, sum(quantity) > 400000 from general.inventory"))
                .containsExactly("t|t");
    }

    private static LoadFixture stock(EqualKeys keys) {
        return new LoadFixture(Mappings.meeting(keys, EqualKeys.LAST, Mappings.inventory()))
                .put(
                        Entity.INVENTORY,
                        "2026-02-01",
                        """
                        [{"place": "L", "id": "a", "stock": 5}, {"place": "L", "id": "b", "stock": 1},
                         {"place": "L", "id": "a", "stock": 2.10}, {"place": "L", "id": "a", "stock": 7.5}]""")
                .put(Entity.INVENTORY, "2026-02-02", "[{\"place\": \"L\", \"id\": \"a\", \"stock\": 4}]");
    }

    private static LoadFixture orders(EqualKeys lines, EntitySpec spec) {
        return new LoadFixture(Mappings.meeting(EqualKeys.LAST, lines, spec))
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                        [{"no": "1", "lines": [{"n": 1, "quantity": 1}, {"n": 1, "quantity": 2}, {"n": 1, "quantity": 3},
                                               {"n": "1#2", "quantity": 4}]},
                         {"no": "2", "lines": [{"n": 1, "quantity": 9}]}]""");
    }

    private static LoadFixture flat(EqualKeys lines) {
        return new LoadFixture(Mappings.meeting(EqualKeys.LAST, lines, Mappings.flat()))
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                        [{"no": "1", "n": 1, "quantity": 1}, {"no": "2", "n": 1, "quantity": 9},
                         {"no": "1", "n": 1, "quantity": 2}]""");
    }
}
