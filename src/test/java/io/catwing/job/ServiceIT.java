package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.catwing.client.ClientId;
import io.catwing.support.Child;
import io.catwing.support.HostileErp;
import io.catwing.support.HostileErp.Behaviour;
import io.catwing.support.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code catwing serve} as a process of its own. */
class ServiceIT {

    private static final int HEAP_MB = 256;

    private static final String HOSTILE =
            """
              limits: {body: 1MB}
              retry: {attempts: 2, delay: 10ms, max_delay: 20ms}
            """;

    private static final String ENTITIES =
            """
            entities:
              products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /name}}
            """;

    private static final String WAITING =
            "select 1 from pg_stat_activity where application_name like 'catwing process %' and wait_event_type = 'Lock'"
                    + " and datname = current_database()";

    @TempDir
    Path home;

    /** The daily timer never fires here: what is owed is found by the other. */
    @Test
    void a_service_fetches_what_is_owed_and_told_to_stop_it_cuts_an_erp_that_hangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.setExecutor(threads);
        erp.createContext("/", request -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        erp.start();
        Servers.Database database = Servers.database();
        Path clients = Files.createDirectory(home.resolve("clients"));
        Files.writeString(
                clients.resolve(ManyClients.HONEST + ".yaml"),
                ManyClients.file(
                        ManyClients.HONEST,
                        "UTC",
                        "http://127.0.0.1:" + erp.getAddress().getPort()));
        Child service = Child.start(Child.program("-Xmx256m"), environment(database, clients), Path.of("."), "run");
        try {
            asked.await();

            service.process().destroy();

            service.await();
            assertThat(service.output())
                    .contains("asked to stop: fetches are cut, batches under way commit")
                    .doesNotContain("the process ends now", "unforeseen");
            assertThat(JdbcClient.create(database.dataSource())
                            .sql("select count(*) from ops.run where outcome is null")
                            .query(Long.class)
                            .single())
                    .as(service.output())
                    .isZero();
        } finally {
            service.kill();
            never.countDown();
            erp.stop(0);
            threads.shutdownNow();
        }
    }

