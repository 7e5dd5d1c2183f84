package io.catwing.daily;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code catwing run} as a process of its own. */
class ServiceIT {

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
        Child service = Child.start(Child.fromClasses("-Xmx256m"), environment(database, clients), Path.of("."), "run");
        try {
            asked.await();

            service.process().destroy();

            service.await();
            assertThat(service.output())
                    .contains("told to stop: fetches under way are cut")
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

    private Map<String, String> environment(Servers.Database database, Path clients) {
        Servers.Bucket bucket = Servers.bucket();
        Map<String, String> environment = new HashMap<>();
        environment.put("CATWING_HOME", home.resolve("home").toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        environment.put("CATWING_DAILY_CRON", "0 0 0 * * ?");
        environment.put("CATWING_DAILY_AGAIN_CRON", "* * * * * ?");
        environment.put("CATWING_DB_URL", database.url());
        environment.put("CATWING_DB_USER", database.user());
        environment.put("CATWING_S3_ENDPOINT", bucket.endpoint());
        environment.put("CATWING_S3_ACCESS_KEY", bucket.accessKey());
        environment.put("CATWING_S3_SECRET_KEY", bucket.secretKey());
        environment.put("CATWING_S3_BUCKET", bucket.name());
        return environment;
    }
}
