package io.catwing.job;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.catwing.job.ManyClients.HONEST;
import static io.catwing.job.ManyClients.client;
import static io.catwing.job.ManyClients.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.ToldEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** Runs that tell routes of a user's own, and what they are told. One application for all tests; each has its day. */
class EventsIT {
    private static final String RUN = "file-stored,file-refused,file-loaded,records-rejected,run-ended,step-failed";
    /** Answers nothing that can be stored. */
    private static final ClientId DOWN = client(1);
    /** Answers what can be stored and not loaded. */
    private static final ClientId NAMELESS = client(2);

    private static final List<ClientId> ALL = List.of(HONEST, DOWN, NAMELESS);
    private static final WireMockServer HOOK =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    private static ManyClients many;

    @BeforeAll
    static void start() {
        HOOK.start();
        many = new ManyClients(3, "UTC", "--WEBHOOK_URL=" + HOOK.url("/services/T0/secret"));
        String records = IntStream.range(0, 40)
                .mapToObj(i -> "{\"id\":" + (i == 7 ? "null" : "\"" + i + "\"") + ",\"name\":\"p\"}")
                .collect(Collectors.joining(","));
        many.when(HONEST, request -> ManyClients.send(request, 200, bytes("{\"data\":[" + records + "]}")));
        many.when(DOWN, request -> ManyClients.send(request, 200, bytes("{}")));
        many.when(NAMELESS, request -> ManyClients.send(request, 200, bytes("{\"data\":[{\"name\":\"p\"}]}")));
    }

    @AfterAll
    static void end() throws Exception {
        many.close();
        HOOK.stop();
    }

    @AfterEach
    void without_routes_of_examples() throws Exception {
        for (String id : List.of("webhook", "raw-file-register")) {
            camel().getRouteController().stopRoute(id);
            camel().removeRoute(id);
        }
    }

    @Test
    void every_route_is_told_of_all_that_happened_and_nothing_of_a_load_that_was_rolled_back() throws Exception {
        LocalDate day = LocalDate.of(2026, 2, 1);
        Job order = order(ALL, day, day);
        try (ToldEvents told = ToldEvents.of(camel(), RUN);
                ToldEvents second = ToldEvents.of(camel(), RUN);
                ToldEvents third = ToldEvents.of(camel(), RUN)) {
            many.send("direct:fetch-and-load", order);
            await().until(() -> told.has("run-ended") && second.has("run-ended") && third.has("run-ended"));

            assertThat(told.names())
                    .containsExactlyInAnyOrder(
                            "file-stored " + HONEST,
                            "file-loaded " + HONEST,
                            "records-rejected " + HONEST,
                            "file-refused " + DOWN,
                            "step-failed " + DOWN,
                            "file-stored " + NAMELESS,
                            "file-refused " + NAMELESS,
                            "step-failed " + NAMELESS,
                            "run-ended")
                    .endsWith("run-ended");
            assertThat(second.all()).containsExactlyInAnyOrderElementsOf(told.all());
            assertThat(third.all()).containsExactlyInAnyOrderElementsOf(told.all());
            assertThat(told.all())
                    .allSatisfy(event -> assertThat(event.path("run").asText())
                            .isEqualTo(order.run().value()));
            assertThat(of(told, "file-stored", HONEST))
                    .contains("\"entity\":\"products\",\"date\":\"2026-02-01\",\"key\":\"raw-data/" + HONEST
                            + "/2026-02-01/products.json\",\"records\":40,")
                    .contains(
                            "\"snapshot\":false,\"window_from\":\"2026-02-01\",\"window_to\":\"2026-02-02\",\"sha256\":\"");
            assertThat(of(told, "file-loaded", HONEST)).contains("\"records\":39,\"rejected\":1,\"bytes\":");
            assertThat(of(told, "records-rejected", HONEST)).contains("\"rejected\":1,\"reasons\":\"record 7: ");
            assertThat(of(told, "file-refused", DOWN))
                    .contains("\"stage\":\"fetch\"")
                    .contains("the answer holds nothing at envelope.records")
                    .contains("\"hint\":\"");
            assertThat(of(told, "file-refused", NAMELESS)).contains("\"stage\":\"load\"");
            assertThat(told.all()).last().satisfies(end -> {
                assertThat(end.path("outcome").asText()).isEqualTo("FAILED");
                assertThat(end.path("failed").asInt()).isEqualTo(2);
                assertThat(end.path("command").asText()).isEqualTo("test");
            });
        }
    }

