package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.CustomColumn;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Table.Type;
import io.catwing.job.StepResult;
import io.catwing.load.EqualKeysIT.Way;
import io.catwing.load.mapping.MappingPreview;
import io.catwing.load.mapping.Mappings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns of a client's own, and records that its mapping leaves out, by both ways of loading. */
class CustomColumnsIT {
    private static final String PRODUCTS = "select product_id, name, custom, source_date, first_seen"
            + " from general.product order by product_id collate \"C\"";
    private static final String TOLD =
            "select source_date, rows_loaded, rows_rejected, rows_excluded from ops.ledger order by raw_key";

    private LoadFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void each_type_keeps_what_the_erp_sent_and_what_is_missing_is_not_there(Way way) {
        fixture = new LoadFixture(typed())
                .put(
                        Entity.PRODUCTS,
                        "2026-02-01",
                        """
                        [{"id": "a", "colour": "r\\u00e9d \\"1\\"", "weight": 1.10, "fresh": "Y", "until": "2026-03-01",
                          "seen": "2026-02-01T09:30:00+01:00"},
                         {"id": "b", "colour": "\\n\\t\\u001f\\\\ /", "weight": "12,5e2"},
                         {"id": "c", "weight": "1.234,50", "colour": ""},
                         {"id": "d", "weight": 1.1, "weight": 5E-3},
                         {"id": "e"},
                         {"id": "f", "weight": "heavy"}]""");

        way.bring(fixture);

        assertThat(fixture.rows("select product_id, custom from general.product order by 1"))
                .containsExactly(
                        "a|{\"seen\": \"2026-02-01T08:30:00+00:00\", \"fresh\": true, \"until\": \"2026-03-01\","
                                + " \"colour\": \"réd \\\"1\\\"\", \"weight\": 1.10}",
                        "b|{\"colour\": \"\\n\\t\\u001f\\\\ /\", \"weight\": 1250}",
                        "c|{\"colour\": \"\", \"weight\": 1234.50}",
                        "d|{\"weight\": 0.005}",
                        "e|-");
        assertThat(fixture.rows("select field, reason from ops.rejected_record"))
                .containsExactly("/weight|weight from /weight is not a number: heavy");

        var once = fixture.digests();
        List<String> images = fixture.rows("select ctid, xmin from general.product order by 1");
        fixture.loadAgain();
        assertThat(fixture.digests()).isEqualTo(once);
        assertThat(fixture.rows("select ctid, xmin from general.product order by 1"))
                .as("unchanged rows are not even written")
                .isEqualTo(images);
    }

