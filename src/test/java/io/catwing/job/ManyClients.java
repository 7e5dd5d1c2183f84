package io.catwing.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catwing.Application;
import io.catwing.client.ClientId;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * The whole pipeline with as many clients as a test wants, each with an ERP in this process that answers what the test
 * says. The first client is honest where nothing else is said.
 */
final class ManyClients implements AutoCloseable {

    /** What an ERP does with a request. */
    interface Erp {
        void answer(HttpExchange request) throws IOException;
    }

    static final ClientId HONEST = client(0);

    private static final String FILE =
            """
            client: %s
            name: Test
            time_zone: %s
            erp:
              url: %s/%s
              auth: {type: none}
              limits: {requests_per_second: 1000, concurrent_requests: 4, connect_timeout: 2s, timeout: 20s, body: 1MB, pages: 20}
              retry: {attempts: 1, delay: 1ms, max_delay: 2ms}
            entities:
              products:
                delta: {days: 1}
                request: {path: /products, query: {date: "{{date}}"}}
                envelope: {records: /data, error: /error}
                mapping: {product_id: /id, name: /name}
            """;

    final Servers.Database database = Servers.database();
    final Servers.Bucket bucket = Servers.bucket();
    private final Map<String, Erp> erps = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Path home;
    private final ConfigurableApplicationContext context;

    ManyClients(int clients, String timeZone, String... settings) {
        this(clients, timeZone, Clock.systemUTC(), "", settings);
    }

    /**
     * @param clock says which day it is
     * @param entities more of each client, as its file declares them
     */
    ManyClients(int clients, String timeZone, Clock clock, String entities, String... settings) {
        try {
            home = Files.createTempDirectory("catwing-many-");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            Path folder = Files.createDirectory(home.resolve("clients"));
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            for (int i = 0; i < clients; i++) {
                ClientId id = client(i);
                Files.writeString(folder.resolve(id + ".yaml"), file(id, timeZone, url) + entities);
            }
            context = start(folder, clock, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurableApplicationContext start(Path folder, Clock clock, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.add("--catwing.home=" + home);
        arguments.add("--catwing.clients=" + folder);
        arguments.add("--catwing.db.url=" + database.url());
        arguments.add("--catwing.db.user=" + database.user());
        arguments.add("--catwing.s3.endpoint=" + bucket.endpoint());
        arguments.add("--catwing.s3.access-key=" + bucket.accessKey());
        arguments.add("--catwing.s3.secret-key=" + bucket.secretKey());
        arguments.add("--catwing.s3.bucket=" + bucket.name());
        return new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("progress", Progress.NONE);
                    c.getBeanFactory().registerSingleton("clock", clock);
                })
                .run(arguments.toArray(String[]::new));
    }

    /** A client's file, with an ERP at that address. */
    static String file(ClientId id, String timeZone, String url) {
        return FILE.formatted(id, timeZone, url, id);
    }

    static ClientId client(int number) {
        return new ClientId(String.format("CW-%06d", 100 + number));
    }

    /** From now on. */
    void when(ClientId client, Erp erp) {
        erps.put(client.value(), erp);
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String client = request.getRequestURI().getPath().split("/")[1];
            erps.getOrDefault(client, ManyClients::honest).answer(request);
        }
    }

    /** One product a day. */
    static void honest(HttpExchange request) throws IOException {
        send(
                request,
                200,
                "{\"data\":[{\"id\":\"1\",\"name\":\"honest\",\"at\":\"2026-01-01T00:00:00Z\"}]}"
                        .getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange request, int status, byte[] body) throws IOException {
        request.getResponseHeaders().set("Content-Type", "application/json");
        request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        request.getResponseBody().write(body);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    static Job order(List<ClientId> clients, LocalDate from, LocalDate to) {
        return Job.of(RunId.next(), "test", clients).between(from, to);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> send(String door, Object order) {
        try {
            return context.getBean(ProducerTemplate.class).requestBody(door, order, List.class);
        } catch (CamelExecutionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }

    /** Of a run: its outcome, and null where it has not ended. */
    String outcome(RunId run) {
        return jdbc().sql("select coalesce(outcome, 'OPEN') from ops.run where run_id = :run")
                .param("run", run.value())
                .query(String.class)
                .optional()
                .orElse("NONE");
    }

    boolean loaded(ClientId client, LocalDate day) {
        return jdbc().sql("select count(*) > 0 from ops.ledger where client_id = :client and source_date = :day")
                .param("client", client.value())
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    @Override
    public void close() throws IOException {
        context.close();
        server.stop(0);
        threads.shutdownNow();
        FileSystemUtils.deleteRecursively(home);
    }
}
