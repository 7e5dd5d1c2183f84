package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.Application;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory("catwing-scale-");
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

        assertThat(results.stream().filter(step -> step.stage().equals("load"))).hasSize((int) S3.files());
        assertThat(statements()).isBetween(1L, S3.files() / 2);
    }

    @Test
    @Order(2)
    void a_file_of_an_ordinary_load_costs_at_most_half_an_sql_statement() {
        List<StepResult> results = send("direct:replay-only", job().with(Job.Option.AGAIN));

        assertThat(results.stream().filter(step -> step.stage().equals("load"))).hasSize((int) S3.files());
        assertThat(statements()).isBetween(1L, S3.files() / 2);
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