    /** Rows that are there to the byte cost no merge; so what COPY is given is what PostgreSQL would give back. */
    @Test
    void an_object_is_written_as_postgresql_writes_it() {
        List<String> records = List.of(
                "{\"id\": \"a\", \"colour\": \"\\b\\f\\r\\u007f\\u2028\\ud83d\\ude00 'x' \\\\u0041\", \"weight\": 1e5}",
                "{\"id\": \"b\", \"weight\": -0.0, \"fresh\": 0, \"until\": \"2026-03-01\", \"colour\": \"x\"}",
                "{\"id\": \"c\", \"weight\": 0.00000000000000000000000000000000000000010, \"seen\": \"0001-01-01\"}");
        EntitySpec spec = typed();
        fixture = new LoadFixture(spec).put(Entity.PRODUCTS, "2026-02-01", "[" + String.join(",", records) + "]");
        fixture.load();

        MappingPreview.Preview preview = MappingPreview.of(Mappings.client(spec), spec, records);
        assertThat(preview.columns()).containsExactly("product_id", "custom");
        assertThat(fixture.rows("select product_id || '|' || custom from general.product order by 1"))
                .isEqualTo(preview.rows().stream()
                        .map(row -> String.join("|", row))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void lines_have_columns_of_their_own_too(Way way) {
        Map<String, CustomColumn> ofLine = Map.of(
                "batch", text("/lot"),
                "ward", new CustomColumn(Type.TEXT, Mappings.parent("/ward")),
                "double", new CustomColumn(Type.NUMERIC, Mappings.jq("(.quantity // 0) * 2")));
        for (EntitySpec spec : List.of(Mappings.nested(), Mappings.flat())) {
            fixture = new LoadFixture(Mappings.withCustom(spec, Map.of("ward", text("/ward")), ofLine, null))
                    .put(
                            Entity.SALES_ORDERS,
                            "2026-02-01",
                            spec.mapping().lines().matches()
                                    ? "[{\"no\":1,\"ward\":\"W\",\"n\":1,\"lot\":\"x\",\"quantity\":2},{\"no\":1,\"ward\":\"W\",\"n\":2}]"
                                    : "[{\"no\":1,\"ward\":\"W\",\"lines\":[{\"n\":1,\"lot\":\"x\",\"quantity\":2},{\"n\":2}]}]");
            way.bring(fixture);
            assertThat(fixture.rows("select custom from general.sales_order")).containsExactly("{\"ward\": \"W\"}");
            assertThat(fixture.rows("select line_id, custom from general.sales_order_line order by 1"))
                    .first()
                    .isEqualTo("1|{\"ward\": \"W\", \"batch\": \"x\", \"double\": 4}");
            var once = fixture.digests();
            fixture.loadAgain();
            assertThat(fixture.digests()).isEqualTo(once);
            fixture.close();
        }
    }

    @Test
    void the_newest_file_says_what_counts_in_whatever_order_and_way_they_come() {
        fixture = history();
        fixture.load();
        assertThat(fixture.rows(PRODUCTS))
                .containsExactly(
                        "a|one|{\"colour\": \"red\"}|2026-02-01|2026-02-01",
                        "b|late|-|2026-02-03|2026-02-01",
                        "c|new|{\"colour\": \"1.10\"}|2026-02-03|2026-02-02");
        assertThat(fixture.rows(TOLD)).containsExactly("2026-02-01|2|0|0", "2026-02-02|2|0|1", "2026-02-03|2|0|2");
        try (LoadFixture newestFirst = history();
                LoadFixture bulk = history()) {
            newestFirst.load("2026-02-03");
            newestFirst.load("2026-02-01");
            newestFirst.load("2026-02-02");
            newestFirst.load("2026-02-01");
            bulk.replayInBulk(null, null, 2);

            assertThat(newestFirst.digests()).isEqualTo(fixture.digests());
            assertThat(bulk.digests()).isEqualTo(fixture.digests());
        }
    }

    /** A thing that is left out from some day on counts as no longer listed: what was loaded of it stays, with its day. */
    private static LoadFixture history() {
        EntitySpec spec = Mappings.withCustom(
                Mappings.products(), Map.of("colour", text("/colour")), Map.of(), ".name != \"gone\"");
        return new LoadFixture(spec)
                .put(
                        Entity.PRODUCTS,
                        "2026-02-01",
                        """
                        [{"id": "a", "name": "one", "colour": "red"}, {"id": "b", "name": "two", "colour": "blue"}]""")
                .put(
                        Entity.PRODUCTS,
                        "2026-02-02",
                        """
                        [{"id": "a", "name": "gone", "colour": "grey"}, {"id": "b", "name": "two"},
                         {"id": "c", "name": "new", "colour": 1.1}]""")
                .put(
                        Entity.PRODUCTS,
                        "2026-02-03",
                        """
                        [{"id": "a", "name": "gone"}, {"id": "b", "name": "late"},
                         {"id": "c", "name": "new", "colour": 1.10}, {"id": "c", "name": "gone"}]""");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void what_where_leaves_out_is_counted_and_no_reject_and_what_it_cannot_judge_is_one(Way way) {
        fixture = new LoadFixture(
                        Mappings.withCustom(Mappings.products(), Map.of(), Map.of(), ".kind | startswith(\"s\")"))
                .put(
                        Entity.PRODUCTS,
                        "2026-02-01",
                        """
                        [{"id": "a", "kind": "sold"}, {"kind": "own", "price": "without a key, and no number"},
                         {"id": "b", "kind": 7}, {"id": "c", "kind": "spare"}, "own"]""");

        assertThat(way.bring(fixture))
                .extracting(StepResult::message)
                .containsExactly("1 record is left out by where in the mapping");
        assertThat(fixture.rows("select product_id from general.product order by 1"))
                .containsExactly("a", "c");
        assertThat(fixture.rows(TOLD)).containsExactly("2026-02-01|2|2|1");
        assertThat(fixture.rows("select position, field, reason from ops.rejected_record order by 1"))
                .containsExactly(
                        "2||where failed: startswith() requires string inputs", "4||the record is not an object");
    }

    @Test
    void where_gives_true_or_false_or_the_record_is_rejected() {
        for (Map.Entry<String, String> where : Map.of(
                        ".kind", "where gives neither true nor false: [null]",
                        "empty", "where gives neither true nor false: []",
                        "true, false", "where gives neither true nor false: [true, false]",
                        "[range(1e12)] == []", "where failed: it takes more than 1,000,040 steps")
                .entrySet()) {
            EntitySpec spec = Mappings.withCustom(Mappings.products(), Map.of(), Map.of(), where.getKey());
            assertThat(MappingPreview.of(Mappings.client(spec), spec, List.of("{\"id\":1}"))
                            .rejected())
                    .containsExactly("record 0: " + where.getValue());
        }
        EntitySpec spec = Mappings.withCustom(Mappings.products(), Map.of(), Map.of(), ".id > 1");
        MappingPreview.Preview preview =
                MappingPreview.of(Mappings.client(spec), spec, List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":0}"));
        assertThat(preview.excluded()).isEqualTo(2);
        assertThat(preview.rows()).extracting(row -> row.get(0)).containsExactly("2");
    }

    @Test
    void the_share_of_rejects_is_of_what_where_lets_through() {
        fixture = new LoadFixture(Mappings.withCustom(Mappings.products(), Map.of(), Map.of(), ".own"))
                .put(
                        Entity.PRODUCTS,
                        "2026-02-01",
                        """
                        [{"id": "a", "own": false}, {"id": "b", "own": false}, {"id": "c", "own": true},
                         {"own": true}, {"own": true}]""");

        assertThat(fixture.load())
                .singleElement()
                .extracting(StepResult::message)
                .asString()
                .startsWith("2 of 3 records of raw-data/CW-000200/2026-02-01/products.json were rejected");
    }

    private static EntitySpec typed() {
        return Mappings.withCustom(
                Mappings.spec(Entity.PRODUCTS, Mappings.columns("product_id", Mappings.at("/id"))),
                Map.of(
                        "colour", text("/colour"),
                        "weight", new CustomColumn(Type.NUMERIC, Mappings.at("/weight", null, ',')),
                        "fresh", new CustomColumn(Type.BOOLEAN, Mappings.at("/fresh")),
                        "until", new CustomColumn(Type.DATE, Mappings.at("/until")),
                        "seen", new CustomColumn(Type.TIMESTAMP, Mappings.at("/seen"))),
                Map.of(),
                null);
    }

    private static CustomColumn text(String pointer) {
        return new CustomColumn(Type.TEXT, Mappings.at(pointer));
    }
}
