package io.catwing.job;

import static io.catwing.job.ManyClients.HONEST;
import static io.catwing.job.ManyClients.client;
import static io.catwing.job.ManyClients.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.fetch.FetchRoutes;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import io.catwing.support.Mutations;
import io.catwing.support.ToldEvents;
import io.catwing.support.WatchedSession;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;

/** Runs of many clients, some of whose ERPs misbehave. One application for all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunsIT {
    private static final int HOSTILE = 10;
    /** A machine may be busy with other tests. */
    private static final Duration SLOW = Duration.ofMinutes(1);

    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);
    private static final List<ClientId> ALL =
            IntStream.rangeClosed(0, HOSTILE).mapToObj(ManyClients::client).toList();

    private static ManyClients many;

    @BeforeAll
    static void start() {
        many = new ManyClients(HOSTILE + 4, "America/Los_Angeles", "--catwing.daily.patience=100ms");
    }

    @AfterAll
    static void end() throws Exception {
        many.close();
    }

    @Test
    void a_client_that_hangs_holds_up_nobody_and_the_next_run_leaves_it_out() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        for (ClientId hanging : ALL.subList(1, ALL.size())) {
            many.when(hanging, request -> {
                hold(hang);
                ManyClients.honest(request);
            });
        }
        List<ClientId> honestLast = Stream.concat(ALL.subList(1, ALL.size()).stream(), Stream.of(HONEST))
                .toList();
        Job first = order(honestLast, DAY, DAY);
        Job second = Job.of(RunId.next(), Job.TIMER, ALL).with(Job.Option.OWED);
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", first));
            await().until(() -> many.loaded(HONEST, DAY));
            await().until(() -> free(HONEST));

            // The honest one's yesterday; the others are still with the first run.
            List<StepResult> results = many.send("direct:fetch-and-load", second);

            assertThat(results).extracting(StepResult::client).containsOnly(HONEST);
            assertThat(many.outcome(second.run())).isEqualTo("DONE");
            assertThat(many.outcome(first.run())).isEqualTo("OPEN");
            assertThatThrownBy(() -> many.send("direct:fetch-and-load", order(ALL.subList(1, 3), DAY, DAY)))
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageStartingWith("2 of 2 clients are being fetched by run " + first.run())
                    .hasMessageContaining("HINT: wait until it has ended");
            hang.countDown();
            assertThat(running.get()).noneMatch(step -> step.outcome() == Outcome.FAILED);
            assertThat(many.outcome(first.run())).isEqualTo("DONE");
        } finally {
            hang.countDown();
        }
    }

    @Test
    void routes_to_many_erps_are_made_side_by_side() throws Exception {
        FetchRoutes routes = many.bean(FetchRoutes.class);
        Collection<Client> clients = many.bean(Clients.class).all();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                // They wait for the first request again.
                clients.forEach(client -> routes.changed(client, client));
                List<Future<?>> made = new ArrayList<>();
                for (Client client : clients) {
                    made.add(threads.submit(() -> routes.connect(List.of(client.id()))));
                }
                for (Future<?> one : made) {
                    one.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @AfterEach
    void without_what_was_uploaded() {
        Hostility.removeUploads(many);
    }

    @Test
    void whatever_an_erp_answers_the_others_days_are_complete_and_every_message_is_short_and_printable() {
        int days = Math.max(1, Mutations.count(100) / HOSTILE);
        LocalDate first = LocalDate.of(2020, 1, 1);
        for (int i = 1; i <= HOSTILE; i++) {
            int client = i;
            many.when(client(i), request -> {
                LocalDate date =
                        LocalDate.parse(request.getRequestURI().getQuery().substring("date=".length()));
                int number = (int) (client * 100_000L + date.toEpochDay());
                ManyClients.send(request, Hostility.status(number), Hostility.answer(number));
            });
        }
        Hostility.uploadImages(many, HOSTILE, days);
        Hostility.uploadWorkbooks(many, HOSTILE, 0);
        Job order = order(ALL, first, first.plusDays(days - 1L));

        List<StepResult> results = assertDoesNotThrow(() -> many.send("direct:fetch-and-load", order));

        assertHonestOneIsWhole(results);
        assertThat(many.jdbc()
                        .sql("select count(*) from general.product_image where client_id = '" + HONEST + "'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(many.jdbc()
                        .sql("select count(*) from ops.ledger where client_id = '" + HONEST
                                + "' and source_date between date '2020-01-01' and date '2020-01-01' + "
                                + (days - 1))
                        .query(Integer.class)
                        .single())
                .isEqualTo(days);
        assertThat(many.outcome(order.run())).isEqualTo("FAILED");
        assertMessages(order.run());
        // A client has three workbooks, so many of them take many loads.
        for (int i = 1; i < days / 3; i++) {
            Hostility.uploadWorkbooks(many, HOSTILE, i);
            Job again = Job.of(RunId.next(), "test", ALL).stage("client-data");
            assertHonestOneIsWhole(many.send("direct:stage-only", again));
            assertThat(many.outcome(again.run())).isIn("DONE", "FAILED");
            assertMessages(again.run());
        }
    }

    private static void assertHonestOneIsWhole(List<StepResult> results) {
        assertThat(results.stream().filter(step -> step.client().equals(HONEST)))
                .noneMatch(step -> step.outcome() == Outcome.FAILED);
    }

    private static void assertMessages(RunId run) {
        List<String> messages = many.jdbc()
                .sql("select message from ops.run_step where run_id = '" + run + "' and message is not null")
                .query(String.class)
                .list();
        assertThat(messages).isNotEmpty();
        assertThat(messages).allSatisfy(message -> assertThat(message)
                .hasSizeLessThanOrEqualTo(PrintableText.LONGEST_MESSAGE)
                .doesNotContain("unforeseen")
                .isEqualTo(PrintableText.cleanLines(message, PrintableText.LONGEST_MESSAGE)));
    }

    @Test
    void a_run_whose_process_died_is_ended_by_the_next_and_one_that_lives_is_not() {
        many.jdbc()
                .sql("insert into ops.run (run_id, command) values ('dead', 'fetch'), ('alive', 'fetch')")
                .update();
        RunId alive = new RunId("alive");
        many.bean(Claims.class).take(Claims.Kind.RUN, List.of("alive"), alive);
        try {
            assertThat(many.bean(RunHealth.class).problem().orElseThrow())
                    .startsWith("the run dead (fetch), begun at ")
                    .endsWith(" UTC, has not ended, and its process is gone\nHINT: the next run takes up what it left;"
                            + " start one");

            enrich();

            assertThat(many.outcome(new RunId("dead"))).isEqualTo("ABORTED");
            assertThat(many.outcome(new RunId("alive"))).isEqualTo("OPEN");
            assertThat(many.bean(RunHealth.class).problem()).as("it is at work").isEmpty();
            many.jdbc()
                    .sql("update ops.run set started_at = started_at - interval '25 hours' where run_id = 'alive'")
                    .update();
            assertThat(many.bean(RunHealth.class).problem().orElseThrow())
                    .startsWith("the run alive (fetch), begun at ")
                    .contains(" has not ended, and its process still lives\nHINT: ");
        } finally {
            many.bean(Claims.class).giveAll(alive);
        }
        enrich();
        assertThat(many.outcome(alive)).isEqualTo("ABORTED");
        assertThat(many.jdbc()
                        .sql("select message from ops.run where run_id = 'dead'")
                        .query(String.class)
                        .single())
                .startsWith("the end of the run was not written down: its process was killed")
                .contains("\nHINT: ");
    }

    @Test
    void a_run_whose_end_the_database_does_not_take_at_first_has_ended_all_the_same() {
        Job order = Job.of(RunId.next(), "cut 1", List.of(HONEST)).stage("enrich");

        endCuttingTheConnection(order, 1);

        assertThat(many.outcome(order.run())).isEqualTo("DONE");
    }

    @Test
    void a_run_whose_end_cannot_be_written_is_told_as_it_ended_and_nobody_says_that_it_was_killed() {
        Job order = Job.of(RunId.next(), "cut 2", List.of(HONEST)).stage("enrich");

        endCuttingTheConnection(order, 2);

        OffsetDateTime after = many.jdbc()
                .sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single();
        // As the next run of another process does.
        assertThat(many.jdbc()
                        .sql(SqlFile.read("job/end-dead-runs"))
                        .param("message", "by another process")
                        .param("silence", many.bean(Claims.class).silence().toMillis())
                        .query(String.class)
                        .list())
                .doesNotContain(order.run().value());
        assertThat(many.bean(RunHealth.class).problem()).isEmpty();
        await("without another run").atMost(SLOW).until(() -> many.outcome(order.run())
                .equals("DONE"));
        assertThat(many.jdbc()
                        .sql("select ended_at from ops.run where run_id = ?")
                        .param(order.run().value())
                        .query(OffsetDateTime.class)
                        .single())
                .as("when it ended, not when that could be written")
                .isBefore(after);
        await().atMost(SLOW).until(() -> many.bean(Claims.class).all().stream()
                .noneMatch(claim -> claim.run().equals(order.run())));
    }

    @Test
    void an_end_that_could_not_be_written_is_not_told_as_that_of_a_killed_run_when_the_next_one_begins() {
        Job order = Job.of(RunId.next(), "cut 2", List.of(HONEST)).stage("enrich");

        endCuttingTheConnection(order, 2);

        try (ToldEvents events = ToldEvents.of(many.bean(CamelContext.class), "run-ended")) {
            enrich();
            await().until(() -> events.has("run-ended"));
            assertThat(events.all())
                    .noneMatch(event ->
                            event.path("run").asText().equals(order.run().value()));
        }
        assertThat(many.outcome(order.run())).isEqualTo("DONE");
    }

    /** As when PostgreSQL starts again in the second in which a run ends. */
    private static void endCuttingTheConnection(Job order, int times) {
        many.jdbc().sql("create sequence ops.cut").update();
        many.jdbc()
                .sql("create function ops.cut() returns trigger language plpgsql as $$ begin"
                        + " if nextval('ops.cut') <= %d then perform pg_terminate_backend(pg_backend_pid()); end if;"
                                .formatted(times)
                        + " return new; end $$")
                .update();
        many.jdbc()
                .sql("create trigger cut before update on ops.run for each row when (new.command = '%s')"
                                .formatted(order.command())
                        + " execute function ops.cut()")
                .update();
        Logger runs = (Logger) LoggerFactory.getLogger(Runs.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        runs.addAppender(log);
        runs.setLevel(Level.INFO);
        try (ToldEvents events = ToldEvents.of(many.bean(CamelContext.class), "run-ended")) {
            List<StepResult> results = many.send("direct:stage-only", order);

            assertThat(results).isNotEmpty().noneMatch(step -> step.outcome() == Outcome.FAILED);
            await().until(() -> events.has("run-ended"));
            assertThat(events.all().get(0).path("run").asText())
                    .isEqualTo(order.run().value());
            assertThat(events.all().get(0).path("outcome").asText()).isEqualTo("DONE");
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.startsWith("run " + order.run() + " ended after"));
        } finally {
            runs.detachAppender(log);
            runs.setLevel(null);
            many.jdbc().sql("drop function ops.cut cascade").update();
            many.jdbc().sql("drop sequence ops.cut").update();
        }
    }

    @Test
    void a_database_whose_machine_has_gone_is_noticed_within_a_minute_by_whoever_waits_for_it() throws Exception {
        try (Connection connection = many.bean(DataSource.class).getConnection()) {
            WatchedSession.assertWatched(connection);
        }
    }

    @Test
    void a_run_that_aborts_says_so_and_why_and_health_tells_it() {
        Job order =
                Job.of(RunId.next(), "test", List.of(new ClientId("CW-999999"))).stage("enrich");

        assertThatThrownBy(() -> many.send("direct:stage-only", order)).isInstanceOf(AbortingFailure.class);

        assertThat(many.outcome(order.run())).isEqualTo("ABORTED");
        assertThat(many.bean(RunHealth.class).problem().orElseThrow())
                .startsWith("the last run, " + order.run() + ", was aborted: client CW-999999 has no file");
        enrich();
        assertThat(many.bean(RunHealth.class).problem()).isEmpty();

        // What was asked to stop says nothing of how things are.
        many.jdbc()
                .sql("insert into ops.run (run_id, command) values ('stopped', 'fetch')")
                .update();
        many.jdbc()
                .sql(SqlFile.read("job/end-run"))
                .param("run", "stopped")
                .param("outcome", "ABORTED")
                .param("message", new Stopping().failure(order.run()).getMessage())
                .param("ago", 0)
                .update();
        assertThat(many.bean(RunHealth.class).problem()).isEmpty();
    }

    @Test
    void what_was_fetched_and_not_loaded_and_what_failed_is_owed_until_a_later_run_has_it() {
        LocalDate yesterday = yesterday();
        ClientId down = client(1);
        many.when(HONEST, ManyClients::honest);
        many.when(down, request -> ManyClients.send(request, 400, new byte[0]));
        many.send(
                "direct:fetch-and-load",
                order(List.of(HONEST), yesterday, yesterday).stage("fetch"));
        many.send("direct:fetch-and-load", order(List.of(down), yesterday, yesterday));

        assertThat(owed(HONEST, Job.Option.OWED).load()).hasSize(1);
        assertThat(owed(down, Job.Option.OWED).fetch()).isNotEmpty();
        // It failed a moment ago.
        assertThat(owed(down, Job.Option.OWED_NOW).fetch())
                .noneMatch(key -> key.date().equals(yesterday));
        assertThat(many.bean(Owed.class).again().clients()).contains(HONEST);
        many.when(down, ManyClients::honest);
        many.send(
                "direct:fetch-and-load",
                Job.of(RunId.next(), Job.TIMER, List.of(HONEST, down)).with(Job.Option.OWED));

        assertThat(owed(HONEST, Job.Option.OWED).nothing()).isTrue();
        assertThat(owed(down, Job.Option.OWED).nothing()).isTrue();
    }

    @Test
    void what_became_of_a_file_is_recorded_before_the_next_one_is_there() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        ClientId client = client(HOSTILE + 1);
        many.when(client, request -> {
            if (request.getRequestURI().getQuery().endsWith(DAY.toString())) {
                hold(hang);
            }
            ManyClients.honest(request);
        });
        Job order = order(List.of(client), DAY.minusDays(1), DAY).stage("fetch");
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", order));

            await().atMost(SLOW).until(() -> recorded(order.run()).equals(List.of(DAY.minusDays(1) + " DONE")));

            hang.countDown();
            assertThat(running.get()).hasSize(2);
            assertThat(recorded(order.run())).containsExactly(DAY.minusDays(1) + " DONE", DAY + " DONE");
        } finally {
            hang.countDown();
        }
    }

    private static List<String> recorded(RunId run) {
        return many.jdbc()
                .sql("select source_date || ' ' || outcome from ops.run_step where run_id = :run order by source_date")
                .param("run", run.value())
                .query(String.class)
                .list();
    }

    @Test
    void a_day_that_has_not_ended_in_the_clients_zone_is_refused_unless_it_is_meant() {
        LocalDate today = LocalDate.now(ZoneId.of("America/Los_Angeles"));
        many.when(HONEST, ManyClients::honest);

        assertThatThrownBy(() -> many.send(
                        "direct:fetch-and-load",
                        order(List.of(HONEST), today, today).stage("fetch")))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(today + " has not ended for client " + HONEST
                        + ", whose time zone is America/Los_Angeles: the last day that has ended there is "
                        + today.minusDays(1))
                .hasMessageContaining("--accept-unfinished");
        assertThatThrownBy(() -> many.send(
                        "direct:fetch-and-load",
                        order(List.of(HONEST), today, null).stage("fetch")))
                .isInstanceOf(AbortingFailure.class);
    }

    @Test
    void status_counts_missing_days_up_to_the_clients_own_yesterday() {
        many.when(HONEST, ManyClients::honest);
        many.send("direct:fetch-and-load", order(List.of(HONEST), DAY, DAY).stage("fetch"));
        LocalDate yesterday = yesterday();

        List<LocalDate> missing = many.bean(Status.class)
                .of(List.of(many.bean(Clients.class).get(HONEST)))
                .get(0)
                .missingDays();

        assertThat(missing).contains(DAY.plusDays(1)).doesNotContain(DAY).allMatch(day -> !day.isAfter(yesterday));
        assertThat(missing).contains(yesterday.minusDays(1));
    }

    @Test
    void old_runs_are_deleted_and_what_was_done_last_of_something_stays() {
        ClientId client = new ClientId("CW-000777");
        for (String run : List.of("20200101-000000-0001", "20200102-000000-0002")) {
            many.jdbc()
                    .sql("insert into ops.run (run_id, command, started_at, ended_at, outcome, failed)"
                            + " values (:run, 'fetch', to_date(left(:run, 8), 'YYYYMMDD'),"
                            + " to_date(left(:run, 8), 'YYYYMMDD'), 'DONE', 0)")
                    .param("run", run)
                    .update();
            many.jdbc()
                    .sql("insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, ended_at)"
                            + " values (:run, 'fetch', :client, 'products', '2020-01-01', 'DONE',"
                            + " to_date(left(:run, 8), 'YYYYMMDD'))")
                    .param("run", run)
                    .param("client", client.value())
                    .update();
        }
        enrich();

        many.bean(OldRuns.class).delete();

        assertThat(many.outcome(new RunId("20200101-000000-0001"))).isEqualTo("NONE");
        assertThat(many.outcome(new RunId("20200102-000000-0002"))).isEqualTo("DONE");
        assertThat(many.jdbc()
                        .sql("select run_id from ops.run_step where client_id = :client")
                        .param("client", client.value())
                        .query(String.class)
                        .list())
                .containsExactly("20200102-000000-0002");
        assertThat(many.jdbc()
                        .sql("select count(*) from ops.run where ended_at > now() - interval '1 day'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void a_run_that_is_stopped_asks_no_more_and_another_goes_on() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        for (ClientId client : List.of(client(HOSTILE + 2), client(HOSTILE + 3))) {
            many.when(client, request -> {
                hold(hang);
                ManyClients.honest(request);
            });
        }
        Job stopped = order(List.of(client(HOSTILE + 2)), DAY.minusDays(3), DAY);
        Job other = order(List.of(client(HOSTILE + 3)), DAY.minusDays(1), DAY);
        try {
            CompletableFuture<List<StepResult>> first =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", stopped));
            CompletableFuture<List<StepResult>> second =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", other));
            await().atMost(SLOW).until(() -> List.of("OPEN", "OPEN")
                    .equals(List.of(many.outcome(stopped.run()), many.outcome(other.run()))));

            CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> stop(stopped.run()));
            await().atMost(SLOW)
                    .until(() -> stop.isDone() || many.bean(Stopping.class).isTold(stopped.run()));
            hang.countDown();

            assertThat(stop.get()).isTrue();
            await().atMost(SLOW).until(first::isDone);
            assertThat(many.outcome(stopped.run())).isIn("FAILED", "ABORTED");
            assertThat(many.loaded(client(HOSTILE + 2), DAY)).isFalse();
            assertThat(second.get()).noneMatch(step -> step.outcome() == Outcome.FAILED);
            assertThat(many.loaded(client(HOSTILE + 3), DAY)).isTrue();
            assertThatThrownBy(() -> many.bean(Stop.class).stop(stopped.run()))
                    .hasMessage("run " + stopped.run()
                            + " is not under way here\nHINT: ./catwing status shows what became" + " of it");
        } finally {
            hang.countDown();
        }
    }

    private static boolean stop(RunId run) {
        try {
            return many.bean(Stop.class).stop(run);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_process_that_is_told_to_stop_cuts_what_hangs_and_its_run_ends_with_an_outcome() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        many.when(client(2), request -> hold(never));
        Job order = order(List.of(client(2)), DAY.minusDays(9), DAY);
        try {
            CompletableFuture<List<StepResult>> running =
                    CompletableFuture.supplyAsync(() -> many.send("direct:fetch-and-load", order));
            await().until(() -> many.outcome(order.run()).equals("OPEN"));

            many.bean(io.catwing.http.ConnectionStop.class).stop();
            many.bean(Stop.class).stop();

            await().until(running::isDone);
            assertThat(many.outcome(order.run())).isIn("FAILED", "ABORTED");
        } finally {
            never.countDown();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean free(ClientId client) {
        return many.bean(Claims.class).all().stream()
                .noneMatch(claim -> claim.name().equals(client.value()));
    }

    private static Owed.Debt owed(ClientId client, Job.Option reach) {
        return many.bean(Owed.class).of(many.bean(Clients.class).get(client), reach);
    }

    private static LocalDate yesterday() {
        return many.bean(Clients.class).get(HONEST).yesterday(Clock.system(ZoneOffset.UTC));
    }

    private static void enrich() {
        many.send(
                "direct:stage-only",
                Job.of(RunId.next(), "test", List.of(HONEST)).stage("enrich"));
    }
}
