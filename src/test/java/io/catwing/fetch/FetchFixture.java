package io.catwing.fetch;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.bucket.S3Settings;
import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.login.StoredLogins;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stages fetch and raw with the real routes, a real S3, and an ERP that answers what a test tells it to. The client
 * is written as YAML, as a user writes it.
 */
final class FetchFixture implements AutoCloseable {

    static final ClientId CLIENT = new ClientId("CW-000200");
    static final LocalDate DAY = LocalDate.of(2026, 2, 24);
    static final String SECRET = "s3cr3t-that-must-not-show";

    private static final String HEAD =
            """
            client: CW-000200
            name: Test
            erp:
              url: ${ERP_URL}
            """;

    private static final String LIMITS = "  limits: {requests_per_second: 1000, concurrent_requests: 4,"
            + " connect_timeout: 2s, timeout: 500ms, body: 1MB, pages: 20}\n";

    /** At once: what is tested is that they happen, and what they carry. */
    private static final String RETRY = "  retry: {attempts: 3, delay: 1ms, max_delay: 4ms}\n";

    private static final String ENTITY =
            """
            entities:
              products:
                snapshot: true
                request: {path: /products}
                mapping: {product_id: /id, name: /id}
            """;

    final WireMockServer erp =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    final Servers.Bucket bucket = Servers.bucket();
    final Path home;
    private final Map<String, Object> properties = new HashMap<>();
    private Progress progress = Progress.NONE;
    private StoredLogins logins;
    private S3Client s3 = bucket.s3();
    private ConfigurableApplicationContext context;

    FetchFixture() {
        erp.start();
        try {
            home = Files.createTempDirectory("catwing-fetch-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with("CATWING_CLIENT_VARIABLES", "ERP_URL, SECRET, ID, USER, PASS");
        with("ERP_URL", erp.baseUrl());
        with("SECRET", SECRET);
    }

    /** A value of the environment, or of the configuration. */
    FetchFixture with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    /** By another client of the bucket, such as one that fails. */
    FetchFixture through(S3Client client) {
        s3 = client;
        return this;
    }

    /** With tokens of logins, whose database is another than a fetch needs. */
    FetchFixture knowing(StoredLogins stored) {
        logins = stored;
        return this;
    }

    FetchFixture watchedBy(Progress watcher) {
        progress = watcher;
        return this;
    }

    /** Starts with products as a snapshot without authentication. @param erp lines below {@code erp:} */
    FetchFixture start(String erp) {
        return start(erp, ENTITY);
    }

    /**
     * Starts with one client.
     *
     * @param erp lines below {@code erp:}, without their indent
     * @param entities from {@code entities:} on
     */
    FetchFixture start(String erp, String entities) {
        String auth = erp.contains("auth:") ? "" : "  auth: {type: none}\n";
        String retry = erp.contains("\nretry:") ? "" : RETRY;
        String limits = erp.contains("limits:") ? "" : LIMITS;
        return startFile(HEAD + limits + retry + auth + erp.indent(2) + entities);
    }

    FetchFixture startFile(String yaml) {
        try {
            Path folder = Files.createDirectories(home.resolve("clients"));
            Files.writeString(folder.resolve(CLIENT + ".yaml"), yaml);
            ClientFiles.Result files = ClientFiles.read(folder, name -> (String) properties.get(name));
            if (!files.problems().isEmpty()) {
                throw new IllegalArgumentException(files.problems() + "\n" + yaml);
            }
            return start(files.clients());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FetchFixture start(List<Client> clients) {
        SpringApplication application = new SpringApplication(Fixture.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(new HashMap<>(properties));
        application.addInitializers(started -> {
            GenericApplicationContext beans = (GenericApplicationContext) started;
            beans.registerBean("clients", Clients.class, () -> new Clients(clients));
            beans.registerBean(AskedErps.class);
            // Shared by all tests, so Spring must not close it.
            beans.registerBean("s3", S3Client.class, () -> s3, definition -> ((AbstractBeanDefinition) definition)
                    .setDestroyMethodName(""));
            beans.registerBean("s3Settings", S3Settings.class, bucket::settings);
            beans.registerBean("quarantineFailure", QuarantineFailure.class, () -> new QuarantineFailure(Events.NONE));
            beans.registerBean("events", Events.class, () -> Events.NONE);
            beans.registerBean(Stopping.class);
            beans.registerBean("gatherResults", GatherResults.class, GatherResults::new);
            if (logins != null) {
                beans.registerBean(StoredLogins.class, () -> logins);
            }
            beans.registerBean("progress", Progress.class, () -> progress);
            beans.registerBean("recordFile", RouteBuilder.class, FetchFixture::unrecorded);
        });
        context = application.run(
                "--catwing.home=" + home,
                "--catwing.s3.bucket=" + bucket.name(),
                "--camel.main.routes-include-pattern=classpath:routes/failure/*.camel.yaml,"
                        + "classpath:routes/fetch/*.camel.yaml,classpath:routes/http/*.camel.yaml,"
                        + "classpath:routes/raw/*.camel.yaml",
                "--spring.main.banner-mode=off");
        return this;
    }

    /** There is no database here to record results in. */
    private static RouteBuilder unrecorded() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:record-file").routeId("record-file").log("${body}");
            }
        };
    }

    CamelContext camel() {
        return context.getBean(CamelContext.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Fetches products of one day. */
    StepResult fetch() {
        return fetch(Entity.PRODUCTS, DAY, false);
    }

    StepResult fetch(Entity entity, LocalDate date, boolean acceptVolume) {
        List<StepResult> results = fetch(List.of(entity), List.of(date), acceptVolume);
        if (results.size() != 1) {
            throw new IllegalStateException(results.toString());
        }
        return results.get(0);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> fetch(List<Entity> entities, List<LocalDate> dates, boolean acceptVolume) {
        Job order = Job.of(RunId.next(), "test", List.of(CLIENT))
                .entities(entities)
                .on(dates)
                .with(Job.Option.ACCEPT_VOLUME, acceptVolume);
        return camel().createProducerTemplate().requestBody("direct:fetch", order, List.class);
    }

    /** The raw file of products. */
    String raw() {
        return raw(Entity.PRODUCTS, DAY);
    }

    String raw(Entity entity, LocalDate date) {
        try (InputStream in = bucket.rawFiles()
                .open(bucket.rawFiles().find(new RawKey(CLIENT, date, entity)).orElseThrow())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawMetadata metadata(Entity entity, LocalDate date) {
        return bucket.rawFiles().metadata(new RawKey(CLIENT, date, entity)).orElseThrow();
    }

    boolean nothingStored() {
        try (Stream<?> files = bucket.rawFiles().list(CLIENT)) {
            return files.findAny().isEmpty();
        }
    }

    /** Spool files that are left. */
    List<Path> spooled() {
        try (Stream<Path> files = Files.walk(home.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A raw file of records, as it must look. */
    static String file(String... records) {
        return Arrays.stream(records)
                .reduce((a, b) -> a + ",\n" + b)
                .map(all -> "[\n" + all + "\n]\n")
                .orElse("[\n]\n");
    }

    /** As SIGTERM does. */
    void stop() {
        context.close();
    }

    @Override
    public void close() throws IOException {
        if (context != null) {
            context.close();
        }
        erp.stop();
        FileSystemUtils.deleteRecursively(home);
    }

    /** What a fetch needs of the application. No @Configuration, which tests that start all of it would find. */
    @EnableAutoConfiguration(
            exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, QuartzAutoConfiguration.class})
    @ComponentScan({"io.catwing.fetch", "io.catwing.bucket", "io.catwing.http"})
    static class Fixture {}
}
