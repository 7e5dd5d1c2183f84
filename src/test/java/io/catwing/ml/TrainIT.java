package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwing.client.Training;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainIT {
    @TempDir
    Path home;

    private MlFixture fixture(Duration timeout, String... command) {
        String words = Stream.of(command).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        MlSettings settings = new MlSettings(100, "own=" + words, List.of("PYTHONPATH", "NO_SUCH_VARIABLE"));
        return fixture(
                new Training("own", timeout),
                new Trainers(settings, name -> name.equals("PYTHONPATH") ? "/opt/models" : null));
    }

    private MlFixture fixture(Training training, Trainers trainers) {
        MlFixture fixture = new MlFixture(home, Servers.bucket(), training, trainers);
        Statistics statistics = new Statistics(fixture.sql);
        statistics.newestDay(MlFixture.RUN_DATE);
        statistics.random(MlFixture.RUN_DATE.minusDays(20), MlFixture.RUN_DATE, new Random(7));
        return fixture;
    }

    private MlFixture script(Duration timeout, String bash) {
        RunFolders.write(home.resolve("trainer.sh"), bash);
        return fixture(timeout, "bash", home.resolve("trainer.sh").toString(), "{{folder}}");
    }

    /** The one failure, after which nothing of a run is anywhere but on this disk. */
    private static String failure(MlFixture fixture) {
        List<StepResult> results = fixture.train();
        assertThat(results).extracting(StepResult::outcome).containsExactly(Outcome.FAILED);
        assertThat(fixture.objects()).isEmpty();
        assertThat(fixture.predictions()).isEmpty();
        return results.get(0).message();
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("logs/ml/CW-000200/2026-02-24-" + MlFixture.RUN + ".log"));
    }

    private Path folder() {
        return home.resolve("ml/CW-000200/2026-02-24");
    }

    @Test
    void the_demos_trainer_makes_a_run_that_is_registered_and_loaded() {
        assumeTrue(
                getClass().getResource("/META-INF/services/io.catwing.cli.MoreCommands") != null,
                "this build has no demo");
        try (MlFixture fixture = fixture(
                new Training("demo", Duration.ofMinutes(2)), new Trainers(new MlSettings(100, "", List.of())))) {
            List<StepResult> results = fixture.train();

            assertThat(results)
                    .as("%s", results)
                    .extracting(StepResult::subject, StepResult::outcome)
                    .containsExactly(
                            tuple("features", Outcome.DONE),
                            tuple("targets", Outcome.DONE),
                            tuple("run", Outcome.DONE),
                            tuple("predictions", Outcome.DONE));
            assertThat(fixture.objects()).hasSize(RunFile.values().length);
            // A pair's seven days, from the mean of the days that it is known.
            assertThat(fixture.sql.queryForList(
                            """
                            select distinct p.quantity - round(greatest(r.net_quantity_28, 0) / least(28, 1 + date '2026-02-24'
                                - (select min(day) from stats.daily_sales as s where sold_quantity > 0
                                    and (s.product_id, s.location_id) = (p.product_id, p.location_id))), 4)
                            from general.prediction as p left join stats.rolling_sales as r
                                on r.day = p.run_date and r.product_id = p.product_id and r.location_id = p.location_id""",
                            Double.class))
                    .containsExactly(0.0);
            assertThat(fixture.sql.queryForObject(
                            "select count(distinct target_date) from general.prediction", Long.class))
                    .isEqualTo(7);
            assertThat(home.resolve("ml/CW-000200"))
                    .as("folders have done their work")
                    .isEmptyDirectory();
        }
    }

    /** PATH is the one variable of ours; PWD, SHLVL and _ are the shell's own. */
    @Test
    void a_trainer_sees_no_variable_of_the_program_but_what_the_operator_lists() throws IOException {
        try (MlFixture fixture = script(
                Duration.ofMinutes(1),
                """
                echo "$CATWING_CLIENT $CATWING_RUN_DATE $([ "$CATWING_RUN_FOLDER" = "$1" ] && echo here)"
                env | cut -d= -f1 | grep -vE '^(PWD|SHLVL|_|OLDPWD)$' | LC_ALL=C sort | tr '\\n' ' '
                echo; echo "$HOME $TMPDIR $PWD $LANG $PYTHONPATH"
                ls "$1"
                exit 3
                """)) {
            failure(fixture);
        }
        String work = home.resolve("ml/CW-000200/2026-02-24-work").toString();
        assertThat(log())
                .isEqualTo("CW-000200 2026-02-24 here\n"
                        + "CATWING_CLIENT CATWING_RUN_DATE CATWING_RUN_FOLDER HOME LANG LC_ALL PATH PYTHONPATH TMPDIR \n"
                        + work + " " + work + " " + work + " C.UTF-8 /opt/models\n"
                        + "features.parquet\ntargets.parquet\n");
    }

    @Test
    void a_trainer_that_the_operator_has_not_is_refused_before_anything_is_exported() {
        try (MlFixture fixture = fixture(
                new Training("python3", Duration.ofMinutes(1)),
                new Trainers(new MlSettings(100, "own=bash", List.of())))) {
            assertThat(failure(fixture))
                    .isEqualTo("there is no trainer 'python3'\nHINT: whoever runs the program names it in"
                            + " CATWING_ML_TRAINERS, such as python3=python3 /opt/models/train.py {{folder}}; trainers"
                            + " here are demo, own");
        }
        assertThat(home.resolve("ml")).doesNotExist();
    }

    @Test
    void a_trainer_that_fails_registers_nothing_and_its_last_words_are_told() {
        try (MlFixture fixture =
                script(Duration.ofMinutes(1), "touch $1/predictions.parquet; echo out of luck >&2; exit 3")) {
            assertThat(failure(fixture))
                    .isEqualTo("bash ended with exit code 3; the last it said was:\nout of luck\n"
                            + "HINT: nothing was registered; what it said is in " + home
                            + "/logs/ml/CW-000200/2026-02-24-" + MlFixture.RUN + ".log, and what it left in "
                            + folder());
            assertThat(folder().resolve("predictions.parquet")).exists();
        }
    }

    @Test
    void a_trainer_that_takes_too_long_is_ended_and_registers_nothing() {
        try (MlFixture fixture = script(Duration.ofMillis(400), "echo begun; sleep 1000")) {
            assertThat(failure(fixture))
                    .startsWith("bash did not end within 400 ms and was ended, with all that it started\n"
                            + "HINT: nothing was registered; what it said is in ");
        }
    }

    @Test
    void a_trainer_that_is_killed_registers_nothing() {
        try (MlFixture fixture = script(Duration.ofMinutes(1), "kill -9 $$")) {
            assertThat(failure(fixture))
                    .startsWith("bash ended with exit code 137 (signal 9) and said nothing\nHINT: ");
        }
    }

    @Test
    void a_trainer_that_leaves_no_whole_run_registers_nothing() {
        try (MlFixture fixture = script(Duration.ofMinutes(1), "echo done")) {
            assertThat(failure(fixture))
                    .startsWith("the run's folder has no predictions.parquet\nHINT: a run is features.parquet,");
        }
    }

    @Test
    void a_trainer_that_is_not_installed_is_named() {
        try (MlFixture fixture = fixture(Duration.ofMinutes(1), "no-such-trainer", "{{folder}}")) {
            assertThat(failure(fixture))
                    .isEqualTo("there is no program no-such-trainer on the PATH\nHINT: install it, or correct own in"
                            + " CATWING_ML_TRAINERS");
        }
    }

    @Test
    void a_client_without_a_trainer_is_told_how_to_get_one() {
        try (MlFixture fixture = new MlFixture(home)) {
            assertThat(failure(fixture))
                    .isEqualTo(
                            "client CW-000200 has no trainer\nHINT: add ml: train: trainer: NAME to its file, or export,"
                                    + " train elsewhere, and register the folder");
        }
    }

    @Test
    void what_a_failed_attempt_left_is_not_found_by_the_next() {
        try (MlFixture fixture = script(
                Duration.ofMinutes(1), "[ -e $1/models ] && echo stale >&2; mkdir $1/models; echo fresh >&2; exit 1")) {
            failure(fixture);
            assertThat(failure(fixture)).contains("the last it said was:\nfresh\n");
        }
    }

    @Test
    void a_run_that_is_being_trained_is_left_alone_by_who_comes_second() throws Exception {
        Path waits = home.resolve("waits");
        Path go = home.resolve("go");
        assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor())
                .isZero();
        try (MlFixture fixture = script(
                        Duration.ofMinutes(1),
                        "mkdir " + waits + " 2>/dev/null && read -r line < " + go + "; ls $1 >&2; exit 3");
                // Opened for both, which waits for nobody.
                RandomAccessFile end = new RandomAccessFile(go.toFile(), "rw")) {
            CompletableFuture<List<StepResult>> first = CompletableFuture.supplyAsync(fixture::train);
            Awaitility.await().until(() -> Files.exists(waits));

            assertThat(failure(fixture))
                    .isEqualTo("the run CW-000200 2026-02-24 is being trained already\n"
                            + "HINT: wait until that is done, or stop it");
            end.writeBytes("go on\n");

            assertThat(first.join()).singleElement().satisfies(failed -> assertThat(failed.message())
                    .contains("the last it said was:\nfeatures.parquet\ntargets.parquet\n"));
            assertThat(failure(fixture)).startsWith("bash ended with exit code 3");
        }
    }

    @Test
    void what_was_exported_for_a_trainer_elsewhere_is_none_of_a_trainings_business() throws IOException {
        try (MlFixture fixture = script(Duration.ofMinutes(1), "ls $1 >&2; exit 3")) {
            ModelRun export =
                    fixture.folders.place(new ModelRun(MlFixture.RUN, MlFixture.CLIENT, MlFixture.RUN_DATE, null));
            assertThat(fixture.export(export.folder(), MlFixture.RUN_DATE))
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
            RunFolders.write(export.folder().resolve("classifier.pkl"), "of a day's work");

            assertThat(failure(fixture)).contains("the last it said was:\nfeatures.parquet\ntargets.parquet\n");

            assertThat(export.folder().resolve("classifier.pkl")).hasContent("of a day's work");
            byte[] trained = Files.readAllBytes(folder().resolve("features.parquet"));
            new Statistics(fixture.sql).forgetAfter(MlFixture.RUN_DATE.minusDays(3));
            fixture.export(export.folder(), MlFixture.RUN_DATE);
            assertThat(folder().resolve("features.parquet")).hasBinaryContent(trained);
        }
    }

    /** Arguments are words, never a shell's line. */
    @Test
    void nothing_in_an_argument_is_a_command() throws IOException {
        RunFolders.write(home.resolve("say.sh"), "echo \"$@\"; exit 1");
        try (MlFixture fixture = fixture(
                Duration.ofMinutes(1),
                "bash",
                home.resolve("say.sh").toString(),
                "; touch " + home.resolve("owned"),
                "$(id) {{client}}/{{run_date}}")) {
            failure(fixture);
        }
        assertThat(log()).isEqualTo("; touch " + home.resolve("owned") + " $(id) CW-000200/2026-02-24\n");
        assertThat(home.resolve("owned")).doesNotExist();
    }
}
