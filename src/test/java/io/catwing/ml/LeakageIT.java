package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.stats.ComputeStats;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No leakage from the business tables on, through the real statistics: whatever is sold, returned, counted or priced after
 * a day, and whatever products look like by now, a run of that day is the run that was made on that day.
 */
class LeakageIT {
    private static final LocalDate FIRST = LocalDate.of(2025, 11, 20);
    private static final LocalDate LAST = MlFixture.RUN_DATE;

    @TempDir
    Path home;

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void a_run_made_later_is_the_run_that_was_made_then(long seed) throws Exception {
        LocalDate day = LAST.minusDays(10 + new Random(seed).nextInt(40));
        try (MlFixture fixture = new MlFixture(home)) {
            fixture.sql.update("insert into general.client values ('CW-000200', 'Shop', 'Europe/London')");
            products(fixture, 10);
            trade(fixture, new Random(seed), FIRST, day);
            statistics(fixture);
            fixture.export(home.resolve("then"), day);

            products(fixture, 99);
            trade(fixture, new Random(seed + 1), day.plusDays(1), LAST);
            statistics(fixture);
            fixture.export(home.resolve("later"), day);
            fixture.export(home.resolve("last"), LAST);

            for (String file : List.of("features.parquet", "targets.parquet")) {
                assertThat(home.resolve("later").resolve(file))
                        .hasSameBinaryContentAs(home.resolve("then").resolve(file));
            }
            assertThat(ExportFeaturesIT.read(home.resolve("last/features.parquet"), ModelTables.FEATURES).stream()
                            .filter(row -> !((LocalDate) row.get("day")).isAfter(day)))
                    .containsExactlyElementsOf(
                            ExportFeaturesIT.read(home.resolve("then/features.parquet"), ModelTables.FEATURES));
        }
    }

    /** What a product costs and is called as of now. */
    private static void products(MlFixture fixture, int cost) {
        fixture.sql.update(
                """
                insert into general.product (client_id, product_id, name, cost_price, list_price, source_date, first_seen)
                select 'CW-000200', p, 'cost ' || ?, ?, ?, '2025-11-20', '2025-11-20' from unnest(array['A', 'B', 'C']) as p
                on conflict (client_id, product_id) do update
                    set name = excluded.name, cost_price = excluded.cost_price, list_price = excluded.list_price""",
                cost,
                cost,
                cost);
    }

    private static void trade(MlFixture fixture, Random random, LocalDate from, LocalDate to) {
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            new Statistics(fixture.sql).load(day);
            for (String location : List.of("L1", "L2")) {
                String order = location + "-" + day;
                fixture.sql.update(
                        "insert into general.sales_order (client_id, sales_order_id, location_id, status, ordered_at,"
                                + " source_date) values ('CW-000200', ?, ?, 'completed', ?::date + time '10:00', ?)",
                        order,
                        location,
                        day,
                        day);
                for (String product : List.of("A", "B", "C")) {
                    if (random.nextInt(3) == 0) {
                        fixture.sql.update(
                                "insert into general.sales_order_line (client_id, sales_order_id, line_id, product_id,"
                                        + " quantity, unit_price, source_date) values ('CW-000200', ?, ?, ?, ?, ?, ?)",
                                order,
                                product,
                                product,
                                random.nextInt(7) - 2,
                                1 + random.nextInt(500) / 100.0,
                                day);
                    }
                    fixture.sql.update(
                            "insert into general.inventory (client_id, source_date, location_id, product_id, quantity,"
                                    + " reserved_quantity) values ('CW-000200', ?, ?, ?, ?, 0)",
                            day,
                            location,
                            product,
                            random.nextInt(10));
                }
            }
        }
    }

    private static void statistics(MlFixture fixture) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        try {
            camel.getRegistry()
                    .bind(
                            "computeStats",
                            new ComputeStats(fixture.database.dataSource(), Progress.NONE, SqlFolder.none()));
            camel.getRegistry().bind("gatherResults", new GatherResults());
            camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
            for (String file : List.of("failure/quarantine", "stats/stats", "stats/compute-stats")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
            camel.createProducerTemplate()
                    .requestBody(
                            "direct:stats",
                            Job.of(MlFixture.RUN, "test", List.of(MlFixture.CLIENT))
                                    .with(Job.Option.AGAIN),
                            List.class);
        } finally {
            camel.stop();
        }
    }
}
