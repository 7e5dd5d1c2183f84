package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.S3ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests;
import io.catwing.support.FaultyS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Request;

class RegisterRunIT {
    private static final String PREFIX = "ml-output/CW-000200/2026-02-24/";

    @TempDir
    Path home;

    private MlFixture fixture;
    private Path run;

    @BeforeEach
    void start() {
        fixture = new MlFixture(home);
        run = RunFolders.sound(home.resolve("run"));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private StoredObject find(String path) {
        return fixture.bucket
                .objectStore()
                .find(new ObjectKey(Area.ML_OUTPUT, "CW-000200/2026-02-24/" + path))
                .orElseThrow();
    }

    private byte[] bytes(String path) throws IOException {
        try (InputStream in = fixture.bucket.objectStore().open(find(path))) {
            return in.readAllBytes();
        }
    }

    /** Puts bytes where a run has something else. */
    private void tamper(String path, String content) throws IOException {
        Path file = Files.writeString(home.resolve("tampered"), content);
        fixture.bucket.put(new ObjectKey(Area.ML_OUTPUT, "CW-000200/2026-02-24/" + path), file);
    }

    /** As nothing in the program can. */
    private void delete(String path) {
        fixture.bucket.s3().deleteObject(d -> d.bucket(fixture.bucket.name()).key(PREFIX + path));
    }

    @Test
    void a_whole_folder_is_put_and_its_predictions_are_loaded() throws IOException {
        assertThat(fixture.register(run))
                .extracting(StepResult::subject, StepResult::outcome, StepResult::records)
                .containsExactly(tuple("run", Outcome.DONE, 3L), tuple("predictions", Outcome.DONE, 3L));

        assertThat(fixture.objects())
                .containsExactlyInAnyOrder(
                        PREFIX + "features.parquet",
                        PREFIX + "targets.parquet",
                        PREFIX + "predictions.parquet",
                        PREFIX + "models/classifier.pkl",
                        PREFIX + "models/regressor.pkl",
                        PREFIX + "models/warehouse_model.pkl",
                        PREFIX + "config.json");
        for (RunFile file : RunFile.contents()) {
            assertThat(bytes(file.path())).isEqualTo(Files.readAllBytes(run.resolve(file.path())));
        }
        JsonNode config = new ObjectMapper().readTree(bytes("config.json"));
        assertThat(config.at("/trainer/name").asText()).isEqualTo("test");
        assertThat(config.path("files").size()).isEqualTo(6);
        assertThat(fixture.predictions())
                .containsExactly(
                        "2026-02-24 A L1 2026-02-25 1.2500 0.750000",
                        "2026-02-24 A L1 2026-02-26 0.0001 0.750000",
                        "2026-02-24 B  2026-02-25 0.0000");
    }

    @Test
    void predictions_of_another_writer_are_read() throws IOException {
        Path other = Path.of("src/test/resources/ml/predictions-of-another-writer.parquet");
        Files.copy(other, run.resolve("predictions.parquet"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.predictions())
                .hasSize(20)
                .contains("2026-02-24 A  2026-03-01 4.7500", "2026-02-24 Füße L1 2026-02-25 0.0000");
    }

    @Test
    void the_commit_mark_is_put_last() {
        fixture.register(run);

        for (RunFile file : RunFile.contents()) {
            assertThat(find(file.path()).modified())
                    .isBeforeOrEqualTo(find("config.json").modified());
        }
        assertThat(RunFile.values()[RunFile.values().length - 1]).isEqualTo(RunFile.CONFIG);
    }

    @Test
    void the_same_folder_again_is_already_there() {
        fixture.register(run);

        assertThat(fixture.register(run))
                .extracting(StepResult::subject, StepResult::outcome)
                .containsExactly(tuple("run", Outcome.ALREADY_THERE), tuple("predictions", Outcome.ALREADY_THERE));
    }

    @Test
    void a_run_is_never_replaced_by_another() {
        fixture.register(run);
        List<String> before = fixture.predictions();
        RunFolders.write(run.resolve("models/regressor.pkl"), "another model");

        assertThat(fixture.register(run)).singleElement().satisfies(refused -> assertThat(refused.message())
                .isEqualTo("another run of CW-000200 2026-02-24 is there already, with other content\n"
                        + "HINT: a run is never replaced: choose another run date"));
        assertThat(find("models/regressor.pkl").bytes()).isEqualTo("bytes of the regressor".length());
        assertThat(fixture.predictions()).isEqualTo(before);
    }

    @Test
    void a_register_that_was_cut_off_counts_as_nothing_and_is_overwritten_by_the_next() throws IOException {
        tamper("features.parquet", "half of another run");
        tamper("predictions.parquet", "half of another run");
        assertThat(fixture.loadPredictions(false)).isEmpty();
        assertThat(fixture.predictions()).isEmpty();

        assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(bytes("features.parquet")).isEqualTo(Files.readAllBytes(run.resolve("features.parquet")));
        assertThat(fixture.predictions()).hasSize(3);
    }

    @Test
    void a_run_of_which_something_was_lost_is_healed_by_the_same_folder() {
        fixture.register(run);
        delete("models/classifier.pkl");

        assertThat(fixture.loadPredictions(true)).singleElement().satisfies(damaged -> assertThat(damaged.message())
                .isEqualTo("the run CW-000200 2026-02-24 in S3 is damaged: models/classifier.pkl is missing\n"
                        + "HINT: register its folder again, or copy the run from the bucket's other copies"));
        assertThat(fixture.predictions()).as("as a rebuild would find it").isEmpty();

        assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.predictions()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"features.parquet", "predictions.parquet", "models/classifier.pkl"})
    void a_run_that_lost_a_file_is_gone_with_the_next_load_as_in_a_database_made_anew(String lost) {
        fixture.register(run);
        delete(lost);

        assertThat(fixture.loadPredictions(false)).singleElement().satisfies(damaged -> assertThat(damaged.message())
                .isEqualTo("the run CW-000200 2026-02-24 in S3 is damaged: " + lost + " is missing\n"
                        + "HINT: register its folder again, or copy the run from the bucket's other copies"));
        isAsInADatabaseMadeAnew();
        assertThat(fixture.predictions()).isEmpty();
        assertThat(fixture.loadPredictions(false)).as("told by each load").hasSize(1);

        assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(fixture.predictions()).hasSize(3);
        isAsInADatabaseMadeAnew();
    }

    @Test
    void a_run_with_a_file_of_another_size_is_gone_with_the_next_load() throws IOException {
        fixture.register(run);
        tamper("models/regressor.pkl", "longer than the bytes of the regressor");

        assertThat(fixture.loadPredictions(false)).singleElement().satisfies(damaged -> assertThat(damaged.message())
                .startsWith("the run CW-000200 2026-02-24 in S3 is damaged: models/regressor.pkl has another size than"
                        + " config.json says\nHINT: "));
        assertThat(fixture.predictions()).isEmpty();
        isAsInADatabaseMadeAnew();
    }

    @Test
    void a_run_that_an_earlier_release_loaded_is_read_again_once() {
        fixture.register(run);
        SortedMap<String, Digests.Digest> loaded = fixture.digests();
        fixture.sql.update(
                "update ops.lake_ledger set etag = ?",
                find("config.json").etag() + "+" + find("predictions.parquet").etag());

        assertThat(fixture.loadPredictions(false))
                .extracting(StepResult::outcome)
                .containsExactly(Outcome.DONE);
        assertThat(fixture.digests()).isEqualTo(loaded);
        assertThat(fixture.loadPredictions(false))
                .extracting(StepResult::outcome)
                .containsExactly(Outcome.ALREADY_THERE);
    }

    private void isAsInADatabaseMadeAnew() {
        try (MlFixture rebuilt = new MlFixture(home.resolve("anew"), fixture.bucket)) {
            rebuilt.loadPredictions(false);
            assertThat(rebuilt.digests()).isEqualTo(fixture.digests());
        }
    }

    @Test
    void predictions_that_are_not_those_of_the_run_are_told_and_healed_by_the_same_folder() throws IOException {
        fixture.register(run);
        byte[] other = bytes("predictions.parquet").clone();
        other[other.length / 2] ^= 1;
        Files.write(home.resolve("other"), other);
        fixture.bucket.put(find("predictions.parquet").key(), home.resolve("other"));

        assertThat(fixture.loadPredictions(false)).singleElement().satisfies(damaged -> assertThat(damaged.message())
                .startsWith("the run CW-000200 2026-02-24 in S3 is damaged: predictions.parquet is not the file"
                        + " that config.json was put for\n"));
        assertThat(fixture.predictions()).isEmpty();

        assertThat(fixture.register(run)).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(bytes("predictions.parquet")).isEqualTo(Files.readAllBytes(run.resolve("predictions.parquet")));
        assertThat(fixture.predictions()).hasSize(3);
    }

    @Test
    void a_database_made_anew_from_s3_is_equal_and_forgets_what_s3_forgot() {
        fixture.register(run);
        try (MlFixture rebuilt = new MlFixture(home.resolve("other"), fixture.bucket)) {
            rebuilt.loadPredictions(false);
            assertThat(rebuilt.digests()).isEqualTo(fixture.digests());
            assertThat(rebuilt.predictions()).hasSize(3);

            assertThat(rebuilt.loadPredictions(true))
                    .extracting(StepResult::outcome)
                    .containsExactly(Outcome.DONE);
            assertThat(rebuilt.digests()).isEqualTo(fixture.digests());

            delete("config.json");
            assertThat(rebuilt.loadPredictions(false))
                    .extracting(StepResult::outcome)
                    .containsExactly(Outcome.DONE);
            assertThat(rebuilt.predictions()).isEmpty();
            assertThat(rebuilt.loadPredictions(false)).isEmpty();
        }
    }

    /** A load beside it, that lists S3 before the run is there and loads after. */
    @Test
    void a_run_that_is_registered_while_a_load_plans_keeps_its_predictions() {
        AtomicBoolean registered = new AtomicBoolean();
        LoadPredictions beside = loading(new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
                R listed = super.invokeOperation(request, operation);
                if (request instanceof ListObjectsV2Request && registered.compareAndSet(false, true)) {
                    fixture.register(run);
                }
                return listed;
            }
        });

