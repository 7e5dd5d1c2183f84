package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Delta;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadedSalesTest {
    private static final LocalDate DAY = MlFixture.RUN_DATE;
    private static final Delta.Feed FEED = new Delta.Token(JsonPointer.compile("/next"), Set.of());

    private static EntitySpec snapshot() {
        return new EntitySpec(Entity.SALES_ORDERS, true, 0, List.of(), null, null, null, null, null, 0.5, null, "v1");
    }

    private static EntitySpec delta(int days, Delta.Feed feed, Delta.Snapshot snapshot) {
        return new EntitySpec(
                Entity.SALES_ORDERS,
                false,
                new Delta(days, Duration.ZERO, feed, snapshot, 0, List.of()),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                0.5,
                null,
                "v1",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Files before and after the day, so many days from it; a refused one too, or null. */
    private static LoadedSales files(EntitySpec spec, Integer refused, int... loaded) {
        TreeMap<LocalDate, Boolean> files = new TreeMap<>();
        if (refused != null) {
            files.put(DAY.plusDays(refused), false);
        }
        for (int days : loaded) {
            files.put(DAY.plusDays(days), true);
        }
        return new LoadedSales(MlFixture.CLIENT, files, spec);
    }

    @Test
    void a_day_is_known_by_its_own_file_whatever_it_is() {
        for (EntitySpec spec : new EntitySpec[] {null, snapshot(), delta(1, null, null), delta(1, FEED, null)}) {
            assertThat(files(spec, null, -1, 0, 1).fileOf(DAY)).contains(DAY);
            assertThat(files(spec, null, -2, -1).fileOf(DAY)).isEmpty();
            assertThat(files(spec, null).fileOf(DAY)).isEmpty();
        }
    }

    @Test
    void a_later_file_knows_a_day_that_its_window_reaches() {
        assertThat(files(delta(3, null, null), null, -1, 2).fileOf(DAY)).contains(DAY.plusDays(2));
        assertThat(files(delta(3, null, null), 0, -1, 2).fileOf(DAY)).contains(DAY.plusDays(2));
        assertThat(files(delta(3, null, null), null, -1, 3).fileOf(DAY)).isEmpty();
        assertThat(files(delta(1, null, null), null, -1, 1).fileOf(DAY)).isEmpty();
        assertThat(files(null, null, -1, 1).fileOf(DAY)).isEmpty();
    }

    @Test
    void a_later_snapshot_knows_every_day_before_it() {
        assertThat(files(snapshot(), 0, -1, 9).fileOf(DAY)).contains(DAY.plusDays(9));
        // 2026-03-02 is a Monday.
        EntitySpec mondays = delta(1, null, new Delta.Snapshot(DayOfWeek.MONDAY, List.of()));
        assertThat(files(mondays, null, -1, 5).fileOf(DAY)).isEmpty();
        assertThat(files(mondays, null, -1, 5, 6).fileOf(DAY)).contains(DAY.plusDays(6));
    }

    @Test
    void a_feed_goes_on_where_its_newest_earlier_file_ended_also_if_that_was_refused() {
        assertThat(files(delta(1, FEED, null), null, -1, 4).fileOf(DAY)).contains(DAY.plusDays(4));
        assertThat(files(delta(1, FEED, null), 0, -1, 4).fileOf(DAY)).isEmpty();
        assertThat(files(delta(1, FEED, null), 2, -1, 4).fileOf(DAY)).isEmpty();
    }

    @Test
    void days_before_the_first_file_are_history() {
        assertThat(files(delta(1, null, null), null, 20, 21).fileOf(DAY)).contains(DAY.plusDays(20));
        assertThat(files(delta(1, null, null), null, 20, 21).note(DAY.plusDays(21)))
                .isNull();
    }

    @Test
    void who_asks_for_a_day_that_is_missing_is_told_which_is_there() {
        assertThatThrownBy(() -> files(null, null, -9, -2, 5).require(DAY))
                .hasMessage("the sales orders of CW-000200 2026-02-24 are not loaded\n"
                        + "HINT: give --run-date 2026-02-22, or fetch and load that day first");
        assertThatThrownBy(() -> files(null, null).require(DAY))
                .hasMessage("the sales orders of CW-000200 2026-02-24 are not loaded\n"
                        + "HINT: fetch and load that day first");
    }
}