    @Test
    void a_route_that_is_told_finds_it_committed() throws Exception {
        LocalDate day = LocalDate.of(2026, 2, 2);
        Job order = order(ALL, day, day);
        List<String> found = new CopyOnWriteArrayList<>();
        try (ToldEvents told = ToldEvents.of(camel(), "file-loaded,step-failed,run-ended", exchange -> {
            String name = exchange.getMessage().getHeader("CatwingEvent", String.class);
            ClientId client =
                    new ClientId(exchange.getMessage().getHeader("CatwingClient", HONEST.value(), String.class));
            RunId run = new RunId(exchange.getMessage().getHeader("CatwingRun", String.class));
            found.add(name + " "
                    + switch (name) {
                        case "file-loaded" -> many.loaded(client, day);
                        case "step-failed" -> step(run, client);
                        default -> many.outcome(run);
                    });
        })) {
            many.send("direct:fetch-and-load", order);
            await().until(() -> told.has("run-ended"));
        }
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "file-loaded true", "step-failed FAILED", "step-failed FAILED", "run-ended FAILED");
    }

    @Test
    void neither_a_route_that_hangs_nor_one_that_fails_is_of_any_consequence_to_the_run() throws Exception {
        LocalDate first = LocalDate.of(2026, 1, 1);
        Job order = order(List.of(HONEST), first, first.plusDays(9));
        CountDownLatch hang = new CountDownLatch(1);
        try (ToldEvents hanging = ToldEvents.of(camel(), RUN, exchange -> hang.await());
                ToldEvents failing = ToldEvents.of(camel(), RUN, exchange -> {
                    throw new IllegalStateException("a mistake of a user's");
                });
                ToldEvents told = ToldEvents.of(camel(), RUN)) {
            try {
                List<StepResult> results = many.send("direct:fetch-and-load", order);

                assertThat(results).noneMatch(step -> step.outcome() == Outcome.FAILED);
                assertThat(many.outcome(order.run())).isEqualTo("DONE");
                await().until(() -> told.has("run-ended"));
                assertThat(told.all()).hasSize(31);
                assertThat(hanging.all()).isEmpty();
                assertThat(failing.all()).isEmpty();
            } finally {
                hang.countDown();
            }
        }
    }

    @Test
    void a_run_that_was_aborted_tells_why() throws Exception {
        Job order =
                Job.of(RunId.next(), "test", List.of(new ClientId("CW-999999"))).stage("enrich");
        try (ToldEvents told = ToldEvents.of(camel(), RUN)) {
            assertThatThrownBy(() -> many.send("direct:stage-only", order)).hasMessageContaining("CW-999999");
            await().until(() -> told.has("run-ended"));

            assertThat(told.all()).singleElement().satisfies(end -> {
                assertThat(end.path("outcome").asText()).isEqualTo("ABORTED");
                assertThat(end.path("message").asText()).isEqualTo("client CW-999999 has no file");
                assertThat(end.path("hint").asText()).startsWith("the clients are ");
            });
        }
    }

    @Test
    void the_example_posts_what_failed_to_a_webhook_whose_address_stands_nowhere() throws Exception {
        LocalDate day = LocalDate.of(2026, 2, 3);
        HOOK.stubFor(
                post(urlEqualTo("/services/T0/secret")).willReturn(aResponse().withStatus(200)));
        example("webhook");
        Job order = order(List.of(DOWN), day, day);

        many.send("direct:fetch-and-load", order);

        String began = "step-failed " + DOWN + " " + order.run() + ": ";
        await().untilAsserted(() -> HOOK.verify(
                1,
                postRequestedFor(urlEqualTo("/services/T0/secret"))
                        .withHeader("Content-Type", equalTo("text/plain; charset=UTF-8"))
                        .withRequestBody(
                                matching(began + ".*the answer holds nothing at envelope.records.* HINT: .+"))));
        assertThat(camel().getEndpoints())
                .noneMatch(endpoint -> endpoint.getEndpointUri().contains("secret"));
        assertThat(Files.readString(Path.of("examples/routes/webhook.camel.yaml")))
                .doesNotContain("https:");
    }

    @Test
    void the_example_appends_a_line_for_each_raw_file() throws Exception {
        LocalDate first = LocalDate.of(2026, 2, 4);
        example("raw-file-register");

        many.send("direct:fetch-and-load", order(List.of(HONEST), first, first.plusDays(2)));

        Path register = Path.of(many.bean(Environment.class).getProperty("catwing.home"), "registers/raw-files.ndjson");
        await().until(() ->
                Files.exists(register) && Files.readAllLines(register).size() == 3);
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(register)) {
            assertThat(json.readTree(line).path("key").asText())
                    .matches("raw-data/" + HONEST + "/2026-02-0[456]/products.json");
        }
    }

    @Test
    void a_backup_that_counts_is_told_and_one_that_fails_with_its_reason() throws Exception {
        ProducerTemplate routes = many.bean(ProducerTemplate.class);
        try (ToldEvents told = ToldEvents.of(camel(), "backup-stored,backup-failed")) {
            routes.requestBody("direct:backup", RunId.next());
            for (String table : List.of("ledger", "backup")) {
                many.jdbc().sql("alter table ops." + table + " rename to gone").update();
                assertThatThrownBy(() -> routes.requestBody("direct:backup", RunId.next()))
                        .isInstanceOf(CamelExecutionException.class);
                many.jdbc().sql("alter table ops.gone rename to " + table).update();
            }
            await().until(() -> told.all().size() == 3);

            assertThat(told.names()).containsExactly("backup-stored", "backup-failed", "backup-failed");
            assertThat(told.all().get(0).path("key").asText()).matches("db-backups/daily/.*\\.sql\\.gz");
            assertThat(told.all().get(1).path("message").asText()).contains("ops.ledger");
            assertThat(told.all().get(2).path("message").asText()).contains("ops.backup");
        }
    }

    private static void example(String name) throws Exception {
        PluginHelper.getRoutesLoader(camel())
                .loadRoutes(ResourceHelper.resolveMandatoryResource(
                        camel(), "file:examples/routes/" + name + ".camel.yaml"));
    }

    private static CamelContext camel() {
        return many.bean(CamelContext.class);
    }

    private static String of(ToldEvents told, String name, ClientId client) {
        return told.all().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .filter(event -> event.path("client").asText().equals(client.value()))
                .map(JsonNode::toString)
                .findFirst()
                .orElseThrow();
    }

    private static String step(RunId run, ClientId client) {
        return many.jdbc()
                .sql(
                        "select outcome from ops.run_step where run_id = :run and client_id = :client and outcome = 'FAILED'")
                .param("run", run.value())
                .param("client", client.value())
                .query(String.class)
                .optional()
                .orElse("not there");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
