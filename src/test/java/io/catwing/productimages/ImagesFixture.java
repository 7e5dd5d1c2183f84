package io.catwing.productimages;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.catwing.bucket.Area;
import io.catwing.bucket.S3Settings;
import io.catwing.bucket.StoredObject;
import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.http.ConnectionStop;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stage with its real routes, a real S3 and PostgreSQL, and two servers that answer what a test tells them to: the ERP,
 * which is known by a name, and another.
 */
final class ImagesFixture implements AutoCloseable {
    static final ClientId CLIENT = new ClientId("CW-000200");

    private static final String YAML =
            """
            client: CW-000200
            name: Test
            erp:
              url: http://erp.test:ERP_PORT/api
              auth: {type: api_key, header: X-Api-Key, value: "${CW_000200_SECRET}"}
              limits: {requests_per_second: 1000, connect_timeout: 2s, timeout: 5s}
              retry: {attempts: 3, delay: 1ms, max_delay: 4ms}
            images:
              hosts: ["cdn.test:OTHER_PORT", "127.0.0.1:OTHER_PORT"]
              bytes: 100KB
              megapixels: 1
              concurrent_requests: 2
            entities:
              products:
                snapshot: true
                request: {path: /products}
                mapping: {product_id: /id, name: /id}
            """;

    final WireMockServer erp = server();
    final WireMockServer other = server();
    final Servers.Bucket bucket = Servers.bucket();
    final Servers.Database database = Servers.database();
    final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    final Path home;

    /** What a name leads to; asked each time. */
    final Map<String, Function<Integer, String>> names = new ConcurrentHashMap<>();

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private S3Client s3 = bucket.s3();
    private ConfigurableApplicationContext context;

    ImagesFixture() {
        try {
            home = Files.createTempDirectory("catwing-images-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.put("erp.test", time -> "127.0.0.1");
    }

    private static WireMockServer server() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        return server;
    }

    /** By another client of the bucket, such as one that fails. */
    ImagesFixture through(S3Client client) {
        s3 = client;
        return this;
    }

    ImagesFixture start() {
        return start(yaml -> yaml);
    }

    ImagesFixture start(Function<String, String> changed) {
        String yaml = changed.apply(YAML).replace("ERP_PORT", "" + erp.port()).replace("OTHER_PORT", "" + other.port());
        ClientFiles.Result files;
        try {
            Path folder = Files.createDirectories(home.resolve("clients"));
            Files.writeString(folder.resolve(CLIENT + ".yaml"), yaml);
            files = ClientFiles.read(folder, name -> name.matches("CATWING_.*|.*_MISSING") ? null : "s3cr3t");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!files.problems().isEmpty()) {
            throw new IllegalArgumentException(files.problems() + "\n" + yaml);
        }
        return start(files.clients());
    }

    ImagesFixture start(List<Client> clients) {
        SpringApplication application = new SpringApplication(Fixture.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(started -> {
            GenericApplicationContext beans = (GenericApplicationContext) started;
            beans.registerBean("clients", Clients.class, () -> new Clients(clients));
            beans.registerBean(AskedErps.class);
            // Shared by all tests, so Spring must not close it.
            beans.registerBean("s3", S3Client.class, () -> s3, definition -> ((AbstractBeanDefinition) definition)
                    .setDestroyMethodName(""));
            beans.registerBean("s3Settings", S3Settings.class, bucket::settings);
            beans.registerBean("dataSource", DataSource.class, database::dataSource);
            beans.registerBean("quarantineFailure", QuarantineFailure.class, () -> new QuarantineFailure(Events.NONE));
            beans.registerBean("gatherResults", GatherResults.class, GatherResults::new);
            beans.registerBean("progress", Progress.class, () -> Progress.NONE);
            beans.registerBean(Stopping.class);
            beans.registerBean("testNames", DnsResolver.class, Names::new);
        });
        context = application.run(
                "--catwing.home=" + home,
                "--catwing.s3.bucket=" + bucket.name(),
                "--camel.main.routes-include-pattern=classpath:routes/failure/quarantine.camel.yaml,"
                        + "classpath:routes/http/*.camel.yaml,classpath:routes/product-images/*.camel.yaml",
                "--spring.main.banner-mode=off");
        return this;
    }

    private final class Names implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            Function<Integer, String> name = names.get(host);
            return name == null
                    ? SystemDefaultDnsResolver.INSTANCE.resolve(host)
                    : InetAddress.getAllByName(name.apply(asked.merge(host, 1, Integer::sum)));
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** As when the process is told to stop. */
    void tellToStop() {
        context.getBean(ConnectionStop.class).stop();
    }

    CamelContext camel() {
        return context.getBean(CamelContext.class);
    }

    /** A product's record names an image. */
    void product(String id, String url) {
        product(CLIENT, id, url);
    }

    void product(ClientId client, String id, String url) {
        jdbc.update(
                "insert into general.product (client_id, product_id, picture_url, source_date, first_seen)"
                        + " values (?, ?, ?, date '2026-02-24', date '2026-02-24')"
                        + " on conflict (client_id, product_id) do update set picture_url = excluded.picture_url",
                client.value(),
                id,
                url);
    }

    StepResult fetch() {
        return run("direct:fetch-product-images", false).get(0);
    }

    StepResult load() {
        return run("direct:load-product-images", false).get(0);
    }

    List<StepResult> run(String door, boolean full) {
        return run(door, List.of(CLIENT), full);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> run(String door, List<ClientId> clients, boolean full) {
        return camel().createProducerTemplate()
                .requestBody(door, Job.of(RunId.next(), "test", clients).with(Job.Option.AGAIN, full), List.class);
    }

    /** What is in S3, by product. */
    Map<String, StoredObject> stored() {
        Map<String, StoredObject> stored = new TreeMap<>();
        try (Stream<StoredObject> listed = bucket.objectStore().list(Area.PRODUCT_IMAGES, CLIENT + "/")) {
            listed.forEach(object -> stored.put(
                    ImageKey.productId(object.key()).orElse(object.key().path()), object));
        }
        return stored;
    }

    byte[] bytes(String productId) {
        try (InputStream in = bucket.objectStore().open(stored().get(productId))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why images are not there, by product, without the hints. */
    Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        jdbc.query("select product_id, reason from ops.product_image_failure", row -> {
            failures.put(row.getString(1), row.getString(2));
        });
        return failures;
    }

    /** Files that are left in the spool. */
    List<Path> spooled() {
        try (Stream<Path> files = Files.walk(home.resolve("spool"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (context != null) {
            context.close();
        }
        erp.stop();
        other.stop();
        FileSystemUtils.deleteRecursively(home);
    }

    /** What the stage needs of the application. No @Configuration, which tests that start all of it would find. */
    @EnableAutoConfiguration(exclude = {FlywayAutoConfiguration.class, QuartzAutoConfiguration.class})
    @ComponentScan({"io.catwing.productimages", "io.catwing.bucket", "io.catwing.http"})
    static class Fixture {}
}
