package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.catwing.client.ClientId;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes of {@code catwing serve} on one database and one bucket. */
class TwoServicesIT {
    private static final int CLIENTS = 5;
    private static final int DAYS = 10;

    @TempDir
    Path home;

    private final Servers.Database database = Servers.database();
    private final Servers.Bucket bucket = Servers.bucket();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    /** Files asked for, and how often. */
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    @Test
    void of_fifty_due_days_each_is_fetched_once_and_the_other_finishes_what_a_killed_one_began() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.setExecutor(threads);
        erp.createContext("/", request -> {
            try (request) {
                String file = request.getRequestURI().toString();
                int times =
                        asked.computeIfAbsent(file, f -> new AtomicInteger()).incrementAndGet();
                if (file.contains(ManyClients.client(2).value()) && asked.size() > 5 && times == 1) {
                    // So that the first to work on this client is in the middle of it when it is killed.
                    hold(held);
                }
                ManyClients.honest(request);
            }
        });
        erp.start();
        Path clients = clients("http://127.0.0.1:" + erp.getAddress().getPort());
        List<Child> services = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                services.add(Child.start(
                        Child.program("-Xmx256m"), environment(clients, "home" + i), Path.of("."), "serve"));
            }
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> holder(ManyClients.client(2)) != null
                            && asked.keySet().stream()
                                    .anyMatch(file ->
                                            file.contains(ManyClients.client(2).value()))
                            && asked.size() > 5);
            Child busy = busy(services);
            Child other = services.get(1 - services.indexOf(busy));
            await().atMost(Duration.ofMinutes(3)).until(() -> ledger() >= DAYS * 2);

            busy.kill();
            held.countDown();

            await().atMost(Duration.ofMinutes(3)).until(() -> {
                assertThat(other.process().isAlive()).as(other.output()).isTrue();
                return ledger() == CLIENTS * DAYS
                        && jdbc.sql("select count(*) from ops.run where outcome is null")
                                        .query(Long.class)
                                        .single()
                                == 0
                        && jdbc.sql("select count(*) from ops.claim")
                                        .query(Long.class)
                                        .single()
                                == 0;
            });

            assertThat(asked).hasSize(CLIENTS * DAYS);
            Set<String> twice = new HashSet<>();
            asked.forEach((file, times) -> {
                if (times.get() > 1) {
                    twice.add(file);
                }
            });
            // Only what was on its way when its process was killed.
            assertThat(twice)
                    .as(other.output())
                    .allMatch(file -> file.contains(ManyClients.client(2).value()))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(jdbc.sql(
                                    "select outcome from ops.run where message like 'the end of the run was not written down%'")
                            .query(String.class)
                            .list())
                    .containsExactly("ABORTED");
        } finally {
            held.countDown();
            services.forEach(Child::kill);
            erp.stop(0);
            threads.shutdownNow();
        }
    }

    /** As a balancer before both may have it. */
    @Test
    void a_run_of_one_is_stopped_by_the_other() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.setExecutor(threads);
        erp.createContext("/", request -> {
            try (request) {
                hold(held);
                ManyClients.honest(request);
            }
        });
        erp.start();
        Path clients = clients("http://127.0.0.1:" + erp.getAddress().getPort());
        List<Child> services = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                services.add(Child.start(
                        Child.program("-Xmx256m"), environment(clients, "home" + i), Path.of("."), "serve"));
            }
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> holder(ManyClients.client(2)) != null
                            && Files.exists(home.resolve("home0/service.json"))
                            && Files.exists(home.resolve("home1/service.json")));
            Child busy = busy(services);
            String run = jdbc.sql("select run_id from ops.claim where kind = 'client' and name = :client")
                    .param("client", ManyClients.client(2).value())
                    .query(String.class)
                    .single();

            String other = "home" + (1 - services.indexOf(busy));
            Child stop = Child.start(
                    Child.client(), Map.of("CATWING_HOME", home.resolve(other).toString()), Path.of("."), "stop", run);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> busy.output().contains("run " + run + " is asked to stop")
                            || !stop.process().isAlive());
            held.countDown();

            assertThat(stop.await()).as(stop.output() + busy.output()).isZero();
            assertThat(stop.output()).endsWith("run " + run + " has ended\n");
            assertThat(jdbc.sql("select outcome from ops.run where run_id = :run")
                            .param("run", run)
                            .query(String.class)
                            .single())
                    .isIn("FAILED", "ABORTED");
        } finally {
            held.countDown();
            services.forEach(Child::kill);
            erp.stop(0);
            threads.shutdownNow();
        }
    }

    private long ledger() {
        return jdbc.sql("select count(*) from ops.ledger").query(Long.class).single();
    }

    private String holder(ClientId client) {
        return jdbc.sql("select holder from ops.claim where kind = 'client' and name = :client")
                .param("client", client.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private Child busy(List<Child> services) {
        String holder = holder(ManyClients.client(2));
        return services.stream()
                .filter(service ->
                        holder.startsWith("process " + service.process().pid() + " "))
                .findFirst()
                .orElseThrow();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private Path clients(String erp) throws Exception {
        Path folder = Files.createDirectory(home.resolve("clients"));
        LocalDate start = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
        for (int i = 0; i < CLIENTS; i++) {
            ClientId client = ManyClients.client(i);
            Files.writeString(
                    folder.resolve(client + ".yaml"),
                    ManyClients.file(client, "UTC", erp)
                            .replace("time_zone:", "start: " + start + "\ntime_zone:")
                            .replace("concurrent_requests: 4", "concurrent_requests: 1"));
        }
        return folder;
    }

    private Map<String, String> environment(Path clients, String folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CATWING_HOME", home.resolve(folder).toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        environment.put("SERVER_PORT", "0");
        environment.put("CATWING_DAILY_CRON", "0 0 0 * * ?");
        environment.put("CATWING_DAILY_AGAIN_CRON", "* * * * * ?");
        environment.put("CATWING_DAILY_SILENCE", "10s");
        environment.putAll(Servers.environment(database, bucket));
        return environment;
    }
}
