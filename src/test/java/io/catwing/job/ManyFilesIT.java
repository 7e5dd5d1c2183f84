package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.Application;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.StepResult.Outcome;
import io.catwing.recover.RecoveryJob;
import io.catwing.recover.RecoveryReport;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Of many files few results are in memory, and none is missing. More than a thousand files are refused. One application for all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyFilesIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 200;
    private static final List<ClientId> CLIENTS =
            IntStream.range(0, 6).mapToObj(ManyClients::client).toList();
    private static final GeneratedS3 S3 = new GeneratedS3(CLIENTS, GeneratedS3.ENTITIES, FIRST, DAYS);
    private static final long REFUSED = (long) CLIENTS.size() * DAYS;
    private static final long GOOD = S3.files() - REFUSED;
    /** What both ways of loading keep, and the units that workers are at. */
    private static final long HELD = 2 * 2 * Collected.WHOLE;

    /** A client's, and some of the next. */
    private static final int TOGETHER = (int) (S3.files() / CLIENTS.size()) + 1;

    private static final Servers.Database DATABASE = Servers.database();
    private static final AtomicLong FILES = new AtomicLong();
    private static final AtomicLong MOST = new AtomicLong();
    private static final List<Long> EXPECTED = new CopyOnWriteArrayList<>();
    private static final Map<Object, Map<?, ?>> ENDED = new ConcurrentHashMap<>();
    private static volatile LongConsumer watcher = files -> {};
    private static Path home;
    private static ConfigurableApplicationContext context;

    /** Tells the watcher of every file. */
    private static final class Watched implements Progress {
        @Override
        public Step begin(String name, long total, String unit) {
            return new Step() {
                @Override
                public void advance(long by) {
                    if (unit.equals("files")) {
                        watcher.accept(FILES.addAndGet(by));
                    }
                }

                @Override
                public void expect(long more) {
                    EXPECTED.add(more);
                }

                @Override
                public void close() {}
            };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        S3.spoil(Entity.SUPPLIERS);
        home = Files.createTempDirectory("catwing-many-files-");
        Path clients = Files.createDirectory(home.resolve("clients"));
        for (ClientId id : CLIENTS) {
            Files.writeString(clients.resolve(id + ".yaml"), GeneratedS3.clientFile(id));
        }
        S3Settings s3 = S3.settings();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "catwing.home", home.toString(),
                "catwing.clients", clients.toString(),
                "catwing.load.bulk-files", TOGETHER,
                "catwing.db.url", DATABASE.url(),
                "catwing.db.user", DATABASE.user(),
                "catwing.s3.endpoint", s3.endpoint(),
                "catwing.s3.access-key", s3.accessKey(),
                "catwing.s3.secret-key", s3.secretKey(),
                "catwing.s3.bucket", s3.bucket()));
        StandardEnvironment environment = new StandardEnvironment();
        // As what a command says, which a recovery's second pipeline is given too.
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        context = new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", new Watched()))
                .run();
        context.getBean(CamelContext.class).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("catwing-event:run-ended").process(exchange -> {
                    Map<?, ?> event = exchange.getVariable("event", Map.class);
                    ENDED.put(event.get("run"), event);
                });
            }
        });
    }

    @AfterAll
    static void end() throws IOException {
        context.close();
        S3.close();
        FileSystemUtils.deleteRecursively(home);
    }

    @BeforeEach
    void watch() {
        EXPECTED.clear();
        long before = inMemory();
        FILES.set(0);
        MOST.set(0);
        AtomicLong next = new AtomicLong();
        watcher = files -> {
            long at = next.get();
            if (files >= at && next.compareAndSet(at, at + 500)) {
                MOST.accumulateAndGet(inMemory() - before, Math::max);
            }
        };
    }

    /** Results that are still referred to, whoever holds them. */
    private static long inMemory() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .filter(line -> line.trim().endsWith(" " + StepResult.class.getName()))
                    .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1]))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void a_replay_in_bulk_holds_some_results_and_records_and_counts_all() {
        Job job = Job.of(RunId.next(), "test", CLIENTS).with(Job.Option.BULK);
        Logger runs = (Logger) LoggerFactory.getLogger(Runs.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        runs.addAppender(log);

        List<StepResult> results = send(job);

        runs.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("a line a client, whatever was folded")
                .filteredOn(line -> line.contains(" failed of "))
                .hasSize(CLIENTS.size())
                .allMatch(line -> line.startsWith("run " + job.run() + ": " + DAYS + " failed of CW-000"));

        assertThat(FILES.get()).isEqualTo(S3.files());
        assertThat(MOST.get()).isBetween(1L, HELD);
        countsAll(job.run(), results);
        assertThat(EXPECTED.subList(0, 3))
                .as("of two clients each, before the ordinary load")
                .containsExactlyElementsOf(Collections.nCopies(3, S3.files() / 3));
        assertThat(results).as("refused, folded or not").noneMatch(StepResult::mayPass);
    }

    @Test
    @Order(2)
    void a_load_holds_some_results_and_records_and_counts_all() {
        Job job = Job.of(RunId.next(), "test", CLIENTS).with(Job.Option.AGAIN);

        List<StepResult> results = send(job);

        assertThat(FILES.get()).isEqualTo(S3.files());
        assertThat(MOST.get()).isBetween(1L, HELD);
        countsAll(job.run(), results);
    }

    private static void countsAll(RunId run, List<StepResult> results) {
        List<StepResult> loads =
                results.stream().filter(step -> step.stage().equals("load")).toList();
        assertThat(loads).hasSizeLessThan((int) HELD);
        assertThat(count(loads, Outcome.DONE)).isEqualTo(GOOD);
        assertThat(count(loads, Outcome.FAILED)).isEqualTo(REFUSED);
        assertThat(loads.stream().mapToLong(StepResult::records).sum()).isEqualTo(GOOD);
        assertThat(steps(run)).isEqualTo(Map.of("DONE", GOOD, "FAILED", REFUSED));
        assertThat(jdbc().sql("select outcome || ' ' || failed from ops.run where run_id = :run")
                        .param("run", run.value())
                        .query(String.class)
                        .single())
                .isEqualTo("FAILED " + count(results, Outcome.FAILED));
        await().until(() -> ENDED.containsKey(run.value()));
        assertThat(((Number) ENDED.get(run.value()).get("done")).longValue()).isEqualTo(count(results, Outcome.DONE));
        assertThat(((Number) ENDED.get(run.value()).get("failed")).longValue())
                .isEqualTo(count(results, Outcome.FAILED));
    }

    private static long count(List<StepResult> results, Outcome outcome) {
        return results.stream()
                .filter(step -> step.outcome() == outcome)
                .mapToLong(StepResult::count)
                .sum();
    }

    /** Of files: number by outcome. */
    private static Map<String, Long> steps(RunId run) {
        Map<String, Long> steps = new HashMap<>();
        jdbc().sql("select outcome, count(source_date) as files from ops.run_step"
                        + " where run_id = :run and stage = 'load' group by outcome")
                .param("run", run.value())
                .query((row, at) -> steps.put(row.getString("outcome"), row.getLong("files")))
                .list();
        return steps;
    }

    @Test
    @Order(3)
    void a_run_that_is_stopped_has_recorded_what_it_did_and_nothing_else() {
        Job job = Job.of(RunId.next(), "test", CLIENTS).with(Job.Option.AGAIN);
        watcher = files -> {
            if (files > 2_500) {
                context.getBean(Stopping.class).tell(job.run());
            }
        };

        assertThatThrownBy(() -> send(job)).cause().hasMessageContaining("stop");

        Map<String, Long> steps = steps(job.run());
        assertThat(steps.get("DONE"))
                .isEqualTo(jdbc().sql("select count(*) from ops.ledger where run_id = :run")
                        .param("run", job.run().value())
                        .query(Long.class)
                        .single());
        assertThat(steps.get("DONE") + steps.get("FAILED"))
                .isEqualTo(FILES.get())
                .isBetween(2_501L, S3.files() - 1);
    }

    @Test
    @Order(4)
    void the_report_of_a_recovery_counts_all_files() {
        RecoveryReport report = context.getBean(ProducerTemplate.class)
                .requestBody(
                        "direct:recover",
                        new RecoveryJob(
                                RunId.next(),
                                "test",
                                RecoveryJob.Kind.FULL,
                                null,
                                null,
                                null,
                                false,
                                false,
                                Set.of(RecoveryJob.Accepted.REFUSED_FILES)),
                        RecoveryReport.class);

        assertThat(FILES.get()).as("each file is tried once").isEqualTo(S3.files());
        assertThat(MOST.get()).isBetween(1L, HELD);
        assertThat(report.problems()).isEmpty();
        assertThat(report.files()).isEqualTo(GOOD);
        assertThat(report.records()).isEqualTo(GOOD);
    }

    @SuppressWarnings("unchecked")
    private static List<StepResult> send(Job job) {
        return context.getBean(ProducerTemplate.class).requestBody("direct:replay-only", job, List.class);
    }

    private static JdbcClient jdbc() {
        return JdbcClient.create(DATABASE.dataSource());
    }
}
