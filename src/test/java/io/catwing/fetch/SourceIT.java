package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.CLIENT;
import static io.catwing.fetch.FetchFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.catwing.bucket.RawKey;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.job.Stopping;
import io.catwing.load.LoadFixture;
import io.catwing.load.LoadSettings;
import io.catwing.support.Servers;
import io.catwing.support.SftpFolder;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities whose records come from a route of the user's own. */
class SourceIT {
    /** No ERP: nothing is asked by HTTP. Days go backwards, so that no test has an earlier file of another's. */
    private static final String CLIENT_FILE =
            """
            client: CW-000200
            name: Test
            erp:
              retry: {attempts: 3, delay: 1ms, max_delay: 4ms}
              limits: {body: 1MB, answer: 5m}
            entities:
              products:
                snapshot: true
                source: direct:sftp-drop
                format: csv
                mapping: {product_id: /sku, name: /name, list_price: /price}
              suppliers:
                snapshot: true
                source: direct:mine
                format: csv
                mapping: {supplier_id: /sku, name: /name}
              inventory:
                snapshot: true
                source: direct:mine
                format: ndjson
                mapping: {product_id: /sku, location_id: /sku, quantity: /price}
              sales_orders:
                delta: {days: 2}
                source: direct:submit-poll-download
                envelope: {records: /orders, total: /count}
                mapping: {sales_order_id: /no, ordered_at: /at, lines: {at: /lines, product_id: /sku}}
            """;

    private static final String MINE =
            """
            - route:
                id: mine
                from:
                  uri: direct:mine
                  steps:
                    - bean: {ref: mine, method: answer}
            """;
    private static final String CSV = "sku,name,price\n007,Tea,1.10\n8,\"Cup, blue\",\n";
    private static final String FILE = FetchFixture.file(
            "{\"sku\":\"007\",\"name\":\"Tea\",\"price\":\"1.10\"}",
            "{\"sku\":\"8\",\"name\":\"Cup, blue\",\"price\":\"\"}");

    private static final AtomicInteger DAYS = new AtomicInteger();
    private static FetchFixture shared;
    private static SftpFolder sftp;
    private static Answer mine;

    private final LocalDate day = DAY.minusDays(10L * DAYS.getAndIncrement());

    /** What the route {@code mine} does. */
    @FunctionalInterface
    public interface Answer {
        void answer(Exchange exchange) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        shared = new FetchFixture();
        sftp = new SftpFolder(shared.home);
        shared.with("SFTP_DROP_SERVER", "127.0.0.1:" + sftp.port() + "/in")
                .with("SFTP_DROP_USER", "shop")
                .with("SFTP_DROP_PASSWORD", SftpFolder.PASSWORD)
                .with("SFTP_DROP_KNOWN_HOSTS", sftp.knownHosts().toString())
                .with("REPORTS_URL", shared.erp.baseUrl())
                .with("REPORTS_TOKEN", "t0ken")
                .with("REPORTS_PAUSE", "1")
                .with("REPORTS_POLLS", "3");
        shared.startFile(CLIENT_FILE);
        route(shared, Path.of("examples/routes/sftp-drop.camel.yaml"));
        route(shared, Path.of("examples/routes/submit-poll-download.camel.yaml"));
        mine(shared);
    }

    @AfterAll
    static void end() throws Exception {
        sftp.close();
        shared.close();
    }

    /** Adds a route of the user's own. */
    private static void route(FetchFixture fixture, Path file) throws Exception {
        PluginHelper.getRoutesLoader(fixture.camel())
                .loadRoutes(ResourceHelper.resolveResource(fixture.camel(), "file:" + file));
    }

    private static void mine(FetchFixture fixture) throws Exception {
        Answer now = exchange -> mine.answer(exchange);
        fixture.camel().getRegistry().bind("mine", Answer.class, now);
        route(fixture, Files.writeString(fixture.home.resolve("mine.camel.yaml"), MINE));
    }

    private static Answer body(Object body) {
        return exchange -> exchange.getMessage().setBody(body);
    }

    private StepResult fetch(Entity entity) {
        return shared.fetch(entity, day, false);
    }

    private void fetched(Entity entity, String file) {
        assertThat(fetch(entity)).returns(Outcome.DONE, StepResult::outcome);
        assertThat(shared.raw(entity, day)).isEqualTo(file);
    }

