package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.ServerAddresses;
import io.catwing.failure.AbortingFailure;
import io.catwing.recover.Comparison.Place;
import io.catwing.recover.Comparison.Table;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two databases that differ in little, and what is said of it. */
class VerifyIT {
    private static final String PRODUCT =
            "insert into general.product (client_id, product_id, name, list_price, source_date, first_seen) values ";

    private final Servers.Database here = Servers.database();
    private final Servers.Database there = Servers.database();

    @Test
    void one_cell_in_a_million_rows_is_found_by_key_and_column() throws SQLException {
        for (Servers.Database database : List.of(here, there)) {
            execute(
                    database,
                    "insert into general.sales_order_line (client_id, sales_order_id, line_id, product_id, quantity,"
                            + " unit_price, source_date)"
                            + " select 'CW-000200', 'o' || i / 5, 'l' || i % 5, 'p' || i % 1000, i % 7, 1.10, '2026-02-01'"
                            + " from generate_series(1, 1000000) as i");
        }
        execute(
                there,
                "update general.sales_order_line set quantity = 8 where sales_order_id = 'o123456' and line_id = 'l3'");

        Comparison comparison = compare(5);

        assertThat(comparison.different()).singleElement().satisfies(table -> {
            assertThat(table.here().rows()).isEqualTo(1_000_000);
            assertThat(describe(comparison, table))
                    .containsExactly(
                            "general.sales_order_line (client_id CW-000200, sales_order_id o123456, line_id l3):"
                                    + " quantity is 2 in " + comparison.here() + " and 8 in " + comparison.there());
        });
    }

    @Test
    void rows_that_only_one_has_are_named() throws SQLException {
        execute(here, PRODUCT + "('CW-000200', 'a', 'A', 1, '2026-02-01', '2026-02-01')");
        execute(there, PRODUCT + "('CW-000200', 'b', 'B', 1, '2026-02-01', '2026-02-01')");

        Comparison comparison = compare(5);

        assertThat(comparison.different()).singleElement().satisfies(table -> assertThat(describe(comparison, table))
                .containsExactlyInAnyOrder(
                        "general.product (client_id CW-000200, product_id a): only in " + comparison.here(),
                        "general.product (client_id CW-000200, product_id b): only in " + comparison.there()));
    }

    @Test
    void every_differing_column_is_named_nulls_and_trailing_zeros_included() throws SQLException {
        execute(here, PRODUCT + "('CW-000200', 'a', null, 1.10, '2026-02-01', '2026-02-01')");
        execute(there, PRODUCT + "('CW-000200', 'a', 'A', 1.1, '2026-02-01', '2026-02-01')");

        Comparison comparison = compare(5);

        assertThat(comparison.different()).singleElement().satisfies(table -> {
            assertThat(table.rows()).singleElement().satisfies(row -> {
                assertThat(row.place()).isEqualTo(Place.BOTH);
                assertThat(row.cells())
                        .containsExactly(
                                new Comparison.Difference("list_price", "1.10", "1.1"),
                                new Comparison.Difference("name", null, "A"));
            });
        });
    }

    @Test
    void at_most_so_many_rows_are_named_as_were_asked_for() throws SQLException {
        for (Servers.Database database : List.of(here, there)) {
            execute(
                    database,
                    PRODUCT.replace("values ", "")
                            + "select 'CW-000200', 'p' || i, 'N', 1, '2026-02-01', '2026-02-01' from generate_series(1, 5000) i");
        }
        execute(there, "update general.product set name = 'M'");

        assertThat(compare(3).different())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).hasSize(3).allSatisfy(row -> assertThat(row.cells())
                        .containsExactly(new Comparison.Difference("name", "N", "M"))));
    }

    @Test
    void a_table_and_a_column_that_only_one_has_are_told() throws SQLException {
        execute(here, "create table stats.extra (client_id text primary key)");
        execute(there, "alter table general.supplier add column rating numeric");

        Comparison comparison = compare(5);

        assertThat(comparison.different()).extracting(Table::name).containsExactly("general.supplier", "stats.extra");
        assertThat(comparison.different().get(0).note()).contains("rating");
        assertThat(comparison.different().get(1).note()).isEqualTo("it is in one of the two only");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_table_that_somebody_has_locked_is_told_and_not_waited_for() throws SQLException {
        try (Connection holder = here.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table general.product in access exclusive mode");

            assertThatThrownBy(() -> compare(1)).hasMessageContaining("lock timeout");
        }
    }

    @Test
    void rows_of_a_table_without_a_key_are_compared_as_a_whole() throws SQLException {
        for (Servers.Database database : List.of(here, there)) {
            execute(
                    database,
                    "create table stats.bag (client_id text, n integer)",
                    "insert into stats.bag values ('a', 1)");
        }
        execute(here, "insert into stats.bag values ('a', 1), ('b', null)");

        Comparison comparison = compare(5);

        assertThat(comparison.different()).singleElement().satisfies(table -> assertThat(describe(comparison, table))
                .containsExactlyInAnyOrder(
                        "stats.bag (client_id a, n 1): only in " + comparison.here(),
                        "stats.bag (client_id b, n null): only in " + comparison.here()));
    }

    @Test
    void what_is_no_name_of_a_database_reaches_no_server() {
        assertThatThrownBy(() -> new DatabaseName("catwing\"; drop database catwing; --"))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage(
                        "'catwing\"; drop database catwing; --' is not the name of a database that catwing can recover\n"
                                + "HINT: such a name has a letter first, then letters, digits and _ . -, 63 at most");
    }

    private static List<String> describe(Comparison comparison, Table table) {
        return table.rows().stream().map(row -> comparison.describe(table, row)).toList();
    }

    private Comparison compare(int rows) {
        RecoverSettings settings =
                new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 4);
        DatabaseServer server =
                new DatabaseServer(new ServerAddresses(here.url(), here.user(), "", Map.of()), settings);
        return new CompareDatabases(server, settings)
                .compare(server.live(), new DatabaseName(there.url().replaceFirst(".*/", "")), rows);
    }

    private static void execute(Servers.Database database, String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
