package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.Failure;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.mapping.Mappings;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class LoadRawFileIT {
    private static final String LINES =
            "select sales_order_id, line_id, product_id, quantity, source_date from general.sales_order_line order by 1, 2";
    private static final String ORDERS =
            "select sales_order_id, status, ordered_at, source_date from general.sales_order order by 1";
    private static final String PRODUCTS =
            "select product_id, name, list_price, active, source_date, first_seen from general.product order by 1";

    private static final LoadSettings SETTINGS =
            new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16);
    /** The products by another key. */
    private static final EntitySpec UPPER = Mappings.spec(
            Entity.PRODUCTS, Mappings.columns("product_id", Mappings.jq(".code // .id | ascii_upcase")), "v2");

    private LoadFixture fixture;

    private LoadFixture fixture(EntitySpec... specs) {
        fixture = new LoadFixture(specs);
        return fixture;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_order_becomes_a_head_and_its_lines() {
        fixture(Mappings.nested())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                        [{"no": 12345678901234567890, "status": "open", "at": "2026-02-01T09:30:00+01:00", "lines": [
                           {"n": 1, "sku": "A", "quantity": 1.10}, {"n": 2, "sku": "B", "quantity": "-2"}]}]""");

        assertThat(fixture.load()).singleElement().satisfies(o -> {
            assertThat(o.outcome()).isEqualTo(Outcome.DONE);
            assertThat(o.records()).isEqualTo(1);
        });
        assertThat(fixture.rows(ORDERS)).containsExactly("12345678901234567890|open|2026-02-01 08:30:00+00|2026-02-01");
        assertThat(fixture.rows(LINES))
                .containsExactly("12345678901234567890|1|A|1.10|2026-02-01", "12345678901234567890|2|B|-2|2026-02-01");
        assertThat(fixture.rows("select raw_key, rows_loaded, rows_rejected, mapping_version, run_id, length(sha256)"
                        + " from ops.ledger"))
                .containsExactly("raw-data/CW-000200/2026-02-01/sales_orders.json|1|0|v1|20260224-031500-7f3a|64");
    }

    static List<EntitySpec> orders() {
        return List.of(Mappings.nested(), Mappings.flat());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_file_loaded_twice_changes_nothing(EntitySpec spec) {
        fixture(spec).put(Entity.SALES_ORDERS, "2026-02-01", order(spec, "1", "open", "a:1 b:2"));
        fixture.load();
        var once = fixture.digests();
        List<String> images = fixture.rows("select ctid, xmin from general.sales_order_line order by 1");

        fixture.loadAgain();

        assertThat(fixture.digests()).isEqualTo(once);
        assertThat(fixture.rows("select ctid, xmin from general.sales_order_line order by 1"))
                .as("unchanged rows are not even written")
                .isEqualTo(images);
        assertThat(fixture.load()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void an_order_that_lost_a_line_loses_it_here_too(EntitySpec spec) {
        fixture(spec)
                .put(Entity.SALES_ORDERS, "2026-02-01", order(spec, "1", "open", "a:1 b:2 c:3"))
                .put(Entity.SALES_ORDERS, "2026-02-02", order(spec, "1", "sent", "a:1 c:4"));
        fixture.load("2026-02-01");
        fixture.load("2026-02-02");

        assertThat(fixture.rows(LINES)).containsExactly("1|a|a|1|2026-02-02", "1|c|c|4|2026-02-02");
        assertThat(fixture.rows(ORDERS)).containsExactly("1|sent|-|2026-02-02");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void an_older_file_loaded_late_changes_nothing_newer(EntitySpec spec) {
        fixture(spec)
                .put(Entity.SALES_ORDERS, "2026-02-01", order(spec, "1", "open", "a:1 b:2 c:3"))
                .put(Entity.SALES_ORDERS, "2026-02-02", order(spec, "1", "sent", "a:1 c:4"));
        fixture.load("2026-02-02");
        fixture.load("2026-02-01");

        assertThat(fixture.rows(LINES)).containsExactly("1|a|a|1|2026-02-02", "1|c|c|4|2026-02-02");
        assertThat(fixture.rows(ORDERS)).containsExactly("1|sent|-|2026-02-02");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void versions_in_one_transaction_are_told_apart_by_their_files_dates(EntitySpec spec) {
        fixture(spec)
                .put(Entity.SALES_ORDERS, "2026-02-01", order(spec, "1", "open", "a:1 b:2 c:3"))
                .put(Entity.SALES_ORDERS, "2026-02-02", order(spec, "1", "sent", "a:1 c:4"))
                .put(Entity.SALES_ORDERS, "2026-02-03", order(spec, "2", "open", "a:1"));
        fixture.load();

        assertThat(fixture.rows(LINES))
                .containsExactly("1|a|a|1|2026-02-02", "1|c|c|4|2026-02-02", "2|a|a|1|2026-02-03");
    }

    @Test
    void the_last_of_two_equal_keys_in_a_file_wins() {
        fixture(Mappings.nested())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                        [{"no": "1", "status": "first", "lines": [{"n": 1, "sku": "A"}, {"n": 2, "sku": "B"}]},
                         {"no": "1", "status": "last", "lines": [{"n": 1, "sku": "C"}, {"n": 1, "sku": "D"}]}]""");
        fixture.load();

        assertThat(fixture.rows(ORDERS)).containsExactly("1|last|-|2026-02-01");
        assertThat(fixture.rows(LINES)).containsExactly("1|1|D|-|2026-02-01");
    }

    @Test
    void the_last_of_two_equal_keys_wins_however_far_apart_they_are() {
        StringBuilder file = new StringBuilder("[");
        for (int i = 0; i < 5_000; i++) {
            file.append("{\"no\":\"")
                    .append(i % 2_000)
                    .append("\",\"status\":\"")
                    .append(i)
                    .append("\",\"lines\":[")
                    .append("{\"n\":")
                    .append(i / 2_000)
                    .append(",\"sku\":\"a product with quite a long name\"}]},");
        }
        fixture(Mappings.nested()).put(Entity.SALES_ORDERS, "2026-02-01", file + "{\"no\":\"0\",\"status\":\"end\"}]");
        for (int time = 1; time <= 2; time++) {
            fixture.loadAgain();

            assertThat(fixture.rows("select status from general.sales_order where sales_order_id in ('0', '1', '1999')"
                            + " order by sales_order_id"))
                    .containsExactly("end", "4001", "3999");
            assertThat(fixture.rows("select count(*), count(distinct sales_order_id), min(line_id), max(line_id)"
                            + " from general.sales_order_line"))
                    .containsExactly("1999|1999|1|2");
        }
    }

    @Test
    void flat_lines_of_one_order_may_stand_anywhere_in_the_file_and_a_doubled_line_counts_once() {
        fixture(Mappings.flat())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                [{"no": "1", "status": "open", "n": 1, "sku": "A"}, {"no": "2", "n": 1, "sku": "X"},
                 {"no": "1", "status": "sent", "n": 2, "sku": "B"}, {"no": "1", "status": "paid", "n": 1, "sku": "C"}]""");
        fixture.load();

        assertThat(fixture.rows(ORDERS)).containsExactly("1|paid|-|2026-02-01", "2|-|-|2026-02-01");
        assertThat(fixture.rows(LINES))
                .containsExactly("1|1|C|-|2026-02-01", "1|2|B|-|2026-02-01", "2|1|X|-|2026-02-01");
    }

    @Test
    void lines_without_an_id_are_numbered_from_one() {
        fixture(Mappings.places())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                [{"lines": [{"sku": "A"}, {"sku": "A"}], "no": "1", "total": "9.50"}]""");
        fixture.load();

        assertThat(fixture.rows("select line_id, product_id, amount from general.sales_order_line order by 1"))
                .containsExactly("1|A|9.50", "2|A|9.50");
    }

    @Test
    void flat_lines_without_an_id_are_numbered_in_their_order() {
        fixture(Mappings.flatPlaces())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                [{"no": "1", "sku": "A"}, {"no": "2", "sku": "X"}, {"no": "1", "sku": "B"}]""");
        fixture.load();
        fixture.loadAgain();

        assertThat(fixture.rows(LINES))
                .containsExactly("1|1|A|-|2026-02-01", "1|2|B|-|2026-02-01", "2|1|X|-|2026-02-01");
    }

    @Test
    void a_listed_thing_keeps_its_first_day_and_its_newest_values_in_any_order() {
        fixture(Mappings.products())
                .put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"name\":\"one\",\"on\":\"Y\"},{\"id\":\"b\"}]")
                .put(Entity.PRODUCTS, "2026-02-02", "[{\"id\":\"a\",\"name\":\"two\",\"on\":0}]")
                .put(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"a\",\"name\":\"three\",\"price\":1.10}]");
        fixture.load("2026-02-02");
        fixture.load("2026-02-03");
        fixture.load("2026-02-01");

        assertThat(fixture.rows(PRODUCTS))
                .containsExactly("a|three|1.10|-|2026-02-03|2026-02-01", "b|-|-|-|2026-02-01|2026-02-01");
        assertThat(fixture.rows("select last_seen from general.product order by product_id"))
                .containsExactly("2026-02-03", "2026-02-01");
    }

    @Test
    void inventory_keeps_every_day() {
        fixture(Mappings.inventory())
                .put(
                        Entity.INVENTORY,
                        "2026-02-01",
                        "[{\"place\":1,\"id\":\"a\",\"stock\":5},{\"place\":1,\"id\":\"a\",\"stock\":6}]")
                .put(Entity.INVENTORY, "2026-02-02", "[{\"place\":1,\"id\":\"a\",\"stock\":7}]");
        fixture.load();
        fixture.loadAgain();

        assertThat(fixture.rows(
                        "select source_date, location_id, product_id, quantity from general.inventory order by 1"))
                .containsExactly("2026-02-01|1|a|6", "2026-02-02|1|a|7");
    }

    /** @param state of SQL, by which the database ends each insert @param refused whether the file is the matter */
    @ParameterizedTest
    @CsvSource({"57014, 0", "55P03, 0", "23514, 1"})
    void a_file_is_known_as_refused_only_where_the_file_is_the_matter(String state, int refused) {
        refuseProducts(state);

        assertThat(fixture.load()).singleElement().satisfies(failed -> {
            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.message())
                    .contains("HINT: nothing of it was loaded; ")
                    .contains(refused == 1 ? "please report the message" : "(pg_cancel_backend)");
        });

        assertThat(fixture.rows("select count(*) from ops.refused_file")).containsExactly(String.valueOf(refused));
    }

    @Test
    void a_server_that_was_demoted_ends_the_load_and_says_nothing_about_the_file() {
        refuseProducts("25006");

        assertThat(Failure.describe(catchThrowable(fixture::load))).startsWith("the database failed while ");

        assertThat(fixture.rows("select count(*) from ops.refused_file")).containsExactly("0");
    }

    private void refuseProducts(String state) {
        fixture(Mappings.products());
        JdbcClient jdbc = JdbcClient.create(fixture.database.dataSource());
        jdbc.sql(
                        "create function refuse() returns trigger language plpgsql as $$ begin raise exception using errcode = '"
                                + state + "'; end $$")
                .update();
        jdbc.sql("create trigger refuse before insert on general.product for each row execute function refuse()")
                .update();
        fixture.put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"1\"}]");
    }

    @Test
    void a_bad_record_is_kept_to_the_letter_and_the_rest_loads() {
        fixture(Mappings.nested())
                .put(
                        Entity.SALES_ORDERS,
                        "2026-02-01",
                        """
                [{"no": "1", "lines": [{"n": 1, "quantity": 1}]},
                 {"no": "2", "lines": [{"n": 1, "quantity": 1}, {"n": 2,  "quantity": "three\\u0000"}], "x": 1.10 },
                 {"no": "3"}, {"status": "open"}]""");

        assertThat(fixture.load()).singleElement().satisfies(o -> {
            assertThat(o.records()).isEqualTo(2);
            assertThat(o.rejected()).isEqualTo(2);
        });
        assertThat(fixture.rows(ORDERS)).containsExactly("1|-|-|2026-02-01", "3|-|-|2026-02-01");
        assertThat(fixture.rows("select position, field, reason, record from ops.rejected_record order by 1"))
                .containsExactly(
                        "1|/lines/1/quantity|quantity from /quantity is not a number: three\u2400|"
                                + "{\"no\": \"2\", \"lines\": [{\"n\": 1, \"quantity\": 1}, {\"n\": 2,  \"quantity\":"
                                + " \"three\\u0000\"}], \"x\": 1.10 }",
                        "3|/no|sales_order_id from /no is missing, and is part of the key|{\"status\": \"open\"}");

        fixture.loadAgain();
        assertThat(fixture.rows("select count(*) from ops.rejected_record")).containsExactly("2");
    }

    @Test
    void a_file_with_too_many_bad_records_fails_as_a_whole_and_harms_no_other() {
        fixture(Mappings.products())
                .put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\"}]")
                .put(Entity.PRODUCTS, "2026-02-02", "[{\"id\":\"b\"},{\"id\":\"\"},{\"id\":\"c\",\"price\":\"NaN\"}]")
                .put(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"d\"}]");

        List<StepResult> results = fixture.load();

        assertThat(results).extracting(StepResult::outcome).containsExactly(Outcome.DONE, Outcome.FAILED, Outcome.DONE);
        assertThat(results.get(1).message())
                .isEqualTo("2 of 3 records of raw-data/CW-000200/2026-02-02/products.json were rejected, and the file's"
                        + " limit is a share of 0.5; the first: record 1: product_id from /id is empty: ; record 2:"
                        + " list_price from /price is not a number: NaN\nHINT: correct the mapping of products in the"
                        + " file of CW-000200, or raise its reject_share; then run ./catwing load");
        assertThat(fixture.rows("select product_id from general.product order by 1"))
                .containsExactly("a", "d");
        assertThat(fixture.rows("select count(*) from ops.rejected_record")).containsExactly("0");
        assertThat(fixture.load()).extracting(StepResult::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void a_file_that_is_cut_off_fails_and_says_where() {
        fixture(Mappings.products())
                .put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\"},{\"id\":")
                .put(Entity.PRODUCTS, "2026-02-02", "{\"id\":\"a\"}")
                .put(Entity.PRODUCTS, "2026-02-03", "[] []");

        List<StepResult> results = fixture.load();

        assertThat(results.get(0).message())
                .startsWith(
                        "raw-data/CW-000200/2026-02-01/products.json is not well-formed JSON near byte 18, in record 1:")
                .contains("\nHINT: ");
        assertThat(results.get(1).message())
                .startsWith("raw-data/CW-000200/2026-02-02/products.json is not a JSON array of records");
        assertThat(results.get(2).message())
                .startsWith("raw-data/CW-000200/2026-02-03/products.json goes on after its array");
        assertThat(fixture.rows("select count(*) from ops.ledger")).containsExactly("0");
    }

    @Test
    void text_from_outside_stays_data() {
        String[] ids = {"'; drop table general.product; --", "../../x", "\\N", "\\.", "a\tb\nc\rd", "é漢😀", " "};
        StringBuilder file = new StringBuilder("[{\"id\":\"\\u0000\"},{\"id\":\"\\ud800\"}");
        for (String id : ids) {
            file.append(",{\"id\":\"")
                    .append(id.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"))
                    .append("\"}");
        }
        fixture(Mappings.products()).put(Entity.PRODUCTS, "2026-02-01", file + "]");
        fixture.load();
        fixture.loadAgain();

        assertThat(fixture.rows("select product_id from general.product")).containsExactlyInAnyOrder(ids);
        assertThat(fixture.rows("select reason, record from ops.rejected_record order by position"))
                .containsExactly(
                        "product_id from /id holds U+0000, which PostgreSQL cannot keep: \u2400|{\"id\":\"\\u0000\"}",
                        "product_id from /id holds half a surrogate pair, which is no character: ?|{\"id\":\"\\ud800\"}");
    }

    @Test
    void a_changed_mapping_leaves_nothing_of_the_old_one() {
        putThree();
        fixture.load();
        try (LoadFixture after = mappedAnew();
                LoadFixture rebuilt = new LoadFixture(fixture.rawFiles(), SETTINGS, UPPER)) {
            assertThat(after.load(LocalDate.parse("2026-02-02"), null, false, 1))
                    .hasSize(1);
            assertThat(after.rows("select product_id from general.product order by 1"))
                    .containsExactly("Y", "a", "b");

            after.load();
            rebuilt.load();

            assertThat(after.rows(PRODUCTS)).hasSize(3).allMatch(row -> row.matches("[XYB]\\|.*"));
            assertThat(after.digests()).isEqualTo(rebuilt.digests());
        }
    }

    /** A load of some days deletes nothing first, and that of a young client may take all of them, as each night's does. */
    @Test
    void a_changed_mapping_leaves_nothing_of_the_old_one_after_a_load_of_days_that_took_every_file() {
        putThree();
        fixture.load();
        try (LoadFixture after = mappedAnew();
                LoadFixture rebuilt = new LoadFixture(fixture.rawFiles(), SETTINGS, UPPER)) {
            assertThat(after.load(LocalDate.parse("2026-02-01"), null, false, 1))
                    .hasSize(2);
            assertThat(after.rows("select product_id from general.product order by 1"))
                    .containsExactly("B", "X", "Y", "a", "b");
            assertThat(after.rows("select distinct mapping_version from ops.ledger"))
                    .containsExactly("v2");

            assertThat(after.load()).hasSize(2);
            rebuilt.load();

            assertThat(after.rows("select product_id from general.product order by 1"))
                    .containsExactly("B", "X", "Y");
            assertThat(after.digests()).isEqualTo(rebuilt.digests());
            assertThat(after.load()).as("nothing is left to do").isEmpty();
        }
    }

    @Test
    void a_mapping_that_comes_back_leaves_nothing_of_the_one_between() {
        putThree();
        fixture.load();
        LocalDate first = LocalDate.parse("2026-02-01");
        try (LoadFixture between = mappedAnew();
                LoadFixture rebuilt = new LoadFixture(fixture.rawFiles(), SETTINGS, Mappings.products())) {
            between.load(first, null, false, 1);
            fixture.load(first, null, false, 1);
            assertThat(fixture.rows("select distinct mapping_version from ops.ledger"))
                    .containsExactly("v1");
            fixture.load(first, null, true, 1);

            fixture.load();
            rebuilt.load();

            assertThat(fixture.rows("select product_id from general.product order by 1"))
                    .containsExactly("a", "b");
            assertThat(fixture.digests()).isEqualTo(rebuilt.digests());
        }
    }

    @Test
    void nothing_is_forgotten_where_days_were_loaded_again_by_the_same_mapping() {
        putThree();
        fixture.load();
        fixture.load("2026-02-02");
        fixture.loadAgain();

        assertThat(fixture.load()).isEmpty();
    }

    private void putThree() {
        fixture(Mappings.products())
                .put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"code\":\"x\"},{\"id\":\"b\"},{\"id\":\"\"}]")
                .put(Entity.PRODUCTS, "2026-02-02", "[{\"id\":\"a\",\"code\":\"y\"}]");
    }

    /** On the same database. */
    private LoadFixture mappedAnew() {
        return new LoadFixture(fixture.database, fixture.rawFiles(), SETTINGS, UPPER);
    }

    private static String order(EntitySpec spec, String id, String status, String lines) {
        StringBuilder json = new StringBuilder();
        boolean flat = spec.mapping().lines().matches();
        for (String line : lines.split(" ")) {
            String[] parts = line.split(":");
            String head = flat ? "\"no\":\"" + id + "\",\"status\":\"" + status + "\"," : "";
            json.append(json.length() == 0 ? "" : ",")
                    .append("{")
                    .append(head)
                    .append("\"n\":\"")
                    .append(parts[0])
                    .append("\",\"sku\":\"")
                    .append(parts[0])
                    .append("\",\"quantity\":")
                    .append(parts[1])
                    .append("}");
        }
        return flat
                ? "[" + json + "]"
                : "[{\"no\":\"" + id + "\",\"status\":\"" + status + "\",\"lines\":[" + json + "]}]";
    }
}