    private void refused(Entity entity, String message) {
        refused(shared, entity, message);
    }

    private void refused(FetchFixture fixture, Entity entity, String message) {
        StepResult result = fixture.fetch(entity, day, false);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).contains(message).contains("\nHINT: ");
        assertThat(fixture.bucket.rawFiles().find(new RawKey(CLIENT, day, entity)))
                .isEmpty();
        assertThat(fixture.spooled()).isEmpty();
    }

    @Test
    void a_csv_file_by_sftp_becomes_rows_and_is_left_where_it_is() throws Exception {
        String name = "CW-000200-" + day + "-products.csv";
        Path file = sftp.put(name, CSV);
        refused(Entity.PRODUCTS, "direct:sftp-drop answered with nothing");
        Path done = sftp.put(name + ".done", "");

        fetched(Entity.PRODUCTS, FILE);
        assertThat(shared.metadata(Entity.PRODUCTS, day).records()).isEqualTo(2);
        assertThat(shared.bean(Preview.class).records(CLIENT, Entity.PRODUCTS, day, 1))
                .containsExactly("{\"sku\":\"007\",\"name\":\"Tea\",\"price\":\"1.10\"}");
        assertThat(fetch(Entity.PRODUCTS).outcome()).isEqualTo(Outcome.ALREADY_THERE);
        assertThat(file).hasContent(CSV);
        assertThat(done).exists();
        EntitySpec spec = shared.bean(Clients.class).get(CLIENT).entities().get(Entity.PRODUCTS);
        try (LoadFixture load = new LoadFixture(
                Servers.database(),
                shared.bucket.rawFiles(),
                new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16),
                spec)) {
            for (boolean again : new boolean[] {false, true}) {
                assertThat(load.load(day, day, again, 1))
                        .extracting(StepResult::outcome)
                        .containsExactly(Outcome.DONE);
                assertThat(load.rows("select product_id, name, list_price from general.product order by product_id"))
                        .containsExactly("007|Tea|1.10", "8|Cup, blue|-");
            }
        }
    }

    @Test
    void a_server_with_another_key_and_a_wrong_password_are_told_without_the_password() throws Exception {
        Files.writeString(sftp.knownHosts(), "");
        try {
            refused(Entity.PRODUCTS, "direct:sftp-drop: gave up after 3 attempts; the last: direct:sftp-drop failed: ");
            assertThat(fetch(Entity.PRODUCTS).message())
                    .contains("reject HostKey")
                    .doesNotContain(SftpFolder.PASSWORD);
            sftp.trust();
            sftp.password("another");
            assertThat(fetch(Entity.PRODUCTS).message()).contains("Auth fail").doesNotContain(SftpFolder.PASSWORD);
        } finally {
            sftp.trust();
            sftp.password(SftpFolder.PASSWORD);
        }
    }

    @Test
    void a_report_is_asked_for_awaited_and_downloaded() {
        shared.erp.stubFor(post("/reports")
                .withHeader("Authorization", equalTo("Bearer t0ken"))
                .withRequestBody(equalToJson("{\"report\":\"sales_orders\",\"from\":\"" + day.minusDays(1)
                        + "\",\"to\":\"" + day.plusDays(1) + "\"}"))
                .willReturn(aResponse().withStatus(202).withHeader("Location", "/reports/42")));
        shared.erp.stubFor(get("/reports/42").willReturn(aResponse().withStatus(202)));
        refused(Entity.SALES_ORDERS, "direct:submit-poll-download failed: PredicateValidationException");
        shared.erp.verify(9, getRequestedFor(urlEqualTo("/reports/42")));

        shared.erp.stubFor(get("/reports/42")
                .inScenario("report")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(202))
                .willSetStateTo("ready"));
        shared.erp.stubFor(get("/reports/42")
                .inScenario("report")
                .whenScenarioStateIs("ready")
                .willReturn(aResponse().withStatus(303).withHeader("Location", "/reports/42/file")));
        String order = "{\"no\":1,\"at\":\"2026-02-24\",\"lines\":[]}";
        shared.erp.stubFor(get("/reports/42/file")
                .withHeader("Authorization", equalTo("Bearer t0ken"))
                .willReturn(ok("{\"count\":1,\"orders\":[" + order + "]}")));
        fetched(Entity.SALES_ORDERS, FetchFixture.file(order));
    }

    @Test
    void a_place_that_the_report_server_names_is_a_path_and_neither_a_placeholder_nor_an_option() {
        String[] hostile = {
            "/reports/{{REPORTS_POLLS}}", "/reports/3?okStatusCodeRange=200-599", "/reports/${variable.polls}"
        };
        for (String place : hostile) {
            shared.erp.stubFor(
                    post("/reports").willReturn(aResponse().withStatus(202).withHeader("Location", place)));
            shared.erp.resetRequests();

            refused(Entity.SALES_ORDERS, "direct:submit-poll-download failed: PredicateValidationException");
            shared.erp.verify(0, getRequestedFor(anyUrl()));

            shared.erp.stubFor(
                    post("/reports").willReturn(aResponse().withStatus(202).withHeader("Location", "/reports/43")));
            shared.erp.stubFor(
                    get("/reports/43").willReturn(aResponse().withStatus(303).withHeader("Location", place)));
            refused(Entity.SALES_ORDERS, "direct:submit-poll-download failed: PredicateValidationException");
            shared.erp.verify(0, getRequestedFor(urlPathEqualTo("/reports/3")));
        }
    }

    @Test
    void a_source_that_fails_twice_works_the_third_time_and_knows_for_what_it_is_called() {
        AtomicInteger calls = new AtomicInteger();
        mine = exchange -> {
            if (calls.incrementAndGet() < 3) {
                throw new FileNotFoundException("not there yet");
            }
            String asked = Stream.of("client", "entity", "date", "from", "to")
                    .map(name -> exchange.getVariable(name, String.class))
                    .collect(Collectors.joining(" "));
            exchange.getMessage().setBody("sku,name\n1," + asked + "\n");
        };
        fetched(
                Entity.SUPPLIERS,
                FetchFixture.file("{\"sku\":\"1\",\"name\":\"CW-000200 suppliers " + day + " " + day + " "
                        + day.plusDays(1) + "\"}"));
        assertThat(calls).hasValue(3);
    }

    @Test
    void a_route_that_lacks_a_variable_fails_its_own_file_and_no_other() {
        mine = exchange -> {
            if (exchange.getVariable("entity", String.class).equals("suppliers")) {
                throw new AbortingFailure("the route mine.camel.yaml has no value for MINE_URL", "set it");
            }
            exchange.getMessage().setBody("{\"sku\":1,\"price\":1.10}\n");
        };

        List<StepResult> results = shared.fetch(List.of(Entity.SUPPLIERS, Entity.INVENTORY), List.of(day), false);

        assertThat(results)
                .extracting(StepResult::subject, StepResult::outcome)
                .containsExactlyInAnyOrder(tuple("suppliers", Outcome.FAILED), tuple("inventory", Outcome.DONE));
        refused(Entity.SUPPLIERS, "direct:mine: the route mine.camel.yaml has no value for MINE_URL\nHINT: set it");
    }

    @Test
    void a_cut_stream_is_not_stored_and_is_closed() throws Exception {
        OwnStream stream = new OwnStream(CSV, false);
        mine = body(stream);
        refused(
                Entity.SUPPLIERS,
                "direct:mine: gave up after 3 attempts; the last: direct:mine failed: IOException: connection reset");
        assertThat(stream.closed.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void fewer_records_than_the_route_declares_are_refused() {
        AtomicInteger declared = new AtomicInteger(3);
        mine = exchange -> {
            exchange.setVariable("declaredRecords", declared.get());
            exchange.getMessage().setBody(CSV.getBytes(StandardCharsets.UTF_8));
        };
        refused(Entity.SUPPLIERS, "declared 3 records, but 2 came in 1 pages");
        declared.set(2);
        fetched(Entity.SUPPLIERS, FILE);
    }

    @Test
    void what_is_no_answer_is_refused_in_its_own_words() {
        mine = body(null);
        refused(Entity.SUPPLIERS, "direct:mine answered with nothing");
        mine = body(List.of(1));
        refused(Entity.SUPPLIERS, "direct:mine: the answer is a java.util.ImmutableCollections$List12");
        mine = body("\n<html>Sign in</html>");
        refused(Entity.SUPPLIERS, "direct:mine answered with a page instead of records: <html>Sign in</html>");
        mine = body("sku,name,price\n" + "1,a,1\n".repeat(200_000));
        refused(Entity.SUPPLIERS, "direct:mine: the answer is longer than the limit of 1048576 bytes");
        mine = body("sku,name,price\n1,a\n");
        refused(Entity.SUPPLIERS, "suppliers.json, direct:mine: line 2, column 3: the row has fewer values than");
        mine = exchange -> exchange.setRouteStop(true);
        refused(Entity.SUPPLIERS, "direct:mine: the route stopped before it had an answer");
    }

    @Test
    void lines_of_json_and_files_are_read() throws Exception {
        Path file = Files.writeString(shared.home.resolve("lines"), "{\"sku\":1,\"price\":1.10}\n{\"sku\":");
        mine = body(file.toFile());
        refused(Entity.INVENTORY, "direct:mine: the answer ends in the middle");
        Files.writeString(file, "{\"sku\":1,\"price\":1.10}\n{\"sku\":2}\n");
        fetched(Entity.INVENTORY, FetchFixture.file("{\"sku\":1,\"price\":1.10}", "{\"sku\":2}"));
    }

    @Test
    void a_run_that_is_told_to_stop_does_not_wait_for_a_route_that_hangs() throws Exception {
        try (FetchFixture other = new FetchFixture()) {
            other.startFile(CLIENT_FILE);
            mine(other);
            CountDownLatch hangs = new CountDownLatch(1);
            mine = exchange -> {
                hangs.countDown();
                new CountDownLatch(1).await();
            };
            CompletableFuture<StepResult> fetch =
                    CompletableFuture.supplyAsync(() -> other.fetch(Entity.SUPPLIERS, day, false));
            assertThat(hangs.await(1, TimeUnit.MINUTES)).isTrue();

            // Without an interrupt: those of its thread come only when the whole process stops.
            other.bean(Stopping.class).tell();

            assertThat(fetch.get(1, TimeUnit.MINUTES).message()).contains("the run was asked to stop");
        }
    }

    @Test
    void what_never_ends_ends_with_the_time_of_an_answer_and_no_route_of_the_program_is_called() throws Exception {
        try (FetchFixture other = new FetchFixture()) {
            other.startFile(CLIENT_FILE
                    .replace("answer: 5m", "answer: 300ms")
                    .replace("direct:sftp-drop", "direct:store-raw-file")
                    .replace("direct:submit-poll-download", "direct:nowhere"));
            refused(other, Entity.SUPPLIERS, "direct:mine: no route consumes it");
            mine(other);
            CountDownLatch interrupted = new CountDownLatch(1);
            mine = exchange -> {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
            };
            refused(other, Entity.SUPPLIERS, "direct:mine: there was no whole answer within 300ms");
            assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
            OwnStream hangs = new OwnStream("sku,name\n1,a\n", true);
            mine = body(hangs);
            refused(other, Entity.SUPPLIERS, "direct:mine: there was no whole answer within 300ms");
            assertThat(hangs.closed.await(1, TimeUnit.MINUTES)).isTrue();
            refused(other, Entity.PRODUCTS, "direct:store-raw-file: it is a route of the program itself");
            refused(other, Entity.SALES_ORDERS, "direct:nowhere: no route consumes it");
            other.camel().getRouteController().stopRoute("mine");
            refused(other, Entity.SUPPLIERS, "direct:mine failed: DirectConsumerNotAvailableException");
        }
    }

    /** A body that ends with a failure, or hangs, not even heeding an interrupt, until it is closed. */
    private static final class OwnStream extends InputStream {
        private final InputStream in;
        private final boolean hangs;
        private final CountDownLatch closed = new CountDownLatch(1);

        OwnStream(String text, boolean hangs) {
            in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            this.hangs = hangs;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            if (next < 0 && !hangs) {
                throw new IOException("connection reset");
            }
            return next < 0 ? awaitClosing() : next;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int next = read();
            if (next < 0) {
                return -1;
            }
            to[offset] = (byte) next;
            return 1;
        }

        private int awaitClosing() {
            boolean open = true;
            while (open) {
                try {
                    closed.await();
                    open = false;
                } catch (InterruptedException e) {
                    // As a socket's read does: the flag is gone, and it goes on.
                    assertThat(e).isNotNull();
                }
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