    /**
     * Each hostile behaviour is a client of its own, with the limits of time as they are by default: those that hang still
     * do so when the honest one, whose id is the last, is done.
     */
    @Test
    void a_service_loads_the_honest_clients_day_beside_hostile_erps_and_ends_when_told_to() throws Exception {
        ClientId honest = new ClientId("CW-999999");
        Servers.Database database = Servers.database();
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        Path clients = Files.createDirectory(home.resolve("clients"));
        Map<String, String> environment = environment(database, clients);
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/", request -> {
            try (request) {
                ManyClients.honest(request);
            }
        });
        erp.start();
        try (HostileErp hostile = new HostileErp()) {
            for (Behaviour behaviour : Behaviour.values()) {
                Files.writeString(
                        clients.resolve(behaviour.client() + ".yaml"), hostile.file(behaviour, HOSTILE, ENTITIES));
                environment.put(behaviour.variable(), "of-the-test-" + behaviour.ordinal());
            }
            Files.writeString(
                    clients.resolve(honest + ".yaml"),
                    ManyClients.file(
                            honest,
                            "UTC",
                            "http://127.0.0.1:" + erp.getAddress().getPort()));
            // Each firing looks for what all of them owe, and every second is no real setting.
            environment.put("CATWING_DAILY_AGAIN_CRON", "*/10 * * * * ?");
            Instant start = Instant.now();
            Child service = Child.start(Child.program("-Xmx" + HEAP_MB + "m"), environment, Path.of("."), "run");
            try {
                await().atMost(Duration.ofMinutes(8)).until(() -> {
                    assertThat(service.process().isAlive()).as(service.output()).isTrue();
                    assertThat(bytesIn(home.resolve("home"))).isLessThan(64L << 20);
                    return has(jdbc, "select 1 from general.product where client_id = '" + honest + "'");
                });
                Duration loaded = Duration.between(start, Instant.now());
                // The hostile ones have been asked, and what they did was told.
                await().atMost(Duration.ofMinutes(8)).until(() -> {
                    assertThat(bytesIn(home.resolve("home"))).isLessThan(64L << 20);
                    return has(jdbc, "select 1 from ops.run_step where outcome = 'FAILED' having count(*) >= 15");
                });

                Instant told = Instant.now();
                service.process().destroy();
                assertThat(service.endsWithin(Duration.ofMinutes(2).toMillis())).isTrue();

                System.out.printf(
                        "the honest day was loaded %s after the start of the process, which ended %s after SIGTERM%n",
                        loaded, Duration.between(told, Instant.now()));
                assertThat(service.output()).doesNotContain("OutOfMemory", "unforeseen", "of-the-test-");
                assertThat(bytesIn(home.resolve("home"))).isLessThan(64L << 20);
                assertThat(has(jdbc, "select 1 from ops.run where outcome is null"))
                        .isFalse();
                assertThat(has(jdbc, "select 1 from ops.ledger where client_id <> '" + honest + "'"))
                        .isFalse();
            } finally {
                service.kill();
                erp.stop(0);
            }
        }
    }

    @Test
    void a_service_told_to_stop_in_a_long_load_ends_its_run_gives_its_claims_back_and_the_next_one_goes_on()
            throws Exception {
        int records = 20_000;
        int days = 10;
        byte[] answer = ("{\"data\":["
                        + IntStream.range(0, records)
                                .mapToObj(i -> "{\"id\":\"P" + i + "\",\"name\":\"product number " + i + "\"}")
                                .collect(Collectors.joining(","))
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/", request -> {
            try (request) {
                ManyClients.send(request, 200, answer);
            }
        });
        erp.start();
        Servers.Database database = Servers.database();
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        Path clients = Files.createDirectory(home.resolve("clients"));
        Files.writeString(
                clients.resolve(ManyClients.HONEST + ".yaml"),
                ManyClients.file(
                                ManyClients.HONEST,
                                "UTC",
                                "http://127.0.0.1:" + erp.getAddress().getPort())
                        .replace("body: 1MB", "body: 64MB")
                        .replace(
                                "time_zone:",
                                "start: " + LocalDate.now(ZoneOffset.UTC).minusDays(days) + "\ntime_zone:"));
        Map<String, String> environment = environment(database, clients);
        // A file a transaction, so that the load is caught between two.
        environment.put("CATWING_LOAD_BATCH_BYTES", "1");
        Child first = Child.start(Child.program("-Xmx256m"), environment, Path.of("."), "serve");
        try {
            await().atMost(Duration.ofMinutes(3)).until(() -> has(jdbc, "select 1 from ops.ledger"));

            first.process().destroy();

            first.await();
            assertThat(first.output()).doesNotContain("the process ends now", "unforeseen", "Exception");
            assertThat(jdbc.sql("select count(*) from ops.ledger")
                            .query(Long.class)
                            .single())
                    .as("it was caught in its load: " + first.output())
                    .isBetween(1L, days - 1L);
            assertThat(has(jdbc, "select 1 from ops.run where outcome is null"))
                    .as(first.output())
                    .isFalse();
            assertThat(has(jdbc, "select 1 from ops.claim")).as(first.output()).isFalse();
            assertThat(jdbc.sql("select distinct rows_loaded from ops.ledger")
                            .query(Integer.class)
                            .list())
                    .containsExactly(records);
        } finally {
            first.kill();
        }
        environment.put("CATWING_DAILY_STOP", "1s");
        long before =
                jdbc.sql("select count(*) from ops.ledger").query(Long.class).single();
        Child next = Child.start(Child.program("-Xmx256m"), environment, Path.of("."), "serve");
        try (Connection other = database.dataSource().getConnection()) {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> has(jdbc, "select 1 from ops.ledger having count(*) > " + before));
            other.setAutoCommit(false);
            other.createStatement().execute("lock table general.product");
            await().atMost(Duration.ofMinutes(3)).until(() -> has(jdbc, WAITING));

            next.process().destroy();

            next.await();
            assertThat(next.output())
                    .contains("took longer than 1 s: they are cancelled, and roll back")
                    .doesNotContain("the process ends now", "unforeseen", "Exception");
            assertThat(has(jdbc, "select 1 from ops.run where outcome is null"))
                    .as(next.output())
                    .isFalse();
            assertThat(has(jdbc, "select 1 from ops.claim")).as(next.output()).isFalse();
            assertThat(has(jdbc, "select 1 from ops.refused_file")).isFalse();
        } finally {
            next.kill();
            erp.stop(0);
        }
    }

    private static boolean has(JdbcClient jdbc, String sql) {
        return !jdbc.sql(sql).query().listOfRows().isEmpty();
    }

    /** In files under that folder; one that goes meanwhile counts nothing. */
    private static long bytesIn(Path folder) throws IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.get();
    }

    private Map<String, String> environment(Servers.Database database, Path clients) {
        Servers.Bucket bucket = Servers.bucket();
        Map<String, String> environment = new HashMap<>();
        environment.put("CATWING_HOME", home.resolve("home").toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        environment.put("SERVER_PORT", "0");
        environment.put("CATWING_DAILY_CRON", "0 0 0 * * ?");
        environment.put("CATWING_DAILY_AGAIN_CRON", "* * * * * ?");
        environment.putAll(Servers.environment(database, bucket));
        return environment;
    }
}
