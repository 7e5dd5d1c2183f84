package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.mapping.Mappings;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two transactions that have the same order in hand at once. */
class LoadContentionIT {
    private final LoadFixture fixture = new LoadFixture(Mappings.nested());

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"2026-02-01, 'theirs|9|2026-02-01'", "2026-02-03, 'theirs|9|2026-02-03'"})
    void an_order_that_another_load_adds_at_the_same_time_is_told_apart_by_its_date(String theirDate, String theirs)
            throws Exception {
        fixture.put(
                Entity.SALES_ORDERS,
                "2026-02-02",
                "[{\"no\":\"1\",\"status\":\"ours\",\"lines\":[{\"n\":\"1\",\"quantity\":5}]}]");
        try (Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into general.sales_order (client_id, sales_order_id, status, source_date) values"
                    + " ('CW-000200', '1', 'theirs', '" + theirDate + "')");
            statement.execute("insert into general.sales_order_line (client_id, sales_order_id, line_id, quantity,"
                    + " source_date) values ('CW-000200', '1', '7', 9, '" + theirDate + "')");
            CompletableFuture<List<StepResult>> load = CompletableFuture.supplyAsync(fixture::load);
            await().until(this::someoneWaits);
            other.commit();

            assertThat(load.join()).extracting(StepResult::outcome).containsExactly(Outcome.DONE);
        }
        boolean newer = theirDate.compareTo("2026-02-02") > 0;
        assertThat(fixture.rows("select o.status, l.quantity, l.source_date from general.sales_order o"
                        + " join general.sales_order_line l using (client_id, sales_order_id)"))
                .containsExactly(newer ? theirs : "ours|5|2026-02-02");
    }

    @Test
    void an_order_that_another_load_takes_back_is_loaded() throws Exception {
        fixture.put(Entity.SALES_ORDERS, "2026-02-02", "[{\"no\":\"1\",\"status\":\"ours\"}]");
        try (Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into general.sales_order (client_id, sales_order_id, status, source_date) values"
                    + " ('CW-000200', '1', 'theirs', '2026-02-03')");
            CompletableFuture<List<StepResult>> load = CompletableFuture.supplyAsync(fixture::load);
            await().until(this::someoneWaits);
            other.rollback();

            assertThat(load.join()).extracting(StepResult::outcome).containsExactly(Outcome.DONE);
        }
        assertThat(fixture.rows("select status from general.sales_order")).containsExactly("ours");
    }

    private boolean someoneWaits() {
        return !fixture.rows(
                        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .isEmpty();
    }
}
