package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private static LocalDate day(int of) {
        return FIRST.plusDays(of);
    }

    @Test
    void days_on_end_are_one_run_in_whatever_order_they_come() {
        Days days = new Days();
        days.add(day(2));
        days.add(day(0));
        assertThat(days).hasToString("{2026-01-01=2026-01-01, 2026-01-03=2026-01-03}");

        days.add(day(1));

        assertThat(days).hasToString("{2026-01-01=2026-01-03}");
        assertThat(days.size()).isEqualTo(3);
    }

    @Test
    void a_run_from_a_day_to_the_one_before_has_none() {
        assertThat(Days.between(day(1), day(0)).isEmpty()).isTrue();
        assertThat(new Days().first()).isNull();
        assertThat(new Days().last()).isNull();
    }

    @Test
    void they_are_as_a_set_of_single_days() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            SortedSet<LocalDate> some = new TreeSet<>();
            SortedSet<LocalDate> others = new TreeSet<>();
            Days days = fill(random, some);
            Days otherDays = fill(random, others);
            LocalDate border = day(random.nextInt(30));

            assertThat(days.stream()).containsExactlyElementsOf(some);
            assertThat(days.size()).isEqualTo(some.size());
            assertThat(days.before(border).stream()).containsExactlyElementsOf(some.headSet(border));
            SortedSet<LocalDate> left = new TreeSet<>(some);
            left.removeAll(others);
            assertThat(days.without(otherDays).stream())
                    .as("%s without %s", days, otherDays)
                    .containsExactlyElementsOf(left);
            days.addAll(otherDays);
            some.addAll(others);
            assertThat(days.stream()).containsExactlyElementsOf(some);
        }
    }

    private static Days fill(Random random, SortedSet<LocalDate> same) {
        Days days = new Days();
        for (int i = random.nextInt(6); i > 0; i--) {
            int first = random.nextInt(28);
            int last = first + random.nextInt(4);
            days.add(day(first), day(last));
            day(first).datesUntil(day(last + 1)).forEach(same::add);
        }
        return days;
    }
}
