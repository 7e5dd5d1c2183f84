package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerUtils;
import org.quartz.spi.OperableTrigger;

class CalendarTest {

    @Test
    void a_cron_that_is_none_is_refused_with_its_setting_and_an_example() {
        assertThatCode(() -> Calendar.check("CATWING_BACKUP_CRON", "0 30 4 * * ?"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Calendar.check("CATWING_BACKUP_CRON", "at four"))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("CATWING_BACKUP_CRON 'at four' is no Quartz cron expression: ")
                .hasMessageContaining("\nHINT: it looks like '0 15 3 * * ?'");
    }

    @Test
    void a_timer_that_rests_at_night_is_to_have_fired_twice_only_in_the_morning() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        String byDay = "0 */10 6-20 * * ?";

        assertThat(Calendar.twice(byDay, berlin, Instant.parse("2026-01-10T10:05:00Z")))
                .isEqualTo("2026-01-10T10:20:00Z");
        assertThat(Calendar.twice(byDay, berlin, Instant.parse("2026-01-10T02:25:00Z")))
                .as("04:25 in winter, until 06:10")
                .isEqualTo("2026-01-10T05:10:00Z");
        assertThat(Calendar.twice("0 0 0 1 1 ? 2026", berlin, Instant.parse("2026-01-10T00:00:00Z")))
                .as("it fires no more")
                .isEqualTo("2026-01-11T00:00:00Z");
    }

    /** Quartz skips a time in the gap: the timer of owed work sees to that day, since it is due by the wall's clock. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 02:30, 2026-03-29",
        "Europe/Berlin, 02:30, 2026-10-25",
        "America/New_York, 02:30, 2026-03-08",
        "America/New_York, 01:30, 2026-11-01",
        "America/Santiago, 00:15, 2026-09-06",
        "America/Santiago, 23:30, 2026-04-04",
        "Africa/Cairo, 00:15, 2026-04-24",
        "Australia/Lord_Howe, 02:15, 2026-10-04",
        "Australia/Lord_Howe, 01:45, 2026-04-05"
    })
    void on_the_day_of_a_clock_change_the_timer_fires_at_most_once_and_the_day_is_due_once_its_time_has_passed(
            ZoneId zone, LocalTime time, LocalDate day) {
        String cron = "0 " + time.getMinute() + " " + time.getHour() + " * * ?";
        Instant midnight = day.atStartOfDay(zone).toInstant();
        Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();

        List<Date> firings = TriggerUtils.computeFireTimesBetween(
                (OperableTrigger) TriggerBuilder.newTrigger()
                        .withSchedule(CronScheduleBuilder.cronSchedule(cron).inTimeZone(TimeZone.getTimeZone(zone)))
                        .startAt(Date.from(midnight.minusSeconds(3600)))
                        .build(),
                null,
                Date.from(midnight),
                Date.from(next.minusMillis(1)));

        assertThat(firings).hasSizeLessThanOrEqualTo(1);
        // In the gap: what the clocks show in place of the time that is skipped.
        Instant passed =
                ZonedDateTime.of(day, time, zone).withEarlierOffsetAtOverlap().toInstant();
        assertThat(Calendar.isDue(cron, zone, midnight, passed)).isTrue();
        assertThat(Calendar.isDue(cron, zone, midnight, next.minusSeconds(1))).isTrue();
        if (passed.isAfter(midnight.plusSeconds(7200))) {
            assertThat(Calendar.isDue(cron, zone, midnight, passed.minusSeconds(7200)))
                    .isFalse();
        }
        // Whoever fired first, it is once: what is there is owed no more.
        firings.forEach(firing -> assertThat(firing.toInstant()).isBetween(midnight, next));
    }
}
