package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.Application;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.Failure;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A load of everything after changes of mappings, which deletes nothing that the bucket cannot bring back. */
class ForgetChangedMappingsIT {
    private static final ClientId FIRST = new ClientId("CW-000100");
    private static final ClientId SECOND = new ClientId("CW-000101");
    private static final List<ClientId> CLIENTS = List.of(FIRST, SECOND);
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 3;
    private static final RawKey OLD = new RawKey(SECOND, DAY, Entity.SALES_ORDERS);

    private static final GeneratedS3 S3 = new GeneratedS3(CLIENTS, GeneratedS3.ENTITIES, DAY, DAYS);
    private static final Servers.Database DATABASE = Servers.emptyDatabase();
    private static ConfigurableApplicationContext context;

    private SortedMap<String, Digest> loaded;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory("catwing-forget-");
        Path clients = Files.createDirectory(home.resolve("clients"));
        for (ClientId id : CLIENTS) {
            Files.writeString(clients.resolve(id + ".yaml"), GeneratedS3.clientFile(id));
        }
        S3Settings s3 = S3.settings();
        context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run(
                        "--catwing.home=" + home,
                        "--catwing.clients=" + clients,
                        "--catwing.db.url=" + DATABASE.url(),
                        "--catwing.db.user=" + DATABASE.user(),
                        "--catwing.s3.endpoint=" + s3.endpoint(),
                        "--catwing.s3.access-key=" + s3.accessKey(),
                        "--catwing.s3.secret-key=" + s3.secretKey(),
                        "--catwing.s3.bucket=" + s3.bucket());
    }

    @AfterAll
    static void end() {
        context.close();
        S3.close();
    }

    @BeforeEach
    void loadAll() throws SQLException {
        assertThat(load()).noneMatch(step -> step.outcome() == Outcome.FAILED);
        loaded = digests();
    }

    @AfterEach
    void heal() {
        S3.fail(asked -> false);
        S3.days(DAYS);
        S3.show(OLD);
    }

    @Test
    void a_changed_mapping_costs_a_look_into_the_bucket_and_gives_the_same_rows() throws SQLException {
        change(CLIENTS, Entity.values());
        S3.resetCalls();

        assertThat(load()).filteredOn(step -> step.stage().equals("load")).hasSize((int) S3.files());

        assertThat(S3.calls()).containsEntry(GeneratedS3.RAW, 2L * CLIENTS.size());
        assertThat(digests()).isEqualTo(loaded);
        S3.resetCalls();
        load();
        assertThat(S3.calls()).as("nothing has changed").containsEntry(GeneratedS3.RAW, (long) CLIENTS.size());
    }

    /** The listing of the second client, or its newest file; those of the first are found before. */
    @ParameterizedTest
    @ValueSource(strings = {"raw-data/CW-000101/", "raw-data/CW-000101/2026-01-03/sales_orders.json"})
    void nothing_is_deleted_while_the_bucket_is_away(String asked) throws SQLException {
        change(CLIENTS, Entity.PRODUCTS, Entity.SALES_ORDERS);
        SortedMap<String, Digest> changed = digests();
        S3.fail(Predicate.isEqual(asked));

        assertThatThrownBy(ForgetChangedMappingsIT::load)
                .rootCause()
                .satisfies(root -> assertThat(Failure.describe(root)).contains("503"));

        assertThat(digests()).isEqualTo(changed);
    }

    @Test
    void a_wrong_bucket_takes_nothing_away_and_is_no_success() throws SQLException {
        change(CLIENTS, Entity.PRODUCTS, Entity.SALES_ORDERS);
        SortedMap<String, Digest> changed = digests();
        S3.days(0);

        assertThat(failed(load())).hasSize(4).allSatisfy(step -> assertThat(step.message())
                .contains(" and 3 raw files that were loaded are not in"));

        assertThat(digests()).isEqualTo(changed);
    }

    @Test
    void an_entity_of_which_a_raw_file_is_gone_stays_as_it_is_and_the_others_are_loaded_anew() throws SQLException {
        change(CLIENTS, Entity.PRODUCTS, Entity.SALES_ORDERS);
        S3.hide(OLD);

        List<StepResult> results = load();

        assertThat(failed(results)).singleElement().satisfies(step -> {
            assertThat(step.client()).isEqualTo(SECOND);
            assertThat(step.subject()).isEqualTo("sales_orders");
            assertThat(step.message())
                    .contains(
                            "1 raw files", "the first of them " + OLD + ": nothing of it is deleted or loaded\nHINT: ");
        });
        assertThat(results)
                .filteredOn(step -> step.stage().equals("load") && step.outcome() == Outcome.DONE)
                .hasSize(3 * DAYS)
                .noneMatch(
                        step -> step.client().equals(SECOND) && step.subject().equals("sales_orders"));
        assertThat(general(digests())).isEqualTo(general(loaded));

        S3.show(OLD);
        assertThat(failed(load())).isEmpty();
        assertThat(digests()).isEqualTo(loaded);
    }

    @Test
    void rows_of_a_file_that_is_gone_for_good_are_given_up_by_deleting_its_entry() {
        change(CLIENTS, Entity.SALES_ORDERS);
        S3.hide(OLD);
        jdbc().sql("delete from ops.ledger where raw_key = :key")
                .param("key", OLD.toString())
                .update();

        assertThat(failed(load())).isEmpty();

        assertThat(jdbc().sql("select count(*) from general.sales_order where client_id = :client")
                        .param("client", SECOND.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(DAYS - 1);
    }

    @Test
    void of_a_client_whose_rows_did_not_all_come_back_nothing_is_computed() throws SQLException {
        change(CLIENTS, Entity.SALES_ORDERS);
        S3.fail(Predicate.isEqual(OLD.toString()));

        List<StepResult> results = load();

        assertThat(failed(results))
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.client()).isEqualTo(SECOND))
                .anySatisfy(step -> assertThat(step.message())
                        .contains("1 raw file is not loaded yet: of CW-000101 nothing is enriched"));
        assertThat(results)
                .filteredOn(step -> step.stage().equals("stats"))
                .extracting(StepResult::client)
                .containsOnly(FIRST);
        assertThat(stats(digests())).isEqualTo(stats(loaded));

        S3.fail(asked -> false);
        assertThat(failed(load())).isEmpty();
        assertThat(digests()).isEqualTo(loaded);
    }

    /** What it leaves: the rows are gone, and no run tells of it. */
    @Test
    void after_a_process_that_was_killed_when_it_had_deleted_rows_nothing_is_computed_before_all_came_back()
            throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            ForgetChangedMappings.forget(connection, SECOND, Entity.SALES_ORDERS);
        }
        jdbc().sql("insert into ops.stats_touched (client_id, topic, touched) values (:client, 'client', null)")
                .param("client", SECOND.value())
                .update();

        for (List<StepResult> results : List.of(loadOfLastDay(), stage("stats"), stage("enrich"))) {
            assertThat(failed(results)).singleElement().satisfies(step -> {
                assertThat(step.client()).isEqualTo(SECOND);
                assertThat(step.message()).contains(" not loaded yet: of CW-000101 nothing is enriched");
            });
            assertThat(results)
                    .filteredOn(step -> Set.of("enrich", "stats").contains(step.stage()))
                    .isNotEmpty()
                    .noneMatch(step -> step.client().equals(SECOND));
        }
        assertThat(stats(digests())).isEqualTo(stats(loaded));

        assertThat(failed(load())).isEmpty();
        assertThat(failed(stage("stats"))).isEmpty();
        assertThat(digests()).isEqualTo(loaded);
    }

    @Test
    void a_file_that_an_earlier_mapping_refused_is_still_to_bring_its_rows_back() throws SQLException {
        change(List.of(SECOND), Entity.SALES_ORDERS);
        S3.fail(Predicate.isEqual(OLD.toString()));
        load();
        jdbc().sql(
                        "insert into ops.refused_file (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)"
                                + " values (:key, :client, 'sales_orders', :date, 'e', 'before', 'it was wrong', 'r')")
                .param("key", OLD.toString())
                .param("client", SECOND.value())
                .param("date", OLD.date())
                .update();

        assertThat(failed(stage("stats"))).hasSize(1);
        S3.fail(asked -> false);
        assertThat(failed(runOfLastDay())).as("a timer tries it first").isEmpty();
        assertThat(digests()).isEqualTo(loaded);
    }

    @Test
    void rows_that_never_came_back_are_given_up_by_deleting_the_entry_of_their_file() {
        change(List.of(SECOND), Entity.SALES_ORDERS);
        S3.fail(Predicate.isEqual(OLD.toString()));
        load();
        S3.hide(OLD);
        assertThat(failed(load())).hasSize(1);

        jdbc().sql("delete from ops.forgotten_file where raw_key = :key")
                .param("key", OLD.toString())
                .update();

        assertThat(failed(load())).isEmpty();
    }

    @Test
    void what_another_load_forgets_while_this_one_looks_into_the_bucket_is_loaded_once_more() throws SQLException {
        change(CLIENTS, Entity.SALES_ORDERS);
        // The second client's ledger is read after the first one's files are listed.
        meanwhile("raw-data/CW-000100/", () -> {
            try (Connection connection = DATABASE.dataSource().getConnection()) {
                ForgetChangedMappings.forget(connection, SECOND, Entity.SALES_ORDERS);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(failed(load())).isEmpty();

        assertThat(digests()).isEqualTo(loaded);
    }

    @Test
    void what_another_load_has_loaded_anew_meanwhile_is_not_deleted_again() throws SQLException {
        change(List.of(SECOND), Entity.SALES_ORDERS);
        List<StepResult> others = new ArrayList<>();
        meanwhile("raw-data/CW-000101/2026-01-03/sales_orders.json", () -> others.addAll(load()));

        assertThat(load()).noneMatch(step -> step.stage().equals("load"));

        assertThat(others).filteredOn(step -> step.stage().equals("load")).hasSize(DAYS);
        assertThat(digests()).isEqualTo(loaded);
    }

    /** Once, before the bucket answers for the first time what is asked of this. */
    private static void meanwhile(String asked, Runnable other) {
        AtomicBoolean done = new AtomicBoolean();
        S3.fail(key -> {
            if (key.equals(asked) && done.compareAndSet(false, true)) {
                other.run();
            }
            return false;
        });
    }

    @Test
    void a_run_of_the_last_days_brings_back_what_an_earlier_one_could_not_before_it_computes() throws SQLException {
        change(CLIENTS, Entity.SALES_ORDERS);
        S3.fail(Predicate.isEqual(OLD.toString()));
        load();

        assertThat(failed(runOfLastDay()))
                .as("S3 does not give it yet")
                .filteredOn(step -> step.date() == null)
                .singleElement()
                .satisfies(step -> assertThat(step.message()).contains("of CW-000101 nothing is enriched"));
        assertThat(stats(digests())).isEqualTo(stats(loaded));
        assertThat(failed(load())).as("nor to an order of all days").hasSize(2);
        assertThat(stats(digests())).isEqualTo(stats(loaded));

        S3.fail(asked -> false);
        assertThat(failed(runOfLastDay())).isEmpty();
        assertThat(digests()).isEqualTo(loaded);
    }

    /** As a timer's run would do, in which a fetch finds its file there. */
    private static List<StepResult> runOfLastDay() {
        return send("direct:fetch-and-load", lastDay());
    }

    private static List<StepResult> loadOfLastDay() {
        return send("direct:load-only", lastDay());
    }

    private static List<StepResult> stage(String stage) {
        return send("direct:stage-only", job().stage(stage));
    }

    private static List<StepResult> load() {
        return send("direct:load-only", job());
    }

    private static Job job() {
        return Job.of(RunId.next(), "test", CLIENTS);
    }

    private static Job lastDay() {
        LocalDate last = DAY.plusDays(DAYS - 1);
        return job().between(last, last);
    }

    @SuppressWarnings("unchecked")
    private static List<StepResult> send(String route, Job job) {
        return context.getBean(ProducerTemplate.class).requestBody(route, job, List.class);
    }

    /** As if they had been loaded by another mapping. */
    private static void change(List<ClientId> clients, Entity... entities) {
        for (ClientId client : clients) {
            for (Entity entity : entities) {
                jdbc().sql(
                                "update ops.ledger set mapping_version = 'before' where client_id = :client and entity = :entity")
                        .param("client", client.value())
                        .param("entity", entity.toString())
                        .update();
            }
        }
    }

    private static List<StepResult> failed(List<StepResult> results) {
        return results.stream().filter(step -> step.outcome() == Outcome.FAILED).toList();
    }

    private static SortedMap<String, Digest> digests() throws SQLException {
        return new Digests(DATABASE.dataSource()).all();
    }

    private static Map<String, Digest> general(SortedMap<String, Digest> all) {
        return all.subMap("general.", "general/");
    }

    private static Map<String, Digest> stats(SortedMap<String, Digest> all) {
        return all.subMap("stats.", "stats/");
    }

    private static JdbcClient jdbc() {
        return JdbcClient.create(DATABASE.dataSource());
    }
}
