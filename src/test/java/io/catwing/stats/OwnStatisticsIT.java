package io.catwing.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statistics of src/test/resources/own-sql, which no Java knows. That they come out right bit by bit: IncrementalStatsIT. */
class OwnStatisticsIT {
    private final StatsFixture without = new StatsFixture();

    @BeforeEach
    void a_sale_of_each_of_two_clients() {
        without.execute(
                "insert into general.client values ('CW-000151', 'Other', 'UTC'), ('CW-000200', 'Shop', 'UTC')");
        for (String client : new String[] {"CW-000151", "CW-000200"}) {
            without.execute(
                    """
                    insert into general.sales_order (client_id, sales_order_id, location_id, ordered_at, source_date)
                    values ('%1$s', 'S1', 'L1', '2026-02-01T10:00Z', '2026-02-01');
                    insert into general.sales_order_line
                        (client_id, sales_order_id, line_id, product_id, quantity, unit_price, source_date)
                    values ('%1$s', 'S1', '1', 'P1', 1, 5, '2026-02-01');
                    insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version,
                        rows_loaded, rows_rejected, run_id)
                    values ('raw-data/%1$s/2026-02-01/sales_orders.json', '%1$s', 'sales_orders', '2026-02-01', 'e', 's',
                        'v1', 1, 0, 'test')"""
                            .formatted(client));
        }
    }

    @AfterEach
    void stop() {
        without.close();
    }

    private static String regions(StatsFixture stats) {
        return stats.ask("select string_agg(client_id || ' ' || region || net_revenue, ', ' order by 1)"
                + " from (select * from stats.sales_by_region order by 1) as r");
    }

    @Test
    void a_client_gets_rows_of_its_own_alone_though_the_query_does_not_say_so() {
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            without.compute(false, new ClientId("CW-000151"));

            assertThat(stats.compute()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);

            assertThat(regions(stats)).isEqualTo("CW-000200 5.000000");
            assertThat(stats.ask("select string_agg(client_id || day, '') from stats.daily_status"))
                    .isEqualTo("CW-0002002026-02-01");
        }
    }

    @Test
    void a_statistic_of_the_scope_client_follows_what_no_raw_file_tells() {
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            stats.compute();
            stats.execute("insert into general.listed_location (client_id, location_id, name, kind, region)"
                    + " values ('CW-000200', 'L1', 'York', 'store', 'North')");

            assertThat(stats.compute())
                    .filteredOn(result -> result.outcome() == Outcome.DONE)
                    .extracting(StepResult::subject)
                    .containsExactly("sales_by_region");

            assertThat(regions(stats)).isEqualTo("CW-000200 North5.000000");
            assertThat(stats.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
        }
    }

    @Test
    void a_mark_of_what_no_raw_file_tells_computes_no_statistic_of_the_products_and_is_accounted_for() {
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            stats.compute();
            stats.execute("insert into general.listed_location (client_id, location_id, name, kind, region)"
                    + " values ('CW-000200', 'L1', 'York', 'store', 'North')");
            stats.execute("insert into ops.stats_touched (client_id, topic)"
                    + " values ('CW-000200', 'own'), ('CW-000200', 'own'), ('CW-000151', 'own')");

            assertThat(stats.compute())
                    .filteredOn(result -> result.outcome() == Outcome.DONE)
                    .extracting(StepResult::subject)
                    .containsExactly("sales_by_region");

            assertThat(regions(stats)).isEqualTo("CW-000200 North5.000000");
            assertThat(stats.ask("select string_agg(client_id, ' ') from ops.stats_touched where topic = 'own'"))
                    .isEqualTo("CW-000151");
        }
    }

    @Test
    void statistics_that_other_files_computed_are_computed_anew() {
        without.compute();
        assertThat(without.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            assertThat(stats.compute()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);

            assertThat(stats.ask("select net_quantity_mean from stats.daily_basket"))
                    .isEqualTo("1.000000");
            assertThat(stats.compute()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
        }
    }

    @Test
    void a_table_without_a_primary_key_is_refused_with_the_next_step() {
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            stats.execute("alter table stats.daily_basket drop constraint daily_basket_pkey");

            assertThat(stats.compute())
                    .singleElement()
                    .extracting(StepResult::message)
                    .isEqualTo(
                            "stats.daily_basket has no primary key with client_id, so its rows cannot be told apart\n"
                                    + "HINT: give it one in a migration of yours, such as primary key (client_id, day)");
        }
    }

    @Test
    void a_query_that_the_database_refuses_is_told_with_its_file() {
        try (StatsFixture stats = StatsFixture.withOwn(without.database)) {
            stats.execute("alter table stats.daily_basket rename net_quantity_mean to other");

            assertThat(stats.compute())
                    .singleElement()
                    .extracting(StepResult::message)
                    .asString()
                    .startsWith("the statistics of CW-000200 cannot be computed (daily_basket): ERROR: column"
                            + " \"net_quantity_mean\" of relation \"wanted\" does not exist")
                    .endsWith(
                            "HINT: they stay as they were; correct src/test/resources/own-sql/stats/daily_basket.sql");
            assertThat(stats.ask("select count(*) from stats.daily_sales")).isEqualTo("0");
        }
    }
}
