package io.catwing.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.client.Limits;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ComputeStatsIT {
    private static final ClientId OTHER = new ClientId("CW-000151");

    private final StatsFixture fixture = new StatsFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_client_without_a_time_zone_is_refused_with_the_next_step_and_the_others_go_on() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");

        List<StepResult> results = fixture.compute(false, OTHER, StatsFixture.CLIENT);

        assertThat(results.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results.get(0).subject()).isEqualTo("tables");
        assertThat(results.get(0).message())
                .isEqualTo(
                        "the statistics of CW-000151 cannot be computed: general.client does not have its time zone\n"
                                + "HINT: run ./catwing enrich --client CW-000151 first, which takes it from the client's file");
        assertThat(results.subList(1, results.size()))
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
        assertThat(fixture.ask("select count(*) from stats.daily_sales")).isEqualTo("1");
    }

    @Test
    void a_table_that_cannot_be_computed_is_named_and_nothing_of_the_client_changes() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.compute();
        var before = fixture.digests();
        fixture.execute("update general.sales_order_line set unit_price = 1e1100");

        assertThat(fixture.computeAll())
                .singleElement()
                .extracting(StepResult::message)
                .asString()
                .startsWith(
                        "the statistics of CW-000200 cannot be computed (daily_sales): ERROR: numeric field overflow")
                .endsWith("HINT: they stay as they were; please report the message");
        assertThat(fixture.digests()).isEqualTo(before);
    }

    @Test
    void what_loading_takes_at_its_limits_the_statistics_hold() {
        client("UTC");
        sale("S1", Limits.EARLIEST_EVENT + "T00:00Z", "2026-02-01");
        sale("S2", "2026-02-01T10:00Z", "2026-02-02");
        String most = "9".repeat(Limits.WHOLE_DIGITS);
        String least = "1e-" + Limits.FRACTION_DIGITS;
        fixture.execute(String.format(
                """
                update general.sales_order_line set quantity = %1$s, unit_price = %1$s where sales_order_id = 'S1';
                update general.sales_order_line set quantity = %2$s, unit_price = %2$s where sales_order_id = 'S2';
                update general.sales_order set location_id = %3$s;
                update general.sales_order_line set product_id = %3$s;
                insert into general.inventory (client_id, source_date, location_id, product_id, quantity, reserved_quantity,
                    unit_cost)
                values ('CW-000200', '2026-02-01', %3$s, %3$s, %1$s, -%1$s, %1$s);
                insert into general.product (client_id, product_id, cost_price, source_date, first_seen)
                values ('CW-000200', %3$s, %1$s, '2026-02-01', '2026-02-01');
                insert into general.pricing_list (client_id, pricing_list_id, source_date)
                values ('CW-000200', %3$s, '2026-02-01');
                insert into general.pricing_list_line (client_id, pricing_list_id, line_id, product_id, price, valid_from,
                    minimum_quantity, source_date)
                values ('CW-000200', %3$s, '1', %3$s, 0.000001, '0001-01-01', %1$s, '2026-02-01'),
                       ('CW-000200', %3$s, '2', %3$s, %1$s, '9999-12-31', %1$s, '2026-02-01');
                insert into general.transfer_order (client_id, transfer_order_id, from_location_id, to_location_id, shipped_at,
                    source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, '%4$s', '2026-02-01');
                insert into general.transfer_order_line (client_id, transfer_order_id, line_id, product_id, quantity,
                    received_quantity, source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, %1$s, -%1$s, '2026-02-01');
                insert into general.store_order (client_id, store_order_id, location_id, ordered_at, source_date)
                values ('CW-000200', %3$s, %3$s, '%4$s', '2026-02-01');
                insert into general.store_order_line (client_id, store_order_id, line_id, product_id, quantity,
                    fulfilled_quantity, source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, %2$s, %1$s, '2026-02-01');
                insert into general.purchase_order (client_id, purchase_order_id, supplier_id, location_id, ordered_at,
                    expected_at, source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, '1970-01-01', '0001-01-01', '2026-02-01');
                insert into general.purchase_order_line (client_id, purchase_order_id, line_id, product_id, quantity,
                    unit_price, source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, %1$s, %1$s, '2026-02-01');
                insert into general.receiving_order (client_id, receiving_order_id, purchase_order_id, received_at,
                    source_date)
                values ('CW-000200', %3$s, %3$s, '%4$s', '2026-02-01');
                insert into general.receiving_order_line (client_id, receiving_order_id, line_id, purchase_order_line_id,
                    product_id, quantity, rejected_quantity, source_date)
                values ('CW-000200', %3$s, %3$s, %3$s, %3$s, %1$s, -%1$s, '2026-02-01');
                insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded,
                    rows_rejected, run_id)
                select 'raw-data/CW-000200/2026-02-01/' || e || '.json', 'CW-000200', e, '2026-02-01', 'e', 's', 'v1', 1, 0,
                    'test'
                from unnest(array['inventory', 'products', 'pricing_lists', 'transfer_orders', 'store_orders',
                    'purchase_orders', 'receiving_orders']) as e""",
                most, least, "'" + longestId() + "'", Limits.LATEST_EVENT));

        assertThat(fixture.computeAll()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.ask("select count(*) from stats.daily_sales")).isEqualTo("2");
        for (String table : List.of("price_change", "transfer_flow", "store_fulfilment", "purchase_delivery")) {
            assertThat(fixture.ask("select count(*) from stats." + table))
                    .as(table)
                    .isEqualTo("1");
        }
        assertThat(fixture.ask("select max(gross_revenue) from stats.daily_sales"))
                .isEqualTo(new BigDecimal(most).pow(2) + ".000000");
    }

    /** Of wide characters without a pattern, so that nothing of it can be compressed in an index. */
    private static String longestId() {
        return new Random(7)
                .ints(Limits.ID_CHARACTERS, 0x4E00, 0x9FA5)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void a_time_zone_that_nobody_knows_is_told() {
        client("Europe/Lundun");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");

        assertThat(fixture.compute())
                .singleElement()
                .extracting(StepResult::message)
                .asString()
                .startsWith("the statistics of CW-000200 cannot be computed (what is touched): ERROR: time zone"
                        + " \"Europe/Lundun\" not recognized");
    }

    @Test
    void what_is_up_to_date_is_left_alone() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");

        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
        assertThat(fixture.computeAll()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
    }

    @Test
    void an_outcome_tells_the_rows_that_were_written_of_each_table() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.compute();
        sale("S2", "2026-02-03T10:00Z", "2026-02-03");

        assertThat(fixture.compute())
                .filteredOn(outcome -> outcome.records() > 0)
                .extracting(outcome -> outcome.subject() + " " + outcome.records())
                .containsExactly("newest_day 1", "daily_sales 1", "rolling_sales 2", "abc_class 1", "daily_margin 1");
    }

    @Test
    void the_other_clients_statistics_are_not_touched() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.compute();
        var before = fixture.digests();
        fixture.execute("insert into general.client values ('CW-000151', 'Other', 'UTC')");

        fixture.compute(true, OTHER);

        assertThat(fixture.digests()).isEqualTo(before);
    }

    @Test
    void all_days_move_with_the_clients_time_zone() {
        client("Europe/London");
        sale("S1", "2026-02-01T23:30Z", "2026-02-01");
        fixture.compute();
        assertThat(fixture.ask("select day from stats.daily_sales")).isEqualTo("2026-02-01");

        fixture.execute("update general.client set time_zone = 'Europe/Berlin'");
        fixture.compute();

        assertThat(fixture.ask("select day from stats.daily_sales")).isEqualTo("2026-02-02");
    }

    @Test
    void statistics_that_nobody_knows_the_files_of_are_computed_anew() {
        client("UTC");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.computeAll();

        // As a recovery copies those of other clients.
        fixture.execute("delete from ops.stats_checksum");
        fixture.execute("update stats.rolling_sales set day = day + 1000");
        fixture.compute();

        assertThat(fixture.ask("select max(day) from stats.rolling_sales")).startsWith("2026-");
        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
    }

    /** V3's received lines, whose lead times are unknown, do not make it shorter. */
    @Test
    void the_lead_time_at_a_glance_is_that_of_the_lines_of_which_it_is_known() throws IOException {
        handComputed();
        fixture.computeAll();

        assertThat(JdbcClient.create(fixture.database)
                        .sql(SqlFile.read("job/key-figures"))
                        .param("client", StatsFixture.CLIENT.value())
                        .query()
                        .singleRow()
                        .get("lead_time_days"))
                .isEqualTo(new BigDecimal("7.6"));
    }

    @ParameterizedTest
    @CsvSource({"transfer_flow, transfer_order", "store_fulfilment, store_order", "price_change, pricing_list"})
    void so_are_those_of_a_client_without_sales_stock_and_purchases(String table, String only) throws IOException {
        handComputed();
        emptyGeneral("tablename not in ('client', '" + only + "', '" + only + "_line')");
        fixture.computeAll();
        assertThat(fixture.ask("select count(*) from stats." + table)).isNotEqualTo("0");
        assertThat(fixture.ask("select count(*) from stats.newest_day")).isEqualTo("0");

        // As in a recovery that copied them and restored less than they were computed from.
        emptyGeneral("tablename <> 'client'");
        fixture.execute("delete from ops.stats_checksum; delete from ops.stats_touched");
        fixture.compute();

        assertThat(fixture.ask("select count(*) from stats." + table)).isEqualTo("0");
        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
    }

    @Test
    void orders_that_move_to_another_day_with_new_rules_of_their_time_zone_are_counted_once() {
        client("America/Asuncion");
        sale("S1", "2025-04-11T03:30Z", "2025-04-11");
        fixture.computeAll();
        String rules = fixture.ask("select split_part(checksum, '-', 2) from ops.stats_checksum");

        // As if they had been computed by rules of before, which a database keeps no trace of but this.
        fixture.execute("update ops.stats_checksum set checksum = replace(checksum, '" + rules + "', md5('other'))");
        fixture.execute("update stats.daily_sales set day = day - 1");

        assertThat(fixture.compute()).extracting(StepResult::outcome).contains(Outcome.DONE);
        assertThat(fixture.ask("select string_agg(day::text, ' ') from stats.daily_sales"))
                .isEqualTo(fixture.ask(
                        "select ('2025-04-11T03:30Z'::timestamptz at time zone 'America/Asuncion')::date::text"));
        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);

        fixture.execute("update general.client set time_zone = 'America/Campo_Grande'");
        fixture.compute();
        assertThat(fixture.ask("select split_part(checksum, '-', 2) from ops.stats_checksum"))
                .isNotEqualTo(rules)
                .matches("[0-9a-f]{32}");
    }

    @Test
    void of_a_stock_whose_quantity_is_unknown_nobody_knows_how_long_it_lasts() {
        client("UTC");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.execute(
                """
                insert into general.inventory (client_id, source_date, location_id, product_id, quantity)
                select client_id, source_date, location_id, product_id, null
                from general.sales_order join general.sales_order_line using (client_id, sales_order_id, source_date)
                """);
        fixture.computeAll();

        assertThat(fixture.ask("select concat_ws(' ', days_of_cover, sell_through_28, sell_through_90, stock_out)"
                        + " from stats.stock_position"))
                .isEmpty();
    }

    @Test
    void a_day_in_the_far_future_ends_no_window_and_fills_no_table() {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        sale("S2", "2099-02-01T10:00Z", "2026-02-02");

        fixture.compute();

        assertThat(fixture.ask("select day from stats.newest_day")).isEqualTo("2026-02-02");
        assertThat(fixture.ask("select count(*) from stats.rolling_sales")).isEqualTo("2");
        assertThat(fixture.ask("select net_quantity_90 from stats.rolling_sales where day = '2026-02-02'"))
                .isEqualTo("1.000000");
        assertThat(fixture.ask("select sum(net_quantity) from stats.daily_sales"))
                .isEqualTo("2.000000");
    }

    @Test
    void who_waited_for_another_run_sees_what_was_loaded_meanwhile() throws SQLException {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        CompletableFuture<List<StepResult>> waiting;
        try (Connection other = fixture.database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('catwing stats CW-000200', 0))");
            waiting = CompletableFuture.supplyAsync(fixture::compute);
            Awaitility.await().until(() -> fixture.ask(
                            "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                    + " and database = (select oid from pg_database where datname = current_database())")
                    .equals("1"));
            sale("S2", "2026-02-02T10:00Z", "2026-02-02");
        }

        assertThat(waiting.join()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.ask("select count(*) from stats.daily_sales")).isEqualTo("2");
        assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
    }

    /** Who waited would fail here, by the lock_timeout, before the other ends. */
    @Test
    void a_client_does_not_wait_for_another_whose_new_tables_are_analyzed() throws SQLException {
        client("UTC");
        sales(2000);
        fixture.execute("alter database " + fixture.ask("select format('%I', current_database())")
                + " set lock_timeout = '2s'");
        try (Connection other = fixture.database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("analyze stats.daily_sales, stats.rolling_sales, stats.daily_margin, stats.abc_class");

            assertThat(fixture.computeAll()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
            other.rollback();
        }
        assertThat(fixture.ask("select count(*) from stats.daily_sales")).isEqualTo("2000");
    }

    @Test
    void a_table_is_analyzed_while_it_is_filled_and_not_again() {
        client("UTC");
        sales(2000);
        fixture.execute("alter table stats.daily_sales set (autovacuum_enabled = off)");
        String analyzed = "select string_agg(xmin::text, ' ' order by staattnum) from pg_statistic"
                + " where starelid = 'stats.daily_sales'::regclass";

        fixture.computeAll();
        String once = fixture.ask(analyzed);
        fixture.computeAll();

        assertThat(once).isNotNull();
        assertThat(fixture.ask(analyzed)).isEqualTo(once);
    }

    @Test
    void what_a_load_takes_away_is_marked_only_once_it_is_gone() throws SQLException {
        client("Europe/London");
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.compute();
        try (Connection load = fixture.database.getConnection();
                Statement statement = load.createStatement()) {
            load.setAutoCommit(false);
            statement.execute("delete from general.sales_order_line; delete from general.sales_order");

            assertThat(fixture.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
            load.commit();
        }

        fixture.compute();
        assertThat(fixture.ask("select count(*) from stats.daily_sales")).isEqualTo("0");
        assertThat(fixture.ask("select count(*) from ops.stats_touched")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sales_order",
                "store_order",
                "transfer_order",
                "purchase_order",
                "receiving_order",
                "pricing_list",
                "inventory",
                "product"
            })
    void what_is_gone_is_counted_no_longer(String table) throws IOException {
        handComputed();
        fixture.computeAll();
        var before = fixture.digests();
        emptyGeneral("tablename in ('" + table + "', '" + table + "_line')");

        fixture.compute();

        var bitByBit = fixture.digests();
        assertThat(bitByBit).isNotEqualTo(before);
        fixture.computeAll();
        assertThat(fixture.digests()).isEqualTo(bitByBit);
    }

    private void handComputed() throws IOException {
        try (InputStream sql = getClass().getResourceAsStream("/stats/hand-computed.sql")) {
            fixture.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void emptyGeneral(String which) {
        fixture.execute(
                fixture.ask("select string_agg('delete from general.' || tablename, ';' order by tablename desc)"
                        + " from pg_tables where schemaname = 'general' and " + which));
    }

    private void client(String timeZone) {
        fixture.execute("insert into general.client values ('CW-000200', 'Shop', '" + timeZone + "')");
    }

    /** Of as many products in one order. */
    private void sales(int products) {
        sale("S1", "2026-02-01T10:00Z", "2026-02-01");
        fixture.execute("insert into general.sales_order_line"
                + " (client_id, sales_order_id, line_id, product_id, quantity, unit_price, source_date)"
                + " select 'CW-000200', 'S1', 'L' || i, 'P' || i, 1, 5, '2026-02-01' from generate_series(2, "
                + products
                + ") as i");
    }

    /** One P1 for 5.00 in L1, as a file of the day would bring it. */
    private void sale(String id, String time, String file) {
        fixture.execute(String.format(
                "insert into general.sales_order (client_id, sales_order_id, location_id, ordered_at, source_date)"
                        + " values ('CW-000200', '%1$s', 'L1', '%2$s', '%3$s');"
                        + "insert into general.sales_order_line"
                        + " (client_id, sales_order_id, line_id, product_id, quantity, unit_price, source_date)"
                        + " values ('CW-000200', '%1$s', '1', 'P1', 1, 5, '%3$s');"
                        + "insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version,"
                        + " rows_loaded, rows_rejected, run_id) values"
                        + " ('raw-data/CW-000200/%3$s/sales_orders.json', 'CW-000200', 'sales_orders', '%3$s', 'e', 's',"
                        + " 'v1', 1, 0, 'test')",
                id, time, file));
    }
}
