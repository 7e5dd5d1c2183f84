package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Expression;
import io.catwing.client.Place;
import io.catwing.client.RequestSpec;
import io.catwing.client.Template;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client files that people copy: they are sound, and every pointer in the demo's points at something. */
class DemoClientFilesTest {
    private static final LocalDate DATE = LocalDate.of(2026, 1, 12);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DemoErp erp;
    private static Map<String, Client> clients;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        erp = DemoErp.start(DemoOptions.of(LocalDate.of(2026, 1, 5), 14));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        clients = ClientFiles.read(Path.of("clients"), erp.environment()::get).clients().stream()
                .collect(Collectors.toMap(client -> client.id().value(), client -> client));
    }

    @AfterAll
    static void stop() {
        erp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients", "examples/clients", "src/test/resources/clients/bulk"})
    void the_files_are_sound(String folder) {
        Map<String, String> environment = Map.of("CW_000999_URL", "http://127.0.0.1/bulk");
        assertThat(ClientFiles.read(Path.of(folder), environment::get).problems())
                .isEmpty();
    }

    @Test
    void the_demos_clients_have_all_entities() {
        assertThat(clients).containsOnlyKeys("CW-000200", "CW-000151");
        assertThat(clients.values())
                .allSatisfy(client -> assertThat(client.entities()).containsOnlyKeys(Entity.values()));
    }

    @ParameterizedTest
    @EnumSource(Entity.class)
    void every_pointer_of_the_demos_files_finds_its_field(Entity entity) throws Exception {
        for (Client client : clients.values()) {
            EntitySpec spec = client.entities().get(entity);
            for (RequestSpec request : spec.requests()) {
                ArrayNode records = records(client, spec, request);
                assertThat(records).as("%s %s", client.id(), entity).isNotEmpty();
                for (JsonNode record : records) {
                    check(client, spec, record);
                }
            }
        }
    }

    private static void check(Client client, EntitySpec spec, JsonNode record) {
        EntitySpec.Mapping mapping = spec.mapping();
        mapping.columns().forEach((column, from) -> find(client, spec, column, from, record, record));
        if (mapping.lines() != null) {
            Iterable<JsonNode> lines = mapping.lines().matches() ? List.of(record) : record.at(mapping.lines());
            assertThat(lines).as("lines of %s", record).isNotEmpty();
            for (JsonNode line : lines) {
                mapping.lineColumns().forEach((column, from) -> find(client, spec, column, from, line, record));
            }
        }
    }

    private static void find(
            Client client, EntitySpec spec, String column, Expression from, JsonNode here, JsonNode around) {
        if (from.at() != null) {
            assertThat((from.parent() ? around : here).at(from.at()).isMissingNode())
                    .as("%s %s %s at %s", client.id(), spec.entity(), column, from.at())
                    .isFalse();
        }
    }

    /** The first page, with what lies beside the records or takes a second call put into them. */
    private static ArrayNode records(Client client, EntitySpec spec, RequestSpec request) throws Exception {
        Variables variables = Variables.of(client)
                .with(Variable.DATE, DATE)
                .with(Variable.FROM, DATE.minusDays(spec.windowDays() - 1L))
                .with(Variable.TO, DATE.plusDays(1))
                .with(Variable.PAGE, 1)
                .with(Variable.OFFSET, 0)
                .with(Variable.SIZE, 50);
        JsonNode body = answer(client, request, variables);
        Envelope envelope = spec.envelope();
        assertThat(body.at(envelope.total().at()).isIntegralNumber()).isTrue();
        ArrayNode records = (ArrayNode) body.at(envelope.records());
        if (envelope.beside() != null) {
            Envelope.Beside beside = envelope.beside();
            for (JsonNode record : records) {
                ArrayNode children = ((ObjectNode) record).putArray(beside.as());
                body.at(beside.at()).forEach(child -> {
                    if (child.at(beside.parent()).equals(record.at(beside.key()))) {
                        children.add(child);
                    }
                });
            }
        }
        if (spec.detail() != null) {
            for (JsonNode record : records) {
                Variables one = variables.with(
                        Variable.ID, record.at(spec.detail().key()).asText());
                JsonNode detail = answer(client, spec.detail().request(), one);
                ((ObjectNode) record)
                        .set(spec.detail().as(), detail.at(spec.detail().records()));
            }
        }
        return records;
    }

    private static JsonNode answer(Client client, RequestSpec request, Variables variables) throws Exception {
        List<String> query = new ArrayList<>();
        request.query().forEach((name, value) -> Template.render(value, variables, Place.QUERY)
                .ifPresent(text -> query.add(encoded(name) + "=" + encoded(text))));
        String path = Template.render(request.path(), variables, Place.PATH).orElse("");
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(client.erp().url() + path + "?" + String.join("&", query)))
                .header("X-Api-Key", erp.environment().get("CW_000200_API_KEY"))
                .header("Authorization", "Bearer " + token());
        if (request.body() != null) {
            builder.POST(BodyPublishers.ofString(
                    Template.render(request.body(), variables, Place.JSON_BODY).orElseThrow()));
        }
        return send(builder);
    }

    private static String token() throws Exception {
        String form = "grant_type=client_credentials&client_id="
                + erp.environment().get("CW_000151_CLIENT_ID") + "&client_secret="
                + erp.environment().get("CW_000151_CLIENT_SECRET");
        URI address = URI.create(erp.environment().get("CW_000151_URL") + "/oauth2/token");
        return send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(form)))
                .get("access_token")
                .asText();
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
