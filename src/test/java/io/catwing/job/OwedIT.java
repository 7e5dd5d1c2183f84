package io.catwing.job;

import static io.catwing.job.ManyClients.HONEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.Job.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerUtils;
import org.quartz.spi.OperableTrigger;

/** What is owed as time goes by, on a clock that the tests set, each to a later day. One application for all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwedIT {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final LocalTime DAILY = LocalTime.of(1, 30);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private static final Now NOW = new Now();
    private static ManyClients many;

    private static final class Now extends Clock {
        private Instant instant = Instant.parse("2026-01-10T12:00:00Z");

        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeAll
    static void start() {
        many = new ManyClients(
                1,
                "Europe/London",
                NOW,
                "  locations: {snapshot: true, request: {path: /locations}, envelope: {records: /data},"
                        + " mapping: {location_id: /id, name: /name}}\n"
                        + "  suppliers: {delta: {newest: /at, snapshot: {every: month}}, request: {path: /suppliers, query: {since: \"{{from|instant}}\"}},"
                        + " envelope: {records: /data}, mapping: {supplier_id: /id, name: /name}}\n",
                "--catwing.daily.cron=0 30 1 * * ?",
                "--catwing.daily.time-zone=Europe/London",
                "--catwing.daily.again-cron=0 */10 * * * ?");
    }

    @AfterAll
    static void end() throws Exception {
        many.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-29", "2026-10-25"})
    @Order(1)
    void a_day_on_which_the_clocks_change_is_one_run_whether_its_time_does_not_exist_or_comes_twice(LocalDate day) {
        at(day.atStartOfDay(LONDON).toInstant().minusSeconds(60));
        work();
        Set<Instant> daily = new TreeSet<>(firings(day));
        int before = runs();

        Instant end = day.plusDays(1).atStartOfDay(LONDON).toInstant();
        for (Instant now = NOW.instant; now.isBefore(end); now = now.plus(AGAIN.multipliedBy(3))) {
            at(now);
            if (daily.removeIf(firing -> !firing.isAfter(NOW.instant))) {
                run(many.bean(Owed.class).everything());
            }
            run(many.bean(Owed.class).again());
        }

        assertThat(runs() - before).isEqualTo(1);
        assertThat(stored(Entity.PRODUCTS)).contains(day.minusDays(1));
        assertThat(stored(Entity.LOCATIONS)).contains(day.minusDays(1));
    }

    @Test
    @Order(2)
    void after_days_off_every_day_that_can_be_fetched_is_and_one_that_cannot_is_a_gap_for_ever() {
        LocalDate last = LocalDate.of(2027, 6, 1);
        at(last.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        LocalDate back = last.plusDays(4);
        at(back.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());

        work();

        List<LocalDate> days =
                IntStream.rangeClosed(1, 4).mapToObj(last::plusDays).toList();
        assertThat(stored(Entity.PRODUCTS)).containsAll(days);
        assertThat(stored(Entity.LOCATIONS)).contains(back).doesNotContainAnyElementsOf(days.subList(0, 3));
        assertThat(owed().gaps())
                .extracting(key -> key.entity() + " " + key.date())
                .contains("locations " + last.plusDays(1), "locations " + last.plusDays(3));
        assertThat(owed().nothing()).isTrue();
        EntityStatus locations = many.bean(Status.class).of(List.of(client())).stream()
                .filter(row -> row.entity() == Entity.LOCATIONS)
                .findFirst()
                .orElseThrow();
        assertThat(locations.gaps()).containsAll(days.subList(0, 3)).doesNotContain(back);
        assertThat(locations.missingDays()).isEmpty();
    }

    @Test
    @Order(3)
    void a_day_off_of_a_delta_that_goes_on_where_its_last_file_ended_is_neither_owed_nor_a_gap() {
        LocalDate last = LocalDate.of(2027, 8, 1);
        at(last.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        LocalDate back = last.plusDays(4);
        at(back.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());

        assertThat(owed().fetch())
                .as("the day that ended last, whose file holds what changed since")
                .filteredOn(key -> key.entity() == Entity.SUPPLIERS)
                .extracting(RawKey::date)
                .containsExactly(back);
        assertThat(suppliers().missingDays()).containsExactly(back);
        assertThat(owed().awaited())
                .as("until that file is loaded")
                .contains(new RawKey(HONEST, last.plusDays(1), Entity.SUPPLIERS));
        work();

        assertThat(stored(Entity.SUPPLIERS)).contains(last, back).doesNotContain(last.plusDays(1), last.plusDays(3));
        assertThat(owed().gaps()).extracting(RawKey::entity).containsOnly(Entity.LOCATIONS);
        assertThat(owed().awaited()).isEmpty();
        assertThat(owed().nothing()).isTrue();
        assertThat(suppliers().gaps()).noneMatch(day -> day.isAfter(last));
        assertThat(suppliers().missingDays()).isEmpty();
    }

    private static EntityStatus suppliers() {
        return many.bean(Status.class).of(List.of(client())).stream()
                .filter(row -> row.entity() == Entity.SUPPLIERS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(4)
    void health_fails_when_something_is_owed_for_longer_than_a_period_and_nobody_is_at_work_on_it() {
        LocalDate day = LocalDate.of(2027, 12, 1);
        at(day.atTime(12, 0).atZone(LONDON).toInstant());
        work();
        OwedHealth health = many.bean(OwedHealth.class);
        assertThat(health.problem()).isEmpty();

        Instant due = day.plusDays(1).atTime(DAILY).atZone(LONDON).toInstant();
        at(due.plus(AGAIN).minusSeconds(1));
        assertThat(health.problem()).as("within a period").isEmpty();
        at(due.plus(AGAIN).plusSeconds(61));
        assertThat(health.problem().orElseThrow())
                .startsWith("for more than 600 s work has been owed for " + HONEST + ", and nobody is at work on it")
                .contains("\nHINT: are the routes fetch-owed and fetch-yesterday started?");

        RunId other = new RunId("other");
        many.bean(Claims.class).take(Claims.Kind.CLIENT, List.of(HONEST.value()), other);
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).as("somebody is at work").isEmpty();
        many.bean(Claims.class).giveAll(other);
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).isPresent();

        work();
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).as("done").isEmpty();
    }

    @Test
    @Order(5)
    void health_looks_again_when_the_clock_is_set_back_and_fails_a_period_after_it_began_by_any_clock() {
        Instant ahead = LocalDate.of(2028, 3, 2).atTime(16, 0).atZone(LONDON).toInstant();
        Instant behind = ahead.minus(Duration.ofHours(6));
        at(behind);
        work();
        at(ahead);
        OwedHealth health = health();
        at(ahead.plus(AGAIN));
        assertThat(health.problem()).isEmpty();
        leaveUnloaded();

        at(behind.plus(AGAIN));
        assertThat(health.problem().orElseThrow()).startsWith("for more than 600 s work has been owed for " + HONEST);

        at(ahead.plus(Duration.ofDays(1)));
        OwedHealth begun = health();
        at(behind.plus(Duration.ofDays(1)));
        assertThat(begun.problem()).as("it has just begun").isEmpty();
        at(behind.plus(Duration.ofDays(1)).plus(AGAIN));
        assertThat(begun.problem()).as("a period after it began").isPresent();
        work();
    }

    private static OwedHealth health() {
        return new OwedHealth(
                many.bean(Owed.class),
                many.bean(Claims.class),
                many.bean(Clients.class),
                many.bean(Calendar.class),
                NOW);
    }

    /** As if a load had been ended before the last file. */
    private static void leaveUnloaded() {
        many.jdbc()
                .sql("delete from ops.ledger where source_date = (select max(source_date) from ops.ledger)")
                .update();
    }

    @Test
    @Order(6)
    void what_a_run_that_failed_after_loading_left_undone_is_owed_after_a_pause_and_then_done() {
        at(LocalDate.of(2028, 6, 2).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        assertThat(owed().nothing()).isTrue();
        many.jdbc()
                .sql("insert into ops.enrich_touched select :client, 'everything', ''")
                .param("client", HONEST.value())
                .update();
        many.jdbc()
                .sql("insert into ops.run_step (run_id, stage, client_id, subject, outcome, ended_at)"
                        + " select max(run_id), 'run', :client, 'product-images', 'FAILED', :at from ops.run")
                .param("client", HONEST.value())
                .param("at", NOW.instant.atOffset(ZoneOffset.UTC))
                .update();

        assertThat(owed().derive()).isTrue();
        at(NOW.instant.plus(AGAIN).minusSeconds(1));
        assertThat(many.bean(Owed.class).again().clients()).as("too soon").isEmpty();
        at(NOW.instant.plusSeconds(1));
        run(many.bean(Owed.class).again());

        assertThat(owed().nothing()).isTrue();
    }

    @Test
    @Order(7)
    void a_missed_snapshot_of_a_delta_that_goes_on_by_itself_is_a_gap_for_what_was_deleted_is_in_no_other_file() {
        LocalDate last = LocalDate.of(2028, 7, 30);
        at(last.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        at(last.plusDays(5).atTime(12, 0).atZone(LONDON).toInstant());

        work();

        LocalDate missed = LocalDate.of(2028, 8, 1);
        assertThat(owed().gaps())
                .filteredOn(key -> key.entity() == Entity.SUPPLIERS)
                .extracting(RawKey::date)
                .containsExactly(missed);
        assertThat(suppliers().gaps()).contains(missed).doesNotContain(missed.minusDays(1), missed.plusDays(1));
        assertThat(owed().nothing()).isTrue();
    }

    private static void at(Instant now) {
        NOW.instant = now;
    }

    /** All that is owed now. */
    private static void work() {
        run(many.bean(Owed.class).everything());
    }

    /** What the routes do when their timers fire. */
    private static void run(Job job) {
        if (!job.clients().isEmpty()) {
            many.send("direct:fetch-and-load", job);
        }
    }

    private static List<Instant> firings(LocalDate day) {
        TimeZone zone = TimeZone.getTimeZone(LONDON);
        OperableTrigger trigger = (OperableTrigger) TriggerBuilder.newTrigger()
                .withSchedule(CronScheduleBuilder.cronSchedule("0 30 1 * * ?").inTimeZone(zone))
                .startAt(Date.from(day.minusDays(1).atStartOfDay(LONDON).toInstant()))
                .build();
        return TriggerUtils.computeFireTimesBetween(
                        trigger,
                        null,
                        Date.from(day.atStartOfDay(LONDON).toInstant()),
                        Date.from(
                                day.plusDays(1).atStartOfDay(LONDON).toInstant().minusMillis(1)))
                .stream()
                .map(Date::toInstant)
                .toList();
    }

    private static int runs() {
        return many.jdbc()
                .sql("select count(*) from ops.run")
                .query(Integer.class)
                .single();
    }

    private static List<LocalDate> stored(Entity entity) {
        return many.jdbc()
                .sql("select source_date from ops.ledger where entity = :entity")
                .param("entity", entity.toString())
                .query(LocalDate.class)
                .list();
    }

    private static Client client() {
        return many.bean(Clients.class).get(HONEST);
    }

    private static Owed.Debt owed() {
        return many.bean(Owed.class).of(client(), Option.OWED);
    }
}
