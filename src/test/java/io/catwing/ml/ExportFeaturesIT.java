package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.catwing.client.Limits;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportFeaturesIT {
    private static final LocalDate LAST = MlFixture.RUN_DATE;

    @TempDir
    Path home;

    private MlFixture fixture;
    private Statistics statistics;

    @BeforeEach
    void start() {
        fixture = new MlFixture(home);
        statistics = new Statistics(fixture.sql);
        statistics.newestDay(LAST);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    static List<Map<String, Object>> read(Path file, List<ParquetColumn> columns) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ParquetTableReader reader =
                new ParquetTableReader(file, file.getFileName().toString(), columns)) {
            while (reader.next()) {
                Map<String, Object> row = new TreeMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    if (!reader.isNull(i)) {
                        row.put(
                                columns.get(i).name(),
                                switch (columns.get(i).type()) {
                                    case TEXT -> reader.text(i);
                                    case DATE -> reader.date(i);
                                    case WHOLE -> reader.whole(i);
                                    case NUMBER -> reader.number(i);
                                });
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private List<Map<String, Object>> features(Path folder) {
        return read(folder.resolve("features.parquet"), ModelTables.FEATURES);
    }

    private List<Map<String, Object>> targets(Path folder) {
        return read(folder.resolve("targets.parquet"), ModelTables.TARGETS);
    }

    @Test
    void what_loading_takes_at_its_limits_features_hold() {
        double most = Math.pow(10, Limits.WHOLE_DIGITS);
        statistics.sold(Limits.EARLIEST_EVENT, "A", "L1", most, 0, most);
        statistics.sold(LAST, "A", "L1", 0.000001, most, most);
        statistics.stock(LAST, "A", "L1", -most, true);
        statistics.rolling();

        List<StepResult> results = fixture.export(home.resolve("run"), LAST);

        assertThat(results)
                .extracting(StepResult::records)
                .containsOnly(ChronoUnit.DAYS.between(Limits.EARLIEST_EVENT, LAST) + 1)
                .allMatch(rows -> rows < 25_000);
        assertThat((double) features(home.resolve("run")).get(0).get("net_revenue"))
                .isCloseTo(most * most, Percentage.withPercentage(1));
    }

    @Test
    void every_day_from_the_first_sale_to_the_run_date_is_a_row_with_what_was_known_then() {
        statistics.sold(LAST.minusDays(9), "A", "L1", 4, 0, 2.5);
        statistics.sold(LAST.minusDays(7), "A", "L1", 0, 1, 2.5);
        statistics.sold(LAST.minusDays(2), "A", "L1", 2, 0, 3);
        statistics.stock(LAST.minusDays(9), "A", "L1", 12, false);
        statistics.stock(LAST.minusDays(5), "A", "L1", null, null);
        statistics.rolling();

        List<StepResult> results = fixture.export(home.resolve("run"), LAST);

        assertThat(results)
                .extracting(StepResult::subject, StepResult::outcome, StepResult::records)
                .containsExactly(tuple("features", Outcome.DONE, 10L), tuple("targets", Outcome.DONE, 10L));
        List<Map<String, Object>> features = features(home.resolve("run"));
        assertThat(features)
                .extracting(row -> row.get("day"))
                .containsExactlyElementsOf(LAST.minusDays(9)
                        .datesUntil(LAST.plusDays(1))
                        .map(Object.class::cast)
                        .toList());
        assertThat(features.get(0))
                .containsEntry("product_id", "A")
                .containsEntry("location_id", "L1")
                // a Sunday
                .containsEntry("weekday", 7L)
                .containsEntry("day_of_month", 15L)
                .containsEntry("month", 2L)
                .containsEntry("days_since_first_sale", 0L)
                .containsEntry("days_since_last_sale", 0L)
                .containsEntry("sold_quantity", 4.0)
                .containsEntry("net_quantity_7", 4.0)
                .containsEntry("net_revenue_90", 10.0)
                .containsEntry("last_unit_price", 2.5)
                .containsEntry("available_quantity", 12.0)
                .containsEntry("incoming_quantity", 4.0)
                .containsEntry("stock_out", 0L)
                .containsEntry("stock_out_days_28", 1L);
        assertThat(features.get(2))
                .containsEntry("days_since_last_sale", 2L)
                .containsEntry("sold_quantity", 0.0)
                .containsEntry("returned_quantity", 1.0)
                .containsEntry("net_quantity", -1.0)
                .containsEntry("net_revenue", -2.5)
                .containsEntry("net_quantity_7", 3.0)
                .containsEntry("last_unit_price", 2.5)
                .doesNotContainKeys("available_quantity", "stock_out");
        assertThat(features.get(4))
                .as("an inventory that does not tell the quantity")
                .containsEntry("stock_out_days_28", 1L)
                .doesNotContainKeys("available_quantity", "stock_out");
        assertThat(features.get(9))
                .containsEntry("days_since_first_sale", 9L)
                .containsEntry("days_since_last_sale", 2L)
                .containsEntry("net_quantity", 0.0)
                .containsEntry("net_quantity_7", 2.0)
                .containsEntry("net_quantity_28", 5.0)
                .containsEntry("last_unit_price", 3.0);
        List<Map<String, Object>> targets = targets(home.resolve("run"));
        // of the first day: -1 and 2 in seven days
        assertThat(targets.get(0)).containsEntry("net_quantity_next_7", 1.0).containsEntry("sells_next_7", 1L);
        assertThat(targets.get(2)).containsEntry("net_quantity_next_7", 2.0);
        assertThat(targets.get(3))
                .as("its seven days end after the run date")
                .containsOnlyKeys("product_id", "location_id", "day");
        assertThat(targets).noneSatisfy(row -> assertThat(row).containsKey("net_quantity_next_28"));
    }

    @Test
    void rows_ascend_by_the_bytes_of_their_keys_and_a_pair_that_never_sold_has_none() {
        statistics.sold(LAST, "é", "", 1, 0, 1);
        statistics.sold(LAST, "Z", "b", 1, 0, 1);
        statistics.sold(LAST, "Z", "B", 1, 0, 1);
        statistics.sold(LAST, "a", "", 1, 0, 1);
        statistics.sold(LAST, "only returned", "", 0, 2, 1);
        statistics.sold(LAST, "", "orders that name no product", 1, 0, 1);

        fixture.export(home.resolve("run"), LAST);

        assertThat(features(home.resolve("run")))
                .extracting(row -> row.get("product_id") + "/" + row.get("location_id"))
                .containsExactly("Z/B", "Z/b", "a/", "é/");
    }

    /** No leakage: whatever comes after a day, the rows of that day and before stay as they are. */
    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void features_of_a_day_use_nothing_after_it(long seed) {
        Random random = new Random(seed);
        LocalDate first = LAST.minusDays(60);
        statistics.random(first, LAST, random);
        fixture.export(home.resolve("before"), LAST);
        LocalDate day = first.plusDays(1 + random.nextInt(58));

        statistics.forgetAfter(day);
        statistics.random(day.plusDays(1), LAST, random);
        fixture.export(home.resolve("after"), LAST);

        List<Map<String, Object>> after = upTo(day, features(home.resolve("after")));
        assertThat(after).isNotEmpty().isEqualTo(upTo(day, features(home.resolve("before"))));
        assertThat(features(home.resolve("after")))
                .as("what comes after did change")
                .isNotEqualTo(features(home.resolve("before")));

        // A run of that day, made later, is the run that was made then: features and targets alike.
        fixture.export(home.resolve("later"), day);
        statistics.forgetAfter(day);
        statistics.rolling();
        statistics.newestDay(day);
        fixture.export(home.resolve("then"), day);
        for (String file : List.of("features.parquet", "targets.parquet")) {
            assertThat(home.resolve("later").resolve(file))
                    .hasSameBinaryContentAs(home.resolve("then").resolve(file));
        }
    }

    private static List<Map<String, Object>> upTo(LocalDate day, List<Map<String, Object>> rows) {
        return rows.stream()
                .filter(row -> !((LocalDate) row.get("day")).isAfter(day))
                .toList();
    }

    @Test
    void targets_are_what_the_features_of_later_days_say() {
        statistics.random(LAST.minusDays(60), LAST, new Random(99));
        fixture.export(home.resolve("run"), LAST);

        Map<String, Double> sold = new TreeMap<>();
        features(home.resolve("run"))
                .forEach(row -> sold.put(key(row, (LocalDate) row.get("day")), (Double) row.get("net_quantity")));
        assertThat(targets(home.resolve("run"))).hasSameSizeAs(sold.keySet()).allSatisfy(row -> {
            LocalDate day = (LocalDate) row.get("day");
            for (int horizon : new int[] {7, 28}) {
                Double expected = day.plusDays(horizon).isAfter(LAST)
                        ? null
                        : (Double) day.plusDays(1)
                                .datesUntil(day.plusDays(horizon + 1))
                                .mapToDouble(next -> sold.get(key(row, next)))
                                .sum();
                assertThat(row.get("net_quantity_next_" + horizon)).isEqualTo(expected);
            }
        });
    }

    private static String key(Map<String, Object> row, LocalDate day) {
        return row.get("product_id") + "/" + row.get("location_id") + "/" + day;
    }

    @Test
    void the_same_statistics_give_the_same_bytes() {
        statistics.random(LAST.minusDays(20), LAST, new Random(5));

        fixture.export(home.resolve("one"), LAST);
        fixture.export(home.resolve("other"), LAST);

        assertThat(home.resolve("one/features.parquet")).hasSameBinaryContentAs(home.resolve("other/features.parquet"));
        assertThat(home.resolve("one/targets.parquet")).hasSameBinaryContentAs(home.resolve("other/targets.parquet"));
    }

    @Test
    void a_run_date_that_is_not_loaded_is_refused_and_leaves_nothing() {
        assertThat(fixture.export(home.resolve("run"), LAST.plusDays(1)))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.message())
                        .isEqualTo("the sales orders of CW-000200 2026-02-25 are not loaded\n"
                                + "HINT: give --run-date 2026-02-24, or fetch and load that day first"));
        assertThat(fixture.export(home.resolve("run"), LAST)).singleElement().satisfies(outcome -> assertThat(
                        outcome.message())
                .isEqualTo("CW-000200 has sold nothing up to 2026-02-24\nHINT: give a later --run-date"));
        assertThat(home.resolve("run")).isEmptyDirectory();
    }

    @Test
    void a_day_of_which_stock_is_loaded_and_sales_are_not_is_refused() {
        statistics.sold(LAST, "A", "L1", 1, 0, 1);
        statistics.stock(LAST.plusDays(1), "A", "L1", 1, false);
        fixture.sql.update("update stats.newest_day set day = day + 1");

        assertThat(fixture.export(home.resolve("run"), LAST.plusDays(1)))
                .singleElement()
                .satisfies(refused -> assertThat(refused.message())
                        .startsWith("the sales orders of CW-000200 2026-02-25 are not loaded\n"));

        fixture.sql.update(
                """
                insert into ops.refused_file (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)
                values ('k', 'CW-000200', 'sales_orders', '2026-02-25', 'e', 'v', 'too many rejects', 'r')""");
        assertThat(fixture.export(home.resolve("run"), LAST.plusDays(1)))
                .singleElement()
                .satisfies(refused -> assertThat(refused.message())
                        .isEqualTo("the sales orders of CW-000200 2026-02-25 were refused by load\n"
                                + "HINT: give --run-date 2026-02-24, or correct what ./catwing status says of them, and"
                                + " load them first"));
        assertThat(home.resolve("run")).doesNotExist();
    }

    /** A client without stock: no row is of the day, so that the newest day of its statistics is an earlier one. */
    @Test
    void a_day_whose_file_has_no_record_is_a_day_without_a_sale() {
        statistics.sold(LAST.minusDays(6), "A", "L1", 4, 0, 1);
        statistics.sold(LAST, "A", "L1", 1, 0, 1);
        statistics.rolling();
        statistics.loaded(LAST.plusDays(1));

        assertThat(fixture.export(home.resolve("run"), LAST.plusDays(1)))
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);

        assertThat(features(home.resolve("run")))
                .last()
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("day", LAST.plusDays(1))
                .containsEntry("net_quantity", 0.0)
                .containsEntry("net_quantity_7", 1.0)
                .containsEntry("net_quantity_28", 5.0)
                .containsEntry("net_revenue_90", 5.0);
    }

    @Test
    void sales_that_the_statistics_do_not_account_for_are_told_and_not_left_out() {
        statistics.sold(LAST, "A", "L1", 1, 0, 1);
        statistics.load(LAST.plusDays(1));

        assertThat(fixture.export(home.resolve("run"), LAST.plusDays(1)))
                .singleElement()
                .satisfies(
                        refused -> assertThat(refused.message())
                                .isEqualTo(
                                        "the statistics of CW-000200 do not account for all that is loaded up to 2026-02-25\n"
                                                + "HINT: run ./catwing stats --client CW-000200, and then the same command again"));
        assertThat(fixture.export(home.resolve("run"), LAST))
                .as("a later day is another matter")
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
    }

    @Test
    void days_before_the_run_date_that_are_not_loaded_are_noted() {
        statistics.sold(LAST, "A", "L1", 1, 0, 1);
        statistics.loaded(LAST.minusDays(3));

        List<StepResult> results = fixture.export(home.resolve("run"), LAST);

        assertThat(results).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(results.get(0).message())
                .isEqualTo("2 of the 28 days up to 2026-02-24 are not loaded, and count as days without a sale:"
                        + " 2026-02-22, 2026-02-23\nHINT: fetch and load them, and export again");
        assertThat(results.get(1).message()).isNull();
    }

    @Test
    void windows_are_those_of_the_statistics_what_came_back_before_the_first_sale_among_them() {
        statistics.sold(LAST.minusDays(100), "W", "L1", 0, 7, 1);
        statistics.sold(LAST.minusDays(90), "W", "L1", 0, 3, 1);
        statistics.sold(LAST.minusDays(5), "W", "L1", 9, 0, 1);
        statistics.random(LAST.minusDays(40), LAST, new Random(3));

        fixture.export(home.resolve("run"), LAST);

        assertThat(features(home.resolve("run")))
                .filteredOn(row -> row.get("product_id").equals("W")
                        && row.get("location_id").equals("L1"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(fixture.sql.queryForMap(
                                """
                                select net_quantity_7::float8, net_quantity_28::float8, net_quantity_90::float8,
                                    net_revenue_7::float8, net_revenue_28::float8, net_revenue_90::float8
                                from stats.rolling_sales where product_id = 'W' and location_id = 'L1' and day = ?""",
                                row.get("day")))
                        .allSatisfy((column, sum) -> assertThat(sum).as(column).isEqualTo(row.get(column))));
    }

    @Test
    void an_export_that_cannot_be_finished_leaves_no_half_of_it_beside_another() throws IOException {
        statistics.sold(LAST.minusDays(1), "A", "L1", 1, 0, 1);
        Path run = home.resolve("run");
        fixture.export(run, LAST.minusDays(1));
        byte[] before = Files.readAllBytes(run.resolve("features.parquet"));
        Files.delete(run.resolve("targets.parquet"));
        Files.createDirectories(run.resolve("targets.parquet/in the way"));

        assertThatThrownBy(() -> fixture.export(run, LAST)).hasStackTraceContaining("cannot be written: ");

        assertThat(run.resolve("features.parquet")).hasBinaryContent(before);
    }

    @Test
    void without_statistics_the_next_step_is_told() {
        fixture.sql.update("delete from stats.newest_day");

        assertThat(fixture.export(null, LAST)).singleElement().satisfies(outcome -> assertThat(outcome.message())
                .isEqualTo("there are no statistics of CW-000200 to make features of\n"
                        + "HINT: load its raw files and run ./catwing stats first"));
    }
}
