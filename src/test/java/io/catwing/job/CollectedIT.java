package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import io.catwing.support.Servers;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is folded counts, is recorded and is told as what is not. */
class CollectedIT {
    private static final RunId RUN = new RunId("r");
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    /** Of each load: failures, and others. */
    private static final int KEPT = 2 * Collected.WHOLE;

    private final JdbcClient jdbc = JdbcClient.create(database());
    private final ConcurrentLinkedQueue<Event.StepFailed> told = new ConcurrentLinkedQueue<>();
    private final Results results = new Results(
            new Events(new EventSettings(true, 1)) {
                @Override
                public void publish(Event event) {
                    told.add((Event.StepFailed) event);
                }
            },
            jdbc);

    private static DataSource database() {
        try {
            return new SingleConnectionDataSource(
                    Servers.database().dataSource().getConnection(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void folded_results_give_the_counts_rows_and_events_that_whole_ones_give(long seed) throws Exception {
        Random random = new Random(seed);
        for (int files : new int[] {random.nextInt(1_000), 1_000, 1_001 + random.nextInt(5_000)}) {
            for (int ofTenFail : new int[] {0, 1, 9}) {
                sameAsWhole(random(random, files, ofTenFail), 1 + random.nextInt(4));
            }
        }
    }

    private void sameAsWhole(List<StepResult> all, int workers) throws Exception {
        begin(RUN);
        RunId unfolded = new RunId("unfolded");
        begin(unfolded);
        end(unfolded, all);
        List<Event.StepFailed> expected = new ArrayList<>(told);
        told.clear();

        Collected collected = results.collect(RUN);
        addByWorkers(collected, all, workers);
        List<StepResult> folded = collected.list();
        end(RUN, folded);

        assertThat(totals(folded)).isEqualTo(totals(all));
        assertThat(folded).hasSizeLessThanOrEqualTo(KEPT + 2 * 2 * 3 * 2);
        assertThat(rows(RUN)).isEqualTo(rows(unfolded)).hasSize(all.size());
        assertThat(told.stream().map(event -> event.subject() + event.date() + event.message()))
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(event -> event.subject() + event.date() + event.message())
                        .toList());
        told.clear();
    }

    private static void addByWorkers(Collected collected, List<StepResult> all, int workers)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                int first = worker;
                running.add(threads.submit(() -> {
                    for (int at = first; at < all.size(); at += workers) {
                        collected.add(List.of(all.get(at)));
                    }
                }));
            }
            for (Future<?> ended : running) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void failures_are_kept_with_their_dates_although_a_thousand_files_went_well_before() {
        begin(RUN);
        Collected collected = results.collect(RUN);
        for (int day = 0; day < 3_000; day++) {
            collected.add(List.of(done(day)));
        }
        collected.add(List.of(failed(3_000), done(3_001).noted("one is left out")));

        List<StepResult> list = collected.list();

        assertThat(list.stream().filter(step -> step.outcome() == Outcome.FAILED))
                .containsExactly(failed(3_000));
        assertThat(list.stream().filter(StepResult::isFolded))
                .extracting(StepResult::count, StepResult::records, StepResult::date, StepResult::message)
                .containsExactlyInAnyOrder(tuple(2_000L, 2_000L, null, null), tuple(1L, 1L, null, "one is left out"));
    }

    @Test
    void however_many_come_few_are_in_memory() {
        begin(RUN);
        Collected collected = results.collect(RUN);
        List<WeakReference<StepResult>> all = new ArrayList<>();
        for (int day = 0; day < 40_000; day++) {
            StepResult step = day % 4 == 0 ? failed(day) : done(day);
            all.add(new WeakReference<>(step));
            collected.add(List.of(step));
        }
        System.gc();

        assertThat(all.stream().filter(step -> step.get() != null).count()).isLessThan(KEPT + Collected.WHOLE);
        assertThat(totals(collected.list())).hasSize(2);
    }

    @Test
    void a_load_that_is_aborted_has_recorded_all_but_the_last_ones() {
        begin(RUN);
        Collected collected = results.collect(RUN);
        for (int day = 0; day < 2_600; day++) {
            collected.add(List.of(day % 2 == 0 ? failed(day) : done(day)));
        }

        assertThat(rows(RUN))
                .hasSize(2_000)
                .containsKeys(FIRST.toString(), FIRST.plusDays(1_999).toString());
        assertThat(rows(RUN).values().stream().filter(row -> row.contains("FAILED")))
                .hasSize(1_000);
    }

    /** Nothing is read of its results but what the recovery keeps itself. */
    @Test
    void a_recovery_which_is_no_run_records_nothing_and_counts_all() {
        List<StepResult> all = random(new Random(3), 5_000, 5);
        Collected collected = results.collect(RUN);
        collected.add(all);

        assertThat(totals(collected.list())).isEqualTo(totals(all));
        assertThat(rows(RUN)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void results_that_the_database_cannot_keep_end_the_load() {
        begin(RUN);
        jdbc.sql("alter table ops.run_step add constraint none check (false) not valid")
                .update();
        Collected collected = results.collect(RUN);
        List<StepResult> all = random(new Random(3), Collected.WHOLE, 0);

        assertThatThrownBy(() -> collected.add(all))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("what became of load of CW-0")
                .hasMessageContaining("cannot be written down: ")
                .hasMessageEndingWith(
                        "\nHINT: is PostgreSQL running? run the same command again: it goes on where it stopped");
    }

    private void begin(RunId run) {
        jdbc.sql("delete from ops.run_step where run_id = :run")
                .param("run", run.value())
                .update();
        jdbc.sql("delete from ops.run where run_id = :run")
                .param("run", run.value())
                .update();
        jdbc.sql("insert into ops.run (run_id, command) values (:run, 'test')")
                .param("run", run.value())
                .update();
    }

    /** As the route {@code record-results} does it. */
    private void end(RunId run, List<StepResult> stage) {
        for (Map<String, Object> statement : results.rows(run, stage)) {
            jdbc.sql(SqlFile.read("job/record-results").replace(":#", ":"))
                    .params(statement)
                    .update();
        }
        results.publish(run, stage);
    }

    private Map<String, String> rows(RunId run) {
        Map<String, String> rows = new TreeMap<>();
        jdbc.sql("select * from ops.run_step where run_id = :run")
                .param("run", run.value())
                .query((row, at) -> rows.put(
                        row.getString("source_date"),
                        row.getString("stage") + row.getString("client_id") + row.getString("subject")
                                + row.getString("outcome") + " " + row.getLong("records") + " "
                                + row.getLong("rejected") + " " + row.getLong("bytes") + row.getString("message")))
                .list();
        return rows;
    }

    /** By client, subject and outcome: number, records, rejected and bytes. */
    private static Map<String, List<Long>> totals(List<StepResult> results) {
        Map<String, List<Long>> totals = new TreeMap<>();
        for (StepResult step : results) {
            totals.merge(
                    step.client() + " " + step.subject() + " " + step.outcome(),
                    List.of(step.count(), step.records(), step.rejected(), step.bytes()),
                    (one, other) -> List.of(
                            one.get(0) + other.get(0),
                            one.get(1) + other.get(1),
                            one.get(2) + other.get(2),
                            one.get(3) + other.get(3)));
        }
        return totals;
    }

    private static StepResult done(int day) {
        return StepResult.done("load", new ClientId("CW-000100"), "products", FIRST.plusDays(day), 1, 0, 100);
    }

    private static StepResult failed(int day) {
        return StepResult.failed(
                "load", new ClientId("CW-000100"), "products", FIRST.plusDays(day), "refused\nHINT: look");
    }

    /** Each of its own day. */
    private static List<StepResult> random(Random random, int files, int ofTenFail) {
        List<StepResult> all = new ArrayList<>();
        for (int day = 0; day < files; day++) {
            ClientId client = new ClientId(String.format("CW-00010%d", random.nextInt(2)));
            String subject = List.of("products", "inventory", "suppliers").get(random.nextInt(3));
            LocalDate date = FIRST.plusDays(day);
            all.add(
                    random.nextInt(10) < ofTenFail
                            ? StepResult.failed("load", client, subject, date, "refused " + day + "\nHINT: look")
                            : StepResult.done(
                                            "load",
                                            client,
                                            subject,
                                            date,
                                            random.nextInt(100),
                                            random.nextInt(9),
                                            random.nextInt(1 << 20))
                                    .noted(random.nextInt(3) == 0 ? "note " + day : null));
        }
        Collections.shuffle(all, random);
        return all;
    }
}
