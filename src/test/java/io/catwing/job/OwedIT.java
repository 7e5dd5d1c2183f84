package io.catwing.job;

import static io.catwing.job.ManyClients.HONEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.springframework.dao.DataAccessException;

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
    void health_fails_when_the_timer_was_to_fire_twice_since_something_is_owed_and_nobody_is_at_work_on_it() {
        LocalDate day = LocalDate.of(2027, 12, 1);
        at(day.atTime(12, 0).atZone(LONDON).toInstant());
        work();
        OwedHealth health = health();
        assertThat(health.problem()).isEmpty();

        Instant due = day.plusDays(1).atTime(DAILY).atZone(LONDON).toInstant();
        at(due);
        assertThat(health.problem()).as("just now").isEmpty();
        at(due.plus(AGAIN.multipliedBy(2)).minusSeconds(1));
        assertThat(health.problem()).as("the timer was to fire once").isEmpty();
        at(due.plus(AGAIN.multipliedBy(2)).plusSeconds(60));
        assertThat(health.problem().orElseThrow())
                .startsWith("work has been owed for " + HONEST + ", and nobody has begun it")
                .contains("\nHINT: are the routes fetch-owed and fetch-yesterday started?");

        RunId other = new RunId("other");
        many.bean(Claims.class).take(Claims.Kind.CLIENT, List.of(HONEST.value()), other);
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).as("somebody is at work").isEmpty();
        many.bean(Claims.class).giveAll(other);
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).as("a run that was stopped gave it back").isEmpty();
        at(NOW.instant.plus(AGAIN.multipliedBy(2)));
        assertThat(health.problem()).isPresent();

        work();
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).as("done").isEmpty();
    }

    @Test
    @Order(5)
    void health_looks_again_when_the_clock_is_set_back_and_as_much_time_has_passed_as_before() {
        Instant ahead = LocalDate.of(2028, 3, 2).atTime(16, 0).atZone(LONDON).toInstant();
        Instant behind = ahead.minus(Duration.ofHours(6));
        at(behind);
        work();
        at(ahead);
        OwedHealth health = health();
        assertThat(health.problem()).isEmpty();
        leaveUnloaded();
        at(ahead.plus(AGAIN));
        assertThat(health.problem())
                .as("owed for long, and seen for the first time")
                .isEmpty();

        at(behind.plus(AGAIN));
        assertThat(health.problem()).isEmpty();
        at(behind.plus(AGAIN.multipliedBy(3)));
        assertThat(health.problem().orElseThrow()).startsWith("work has been owed for " + HONEST);
        work();
    }

    @Test
    @Order(6)
    void what_was_owed_before_the_database_was_away_counts_from_when_it_is_back() {
        at(LocalDate.of(2028, 4, 2).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        leaveUnloaded();
        OwedHealth health = health();
        assertThat(health.problem()).isEmpty();

        many.jdbc().sql("alter table ops.claim rename to away").update();
        at(NOW.instant.plus(AGAIN));
        assertThatThrownBy(health::problem).isInstanceOf(DataAccessException.class);
        many.jdbc().sql("alter table ops.away rename to claim").update();

        at(NOW.instant.plus(AGAIN));
        assertThat(health.problem()).as("no timer could do anything").isEmpty();
        at(NOW.instant.plus(AGAIN.multipliedBy(2)));
        assertThat(health.problem()).isPresent();
        work();
    }

    @Test
    @Order(7)
    void what_the_timer_tried_in_vain_since_it_is_owed_is_not_as_if_no_timer_fired() {
        at(LocalDate.of(2028, 5, 2).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        leaveUnderived();
        OwedHealth health = health();
        assertThat(health.problem()).isEmpty();

        endedEarly(NOW.instant.plus(AGAIN));
        at(NOW.instant.plus(AGAIN.multipliedBy(2)).plusSeconds(60));
        assertThat(owed().derive()).isTrue();
        assertThat(health.problem()).isEmpty();
        at(NOW.instant.plusSeconds(61));
        assertThat(health.problem()).isEmpty();
        at(NOW.instant.plus(AGAIN.multipliedBy(2)));
        assertThat(health.problem()).as("and not tried again").isPresent();
        work();
        // What went well since has the time of the database, before this one's.
        many.jdbc().sql("delete from ops.run_step where stage = 'run'").update();
    }

    private static OwedHealth health() {
        return new OwedHealth(
                many.bean(Owed.class),
                many.bean(Claims.class),
                many.bean(Clients.class),
                many.bean(Calendar.class),
                many.jdbc(),
                NOW);
    }

    /** As if a load had been ended before the last file. */
    private static void leaveUnloaded() {
        many.jdbc()
                .sql("delete from ops.ledger where source_date = (select max(source_date) from ops.ledger)")
                .update();
    }

    /** As if a run had been ended before it enriched. */
    private static void leaveUnderived() {
        many.jdbc()
                .sql("insert into ops.enrich_touched select :client, 'everything', ''")
                .param("client", HONEST.value())
                .update();
    }

    private static void endedEarly(Instant at) {
        many.jdbc()
                .sql("insert into ops.run_step (run_id, stage, client_id, subject, outcome, ended_at)"
                        + " select max(run_id), 'run', :client, 'product-images', 'FAILED', :at from ops.run")
                .param("client", HONEST.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    @Order(8)
    void what_a_run_that_failed_after_loading_left_undone_is_owed_after_a_pause_and_then_done() {
        at(LocalDate.of(2028, 6, 2).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        assertThat(owed().nothing()).isTrue();
        leaveUnderived();
        endedEarly(NOW.instant);

        assertThat(owed().derive()).isTrue();
        at(NOW.instant.plus(AGAIN).minusSeconds(1));
        assertThat(many.bean(Owed.class).again().clients()).as("too soon").isEmpty();
        at(NOW.instant.plusSeconds(1));
        run(many.bean(Owed.class).again());

        assertThat(owed().nothing()).isTrue();
    }

    @Test
    @Order(9)
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

    @Test
    @Order(10)
    void a_fetch_that_ended_early_is_owed_again_after_a_pause_that_grows_unless_it_was_told_to_stop() {
        LocalDate day = LocalDate.of(2028, 9, 10);
        at(day.atTime(12, 0).atZone(LONDON).toInstant());
        work();
        at(day.plusDays(1).atTime(12, 0).atZone(LONDON).toInstant());
        assertThat(now().fetch()).isNotEmpty();

        fetchEndedEarly("one", new Stopping().failure(new RunId("one")).getMessage());
        assertThat(now().fetch()).as("told to stop").isNotEmpty();
        fetchEndedEarly("two", "no space left on device");
        at(NOW.instant.plus(AGAIN).minusSeconds(1));
        assertThat(now().fetch()).isEmpty();
        at(NOW.instant.plusSeconds(1));
        assertThat(now().fetch()).isNotEmpty();
        fetchEndedEarly("three", "no space left on device");
        at(NOW.instant.plus(AGAIN.multipliedBy(2)).minusSeconds(1));
        assertThat(now().fetch()).as("twice as long").isEmpty();
        assertThat(owed().fetch()).as("by the daily timer, or a person").isNotEmpty();
        at(NOW.instant.plusSeconds(1));
        run(many.bean(Owed.class).again());

        assertThat(owed().nothing()).isTrue();
    }

    @Test
    @Order(11)
    void a_run_that_a_timer_began_and_that_was_refused_at_once_is_not_as_if_no_timer_fired() {
        at(LocalDate.of(2028, 10, 2).atTime(12, 0).atZone(LONDON).toInstant());
        work();
        leaveUnloaded();
        OwedHealth health = health();
        assertThat(health.problem()).isEmpty();

        at(NOW.instant.plus(AGAIN));
        begun("refused", Job.TIMER);
        at(NOW.instant.plus(AGAIN).plusSeconds(60));
        assertThat(health.problem()).isEmpty();
        begun("by hand", "load");
        at(NOW.instant.plus(AGAIN));
        assertThat(health.problem()).as("and it fired no more").isPresent();
        work();
    }

    private static Owed.Debt now() {
        return many.bean(Owed.class).of(client(), Option.OWED_NOW);
    }

    private static void fetchEndedEarly(String run, String message) {
        begun(run, Job.TIMER);
        many.jdbc()
                .sql("insert into ops.run_step (run_id, stage, client_id, subject, outcome, message, ended_at)"
                        + " values (:run, 'run', :client, 'fetch', 'FAILED', :message, :at)")
                .param("run", run)
                .param("client", HONEST.value())
                .param("message", message)
                .param("at", NOW.instant.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static void begun(String run, String command) {
        many.jdbc()
                .sql("insert into ops.run (run_id, command, started_at) values (:run, :command, :at)")
                .param("run", run)
                .param("command", command)
                .param("at", NOW.instant.atOffset(ZoneOffset.UTC))
                .update();
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
