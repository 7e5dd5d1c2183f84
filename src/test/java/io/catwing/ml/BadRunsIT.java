package io.catwing.ml;

import static io.catwing.ml.RunFolders.DAY;
import static io.catwing.ml.RunFolders.prediction;
import static io.catwing.ml.RunFolders.predictions;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetColumn.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a folder is no run: one clear text, and nothing in S3 or the database that counts. */
class BadRunsIT {

    private static final String TWO_EXPORTS =
            "HINT: they are of two exports; train on what one export wrote, and leave both files as they are";

    @TempDir
    Path home;

    /** Corrupts a sound folder. */
    private interface Corrupt {
        void corrupt(Path run) throws IOException;
    }

    private record Bad(String name, Corrupt corrupt, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Bad bad(String name, Corrupt corrupt, String message) {
        return new Bad(name, corrupt, message);
    }

    static Stream<Bad> bads() {
        return Stream.of(files(), configs(), tables(), rows()).flatMap(part -> part);
    }

    private static Stream<Bad> files() {
        return Stream.of(
                bad(
                        "predictions missing",
                        run -> Files.delete(run.resolve("predictions.parquet")),
                        "the run's folder has no predictions.parquet\nHINT: a run is features.parquet, targets.parquet,"
                                + " predictions.parquet, models/classifier.pkl, models/regressor.pkl,"
                                + " models/warehouse_model.pkl and config.json; write the missing file"),
                bad(
                        "model missing",
                        run -> Files.delete(run.resolve("models/warehouse_model.pkl")),
                        "the run's folder has no models/warehouse_model.pkl\nHINT: a run is *"),
                bad(
                        "model empty",
                        run -> Files.write(run.resolve("models/classifier.pkl"), new byte[0]),
                        "models/classifier.pkl is empty\nHINT: see in the trainer's log why it wrote nothing"),
                bad(
                        "model is a link to a file elsewhere",
                        run -> {
                            Files.delete(run.resolve("models/classifier.pkl"));
                            Files.createSymbolicLink(run.resolve("models/classifier.pkl"), Path.of("/etc/passwd"));
                        },
                        "classifier.pkl in the run's folder is a symbolic link\n"
                                + "HINT: put the file itself there; links are not followed"),
                bad(
                        "models is a link to a folder elsewhere",
                        run -> {
                            Files.move(run.resolve("models"), run.resolve("elsewhere"));
                            Files.createSymbolicLink(run.resolve("models"), run.resolve("elsewhere"));
                        },
                        "models in the run's folder is a symbolic link\n"
                                + "HINT: put the file itself there; links are not followed"),
                bad(
                        "a folder in place of a file",
                        run -> {
                            Files.delete(run.resolve("targets.parquet"));
                            Files.createDirectory(run.resolve("targets.parquet"));
                        },
                        "targets.parquet in the run's folder is not a file\nHINT: write a file of that name"));
    }

    private static Stream<Bad> configs() {
        return Stream.of(
                bad(
                        "config is no JSON",
                        run -> RunFolders.write(run.resolve("config.json"), "{'client'"),
                        "config.json is not JSON: *\nHINT: write one JSON object"),
                bad(
                        "config without a field",
                        run -> RunFolders.write(
                                run.resolve("config.json"),
                                "{\"client\": \"CW-000200\", \"run_date\": \"2026-02-24\", \"horizon_days\": 7}"),
                        "config.json is not as its schema says: required property 'trainer' not found\n"
                                + "HINT: docs/reference/ml.md has the schema and an example"),
                bad(
                        "config with a wrong value",
                        run -> RunFolders.config(run, ", \"negative_quantities\": \"no\""),
                        "config.json is not as its schema says at /negative_quantities: string found, boolean expected\n"
                                + "HINT: docs/reference/ml.md has the schema and an example"),
                bad(
                        "config with a field twice",
                        run -> RunFolders.config(run, ", \"horizon_days\": 8"),
                        "config.json is not JSON: Duplicate field 'horizon_days'\nHINT: write one JSON object"),
                bad(
                        "config of another client",
                        run -> RunFolders.write(
                                run.resolve("config.json"),
                                Files.readString(run.resolve("config.json")).replace("CW-000200", "CW-000151")),
                        "config.json is of client CW-000151, not of CW-000200\n"
                                + "HINT: this is another run's folder, or the trainer wrote the wrong client"),
                bad(
                        "config of another day",
                        run -> RunFolders.write(
                                run.resolve("config.json"),
                                Files.readString(run.resolve("config.json")).replace("02-24", "02-23")),
                        "config.json is of run_date 2026-02-23, not of 2026-02-24\n"
                                + "HINT: this is another run's folder, or the trainer wrote the wrong run_date"));
    }

    private static Stream<Bad> tables() {
        return Stream.of(
                bad(
                        "Parquet cut off",
                        run -> {
                            Path file = run.resolve("predictions.parquet");
                            byte[] whole = Files.readAllBytes(file);
                            Files.write(file, Arrays.copyOf(whole, whole.length - 20));
                        },
                        "predictions.parquet is no whole Parquet file: *\n"
                                + "HINT: it was cut off or damaged; write it again"),
                bad(
                        "no Parquet at all",
                        run -> RunFolders.write(run.resolve("features.parquet"), "product_id,day\n"),
                        "features.parquet is no whole Parquet file: *\n"
                                + "HINT: it was cut off or damaged; write it again"),
                bad(
                        "a column of the wrong type",
                        run -> RunFolders.table(
                                run,
                                RunFile.PREDICTIONS,
                                List.of(
                                        ParquetColumn.required("product_id", Type.TEXT),
                                        ParquetColumn.required("location_id", Type.TEXT),
                                        ParquetColumn.required("target_date", Type.TEXT),
                                        ParquetColumn.required("quantity", Type.NUMBER)),
                                new Object[] {"A", "L1", "2026-02-25", 1.0}),
                        "predictions.parquet has the column target_date as binary STRING\n"
                                + "HINT: write target_date as a date (date32)"),
                bad(
                        "a column missing",
                        run -> RunFolders.table(
                                run, RunFile.TARGETS, ModelTables.TARGETS.subList(0, 2), new Object[] {"A", "L1"}),
                        "targets.parquet has no column day\nHINT: write day as a date (date32)"),
                bad(
                        "features in another order",
                        run -> RunFolders.features(run, List.of("B", "A"), DAY),
                        "features.parquet has row 2 (A, L1, 2026-02-24) not after the row above it\nHINT: rows are unique"
                                + " and ascend by product_id, location_id and day; leave the file as the export wrote it"),
                bad(
                        "features of a day that the run could not know",
                        run -> RunFolders.features(run, List.of("A", "B"), DAY.plusDays(1)),
                        "features.parquet has the day 2026-02-25 in row 1, after the run date 2026-02-24\n"
                                + "HINT: export again with this run date"),
                bad(
                        "targets of another export",
                        run -> RunFolders.features(run, List.of("A", "C"), DAY),
                        "targets.parquet has row 2 (B, L1, 2026-02-24) where features.parquet has (C, L1, 2026-02-24)\n"
                                + TWO_EXPORTS),
                bad(
                        "targets of an earlier export",
                        run -> RunFolders.features(run, List.of("A", "B", "C"), DAY),
                        "targets.parquet ends before row 3 of features.parquet (C, L1, 2026-02-24)\n" + TWO_EXPORTS),
                bad(
                        "targets of a later export",
                        run -> RunFolders.features(run, List.of("A"), DAY),
                        "features.parquet ends before row 2 of targets.parquet (B, L1, 2026-02-24)\n" + TWO_EXPORTS),
                bad(
                        "no target",
                        run -> RunFolders.table(run, RunFile.TARGETS, ModelTables.TARGETS),
                        "targets.parquet has no row\nHINT: export again; there is nothing to learn from"));
    }

    private static Stream<Bad> rows() {
        return Stream.of(
                bad("no prediction", run -> predictions(run), "predictions.parquet has no row\nHINT: *"),
                bad(
                        "a key twice",
                        run -> predictions(
                                run,
                                prediction("A", "L1", 1, 1.0),
                                prediction("B", "", 1, 1.0),
                                prediction("A", "L1", 1, 2.0)),
                        "predictions.parquet has two rows of one product, location and date:"
                                + " CW-000200, 2026-02-24, A, L1, 2026-02-25\nHINT: write one prediction for each"),
                bad(
                        "a quantity that is no number",
                        run -> predictions(run, prediction("A", "L1", 1, 1.0), prediction("A", "L1", 2, Double.NaN)),
                        "predictions.parquet has the quantity NaN in row 2\n"
                                + "HINT: quantity is a number from 0 to 1000000000000"),
                bad(
                        "an infinite quantity",
                        run -> predictions(run, prediction("A", "L1", 1, Double.POSITIVE_INFINITY)),
                        "predictions.parquet has the quantity Infinity in row 1\n"
                                + "HINT: quantity is a number from 0 to 1000000000000"),
                bad(
                        "a negative quantity",
                        run -> predictions(run, prediction("A", "L1", 1, -0.5)),
                        "predictions.parquet has the quantity -0.5 in row 1\n"
                                + "HINT: write 0 instead, or set negative_quantities in config.json"),
                bad(
                        "a probability above 1",
                        run -> predictions(run, new Object[] {"A", "L1", DAY.plusDays(1), 1.0, 1.5}),
                        "predictions.parquet has the sale_probability 1.5 in row 1\n"
                                + "HINT: sale_probability is a number from 0 to 1"),
                bad(
                        "a prediction of the past",
                        run -> predictions(run, prediction("A", "L1", 0, 1.0)),
                        "predictions.parquet has the target_date 2026-02-24 in row 1\nHINT: predictions are for 2026-02-25"
                                + " to 2026-03-03: after run_date, by horizon_days of config.json at most"),
                bad(
                        "a prediction beyond the horizon",
                        run -> predictions(run, prediction("A", "L1", 8, 1.0)),
                        "predictions.parquet has the target_date 2026-03-04 in row 1\nHINT: predictions are for 2026-02-25"
                                + " to 2026-03-03: after run_date, by horizon_days of config.json at most"),
                bad(
                        "an id longer than any that is loaded",
                        run -> predictions(run, prediction("A".repeat(251), "L1", 1, 1.0)),
                        "predictions.parquet has a product_id that is no id in row 1\n"
                                + "HINT: write ids as they stand in features.parquet"),
                bad(
                        "an id that no database keeps",
                        run -> predictions(run, prediction("A\0", "L1", 1, 1.0)),
                        "predictions.parquet has a product_id that is no id in row 1\n"
                                + "HINT: write ids as they stand in features.parquet"));
    }

    @ParameterizedTest
    @MethodSource("bads")
    void a_bad_run_gives_one_clear_error_and_nothing_that_counts(Bad bad) throws IOException {
        try (MlFixture fixture = new MlFixture(home)) {
            Path run = RunFolders.sound(home.resolve("run"));
            bad.corrupt().corrupt(run);

            List<StepResult> results = fixture.register(run);

            assertThat(results).hasSize(1);
            StepResult failed = results.get(0);
            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.message()).matches(pattern(bad.message()));
            assertThat(fixture.objects()).isEmpty();
            assertThat(fixture.predictions()).isEmpty();
            assertThat(fixture.sql.queryForObject("select count(*) from ops.lake_ledger", Long.class))
                    .isZero();
        }
    }

    /** A star stands for what is a library's to say. */
    private static String pattern(String message) {
        return "(?s)"
                + Stream.of(message.split("\\*", -1))
                        .map(Pattern::quote)
                        .reduce((one, other) -> one + ".+" + other)
                        .orElseThrow();
    }

    @Test
    void no_folder_is_no_run() {
        try (MlFixture fixture = new MlFixture(home)) {
            assertThat(fixture.register(home.resolve("nowhere")))
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.message())
                            .isEqualTo("there is no folder " + home.resolve("nowhere")
                                    + "\nHINT: give the folder that the trainer filled"));
        }
    }

    @Test
    void negative_quantities_are_taken_where_the_config_says_so() {
        try (MlFixture fixture = new MlFixture(home)) {
            Path run = RunFolders.sound(home.resolve("run"));
            predictions(run, prediction("A", "L1", 1, -0.5));
            RunFolders.config(run, ", \"negative_quantities\": true");

            assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
            assertThat(fixture.predictions()).containsExactly("2026-02-24 A L1 2026-02-25 -0.5000 0.750000");
        }
    }
}