        beside.plan(job()).forEach(beside::load);

        assertThat(registered).isTrue();
        assertThat(fixture.predictions()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "models/classifier.pkl"})
    void a_run_that_is_healed_after_a_load_planned_keeps_its_predictions(String lost) {
        fixture.register(run);
        delete(lost);
        LoadPredictions beside = loading(fixture.bucket.s3());
        List<CommittedRun> planned = beside.plan(job());

        fixture.register(run);

        assertThat(planned)
                .singleElement()
                .satisfies(healed -> assertThat(beside.load(healed).outcome()).isEqualTo(Outcome.ALREADY_THERE));
        assertThat(fixture.predictions()).hasSize(3);
    }

    private LoadPredictions loading(S3Client s3) {
        return new LoadPredictions(
                fixture.database.dataSource(),
                new S3ObjectStore(s3, fixture.bucket.name()),
                new SpoolFolder(home.resolve("beside")));
    }

    private static Job job() {
        return Job.of(MlFixture.RUN, "test", List.of(MlFixture.CLIENT));
    }

    @Test
    void a_run_that_comes_or_goes_is_a_mark_where_there_are_tables_of_the_users_own_and_nowhere_else() {
        fixture.register(run);
        assertThat(marks()).isEmpty();

        // As Flyway keeps it of their migrations.
        fixture.sql.execute("create table public.flyway_schema_history_own (installed_rank integer)");
        fixture.loadPredictions(false);
        assertThat(marks()).as("nothing was loaded").isEmpty();

        fixture.loadPredictions(true);
        assertThat(marks()).containsExactly("enrich CW-000200 own", "stats CW-000200 own");

        fixture.sql.execute("delete from ops.enrich_touched");
        fixture.sql.execute("delete from ops.stats_touched");
        delete("config.json");
        fixture.loadPredictions(false);
        assertThat(fixture.predictions()).isEmpty();
        assertThat(marks()).containsExactly("enrich CW-000200 own", "stats CW-000200 own");
    }

    private List<String> marks() {
        return fixture.sql.queryForList(
                "select 'enrich ' || client_id || ' ' || kind from ops.enrich_touched"
                        + " union select 'stats ' || client_id || ' ' || topic from ops.stats_touched order by 1",
                String.class);
    }

    @Test
    void a_config_that_was_filled_in_is_taken_when_it_speaks_of_these_files() throws IOException {
        fixture.register(run);
        Files.write(run.resolve("config.json"), bytes("config.json"));
        assertThat(fixture.register(run).get(0).outcome()).isEqualTo(Outcome.ALREADY_THERE);

        Files.write(run.resolve("models/regressor.pkl"), Arrays.copyOf(new byte[] {1, 2}, 22));
        assertThat(fixture.register(run)).singleElement().satisfies(refused -> assertThat(refused.message())
                .startsWith("config.json says that models/regressor.pkl has the sha256 ")
                .contains(", but it has "));
    }

    @Test
    void a_run_that_the_database_refuses_leaves_no_predictions_as_in_a_rebuild() {
        fixture.register(run);
        assertThat(fixture.predictions()).isNotEmpty();
        fixture.sql.execute("alter table general.prediction add constraint allowed check (product_id = '') not valid");

        assertThat(fixture.loadPredictions(true)).singleElement().satisfies(refused -> assertThat(refused.message())
                .startsWith("the database refused while the predictions of CW-000200 2026-02-24 were loaded: ")
                .endsWith("HINT: nothing of it was loaded, and its former rows are gone; please report the"
                        + " message"));
        assertThat(fixture.predictions()).isEmpty();
        assertThat(fixture.sql.queryForList("select object_key from ops.lake_ledger", String.class))
                .isEmpty();

        fixture.sql.execute("alter table general.prediction drop constraint allowed");
        fixture.loadPredictions(false);
        assertThat(fixture.predictions()).isNotEmpty();
    }
}
