package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.Application;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.S3Settings;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.StepResult.Outcome;
import io.catwing.recover.PlanRecovery;
import io.catwing.recover.RecoveryJob;
import io.catwing.recover.RecoveryPlan;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What work costs the bucket and the database with many raw files, counted. One application for all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScaleIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000100"), new ClientId("CW-000101"));
    private static final int DAYS = 210;

    private static final GeneratedS3 S3 = new GeneratedS3(CLIENTS, GeneratedS3.ENTITIES, FIRST, DAYS);
    private static final Servers.Database DATABASE =
            Servers.emptyDatabase(Map.of("shared_preload_libraries", "pg_stat_statements"));
    private static final ClientId CLIENT = CLIENTS.get(0);
    /** Comes late. */
    private static final RawKey LATE = new RawKey(CLIENT, FIRST.plusDays(3), Entity.PRODUCTS);

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.now());
    private static ConfigurableApplicationContext context;

    private static final class Now extends Clock {
        @Override
        public Instant instant() {
            return NOW.get();
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
    static void start() throws IOException {
        S3.hide(LATE);
        Path home = Files.createTempDirectory("catwing-scale-");
        Path clients = Files.createDirectory(home.resolve("clients"));
        for (ClientId id : CLIENTS) {
            Files.writeString(clients.resolve(id + ".yaml"), GeneratedS3.clientFile(id));
        }
        S3Settings s3 = S3.settings();
        context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("progress", Progress.NONE);
                    c.getBeanFactory().registerSingleton("clock", new Now());
                })
                .run(
                        "--catwing.home=" + home,
                        "--catwing.clients=" + clients,
                        "--catwing.db.url=" + DATABASE.url(),
                        "--catwing.db.user=" + DATABASE.user(),
                        "--catwing.s3.endpoint=" + s3.endpoint(),
                        "--catwing.s3.access-key=" + s3.accessKey(),
                        "--catwing.s3.secret-key=" + s3.secretKey(),
                        "--catwing.s3.bucket=" + s3.bucket());
        jdbc().sql("create extension pg_stat_statements").update();
    }

    @AfterAll
    static void end() {
        context.close();
        S3.close();
    }

    @Test
    @Order(1)
    void a_file_of_a_replay_in_bulk_costs_at_most_half_an_sql_statement() {
        List<StepResult> results = send("direct:replay-only", job().with(Job.Option.BULK));

        assertThat(loaded(results).stream().mapToLong(StepResult::count).sum()).isEqualTo(S3.files() - 1);
        assertThat(statements()).isBetween(1L, S3.files() / 2);
    }

    @Test
    @Order(2)
    void a_file_of_an_ordinary_load_costs_at_most_half_an_sql_statement() {
        List<StepResult> results = send("direct:replay-only", job().with(Job.Option.AGAIN));

        assertThat(loaded(results).stream().mapToLong(StepResult::count).sum()).isEqualTo(S3.files() - 1);
        assertThat(statements()).isBetween(1L, S3.files() / 2);
    }

    /** A client has more files than one answer lists: whoever lists all of them calls twice. */
    @Test
    @Order(3)
    void a_day_and_a_status_list_the_last_days_alone_once_all_older_files_are_known_to_be_loaded() {
        daily(DAYS);
        assertThat(history().knownBefore(client())).contains(FIRST.plusDays(DAYS - 14));

        assertThat(daily(DAYS + 1)).hasSize(CLIENTS.size() * GeneratedS3.ENTITIES.size());
        assertThat(S3.calls().get(GeneratedS3.RAW))
                .as("what is owed, from where to load, what to load")
                .isEqualTo(3L * CLIENTS.size());

        S3.resetCalls();
        EntityStatus products = status();
        assertThat(S3.calls()).containsExactly(Map.entry(GeneratedS3.RAW, 1L));
        assertThat(products.files()).isEqualTo(DAYS);
        assertThat(products.missingDays()).containsExactly(LATE.date());
        assertThat(products.waiting()).isZero();
    }

    @Test
    @Order(4)
    void an_old_file_that_another_program_puts_is_found_within_a_week_and_by_a_load_of_everything_at_once() {
        S3.show(LATE);
        assertThat(daily(DAYS + 2)).hasSize(CLIENTS.size() * GeneratedS3.ENTITIES.size());

        assertThat(daily(DAYS + 8))
                .hasSize(6 * CLIENTS.size() * GeneratedS3.ENTITIES.size() + 1)
                .anyMatch(step -> step.date().equals(LATE.date()));
        assertThat(status().missingDays()).isEmpty();

        forget(LATE);
        assertThat(loaded(send("direct:load-only", job()))).singleElement().satisfies(step -> assertThat(step.date())
                .isEqualTo(LATE.date()));
    }

    @Test
    @Order(5)
    void a_file_that_is_deleted_from_the_ledger_is_loaded_by_the_next_days_load() {
        daily(DAYS + 9);
        assertThat(history().knownBefore(client())).isPresent();

        forget(LATE);

        assertThat(history().knownBefore(client())).isEmpty();
        assertThat(daily(DAYS + 10)).anyMatch(step -> step.date().equals(LATE.date()));
    }

    @Test
    @Order(6)
    void days_that_a_run_fetches_are_listed_afterwards_even_if_it_does_not_load_them() {
        daily(DAYS + 11);
        daily(DAYS + 12);
        LocalDate old = FIRST.plusDays(7);

        send("direct:fetch-and-load", job().stage("fetch").between(old, old));

        assertThat(history().knownBefore(client())).contains(old);
    }

    @Test
    @Order(7)
    void an_old_file_that_load_has_refused_is_tried_by_a_load_of_everything_and_not_by_each_days() {
        forget(LATE);
        S3.spoil(LATE.entity());
        context.getBean(ProducerTemplate.class).requestBody("direct:load-only", job());
        assertThat(history().refused(client())).containsExactly(LATE);
        S3.spoil(null);

        assertThat(daily(DAYS + 13)).noneMatch(step -> step.date().equals(LATE.date()));

        assertThat(loaded(send("direct:load-only", job()))).singleElement().satisfies(step -> assertThat(step.date())
                .isEqualTo(LATE.date()));
    }

    @Test
    @Order(8)
    void a_plan_of_a_recovery_lists_each_file_once_and_counts_all() {
        S3.resetCalls();

        RecoveryPlan plan = context.getBean(PlanRecovery.class)
                .plan(new RecoveryJob(RunId.next(), "test", RecoveryJob.Kind.FULL, null, null, null, false, false));

        assertThat(plan.files()).isEqualTo(S3.files());
        assertThat(S3.calls()).containsExactly(Map.entry(GeneratedS3.RAW, 2L * CLIENTS.size()));
    }

    /** The daily run when so many days are in the bucket: none is left to fetch. @return what it loaded */
    private static List<StepResult> daily(int days) {
        S3.days(days);
        NOW.set(FIRST.plusDays(days).atTime(12, 0).toInstant(ZoneOffset.UTC));
        return loaded(send(
                "direct:fetch-and-load",
                Job.of(RunId.next(), Job.TIMER, CLIENTS).with(Job.Option.OWED)));
    }

    private static List<StepResult> loaded(List<StepResult> results) {
        return results.stream().filter(step -> step.stage().equals("load")).toList();
    }

    private static void forget(RawKey key) {
        jdbc().sql("delete from ops.ledger where raw_key = :key")
                .param("key", key.toString())
                .update();
    }

    private static EntityStatus status() {
        return context.getBean(Status.class).of(List.of(client())).stream()
                .filter(row -> row.entity() == Entity.PRODUCTS)
                .findFirst()
                .orElseThrow();
    }

    private static ComparedHistory history() {
        return context.getBean(ComparedHistory.class);
    }

    private static Client client() {
        return context.getBean(Clients.class).get(CLIENT);
    }

    private static Job job() {
        return Job.of(RunId.next(), "test", CLIENTS);
    }

    @SuppressWarnings("unchecked")
    private static List<StepResult> send(String route, Job job) {
        jdbc().sql("select pg_stat_statements_reset()").query().singleValue();
        S3.resetCalls();
        List<StepResult> results = context.getBean(ProducerTemplate.class).requestBody(route, job, List.class);
        assertThat(results).noneMatch(step -> step.outcome() == Outcome.FAILED);
        return results;
    }

    /** Those of the last run, without those that only begin, end or set something. */
    private static long statements() {
        return jdbc().sql("select sum(calls) from pg_stat_statements"
                        + " where query !~* '^\\s*(begin|commit|rollback|set|show|start)\\M'")
                .query(Long.class)
                .single();
    }

    private static JdbcClient jdbc() {
        return JdbcClient.create(DATABASE.dataSource());
    }
}
