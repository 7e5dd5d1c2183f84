package io.catwing.local.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.client.Model;
import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.client.guess.AnswerGuess;
import io.catwing.client.guess.ClientDraft;
import io.catwing.client.guess.MappingGuess;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import io.catwing.load.mapping.MappingPreview;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What guess proposes for the ERPs that come with the product, given their addresses, credentials and requests, beside the client
 * files that people wrote for them. Predicates on errors are not counted: a good answer does not show them.
 */
class GuessedExamplesTest {
    private static final int EDITS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @TempDir
    private Path folder;

    @Test
    void an_entity_of_the_demo_erps_needs_few_edits() throws Exception {
        LocalDate first = LocalDate.of(2026, 1, 5);
        try (DemoErp erp = DemoErp.start(DemoOptions.of(first, 14))) {
            assertFewEdits(Path.of("clients"), erp.environment(), LocalDate.of(2026, 1, 12), "/oauth2/token");
        }
    }

    @Test
    void an_entity_of_the_examples_erps_needs_few_edits() throws Exception {
        try (ExampleErps erps = ExampleErps.start(
                Path.of("examples/data"),
                DemoOptions.of(LocalDate.of(2026, 1, 5), 1).withPort(0))) {
            assertFewEdits(Path.of("examples/clients"), erps.environment(), LocalDate.of(2010, 12, 5), "/token");
        }
    }

    private void assertFewEdits(Path clients, Map<String, String> environment, LocalDate date, String token)
            throws Exception {
        Map<String, List<String>> edits = new LinkedHashMap<>();
        for (Client client : ClientFiles.read(clients, environment::get).clients()) {
            String credential = client.id().value().equals("CW-000200")
                    ? environment.get("CW_000200_API_KEY")
                    : token(environment, token);
            for (EntitySpec written : client.entities().values()) {
                boolean body = written.requests().get(0).body() != null;
                if (!body) {
                    edits.put(
                            client.id() + " " + written.entity(),
                            edits(client, written, environment, credential, date));
                }
            }
        }
        assertThat(edits).isNotEmpty().allSatisfy((entity, all) -> assertThat(all)
                .hasSizeLessThanOrEqualTo(EDITS));
    }

    private List<String> edits(
            Client client, EntitySpec written, Map<String, String> environment, String credential, LocalDate date)
            throws Exception {
        Map<String, String> query = new LinkedHashMap<>();
        written.requests().get(0).query().forEach((name, value) -> {
            if (!value.matches("\\{\\{(page|size|offset|cursor)}}|1000")) {
                query.put(name, value);
            }
        });
        String head = "client: " + client.id() + "\nname: Test\ntime_zone: " + client.timeZone() + "\nerp:\n  url: "
                + client.erp().url() + "\n";
        ClientDraft draft = new ClientDraft(
                head, written.entity(), written.requests().get(0).path(), query);
        Client asking = read(client, draft.asking(), environment);
        ErpRequest request = WriteRequest.of(
                client.erp(),
                asking.entities().get(written.entity()).requests().get(0),
                Variables.of(client)
                        .with(Variable.DATE, date)
                        .with(Variable.FROM, date.minusDays(7))
                        .with(Variable.TO, date.plusDays(1)));
        JsonNode body = ask(request.address(), credential);
        AnswerGuess answer = new AnswerGuess(body, null, List.of());
        List<JsonNode> records = answer.records(200);
        if (records.isEmpty()) {
            return List.of();
        }
        MappingGuess mapping = new MappingGuess(written.entity(), records);
        Client unformatted = read(client, draft.with(draft.entity(answer, mapping, List.of())), environment);
        List<String> formats = MappingPreview.of(
                        unformatted,
                        unformatted.entities().get(written.entity()),
                        records.stream().map(JsonNode::toString).toList())
                .formats();
        Client guessed = read(client, draft.with(draft.entity(answer, mapping, formats)), environment);
        EntitySpec spec = guessed.entities().get(written.entity());
        assertThat(MappingPreview.of(
                                guessed,
                                spec,
                                records.stream().map(JsonNode::toString).toList())
                        .formats())
                .isEmpty();
        return differences(written, spec);
    }

    private static List<String> differences(EntitySpec written, EntitySpec guessed) {
        List<String> edits = new ArrayList<>();
        if (written.paging().getClass() != guessed.paging().getClass()
                || written.paging() instanceof Paging.NextLink
                        && !written.paging().equals(guessed.paging())) {
            edits.add("paging");
        }
        if (!written.envelope().records().equals(guessed.envelope().records())) {
            edits.add("envelope.records");
        }
        if (!Objects.equals(written.envelope().total(), guessed.envelope().total())) {
            edits.add("envelope.total");
        }
        if (written.detail() != null || written.requests().size() > 1) {
            edits.add("detail or a second request");
        }
        if (!Objects.equals(written.envelope().beside(), guessed.envelope().beside())) {
            edits.add("envelope.beside");
        }
        edits.addAll(
                differences("", written.mapping().columns(), guessed.mapping().columns()));
        if (Model.of(written.entity()).line() != null && written.detail() == null) {
            if (!written.mapping().lines().equals(guessed.mapping().lines())) {
                edits.add("lines.at");
            }
            edits.addAll(differences(
                    "lines.", written.mapping().lineColumns(), guessed.mapping().lineColumns()));
        }
        return edits;
    }

    private static List<String> differences(
            String where, Map<String, Expression> written, Map<String, Expression> guessed) {
        TreeSet<String> all = new TreeSet<>(written.keySet());
        all.addAll(guessed.keySet());
        return all.stream()
                .filter(column -> !same(written.get(column), guessed.get(column)))
                .map(column -> where + column)
                .toList();
    }

    /** Formats are what the preview proposes, once for the client. */
    private static boolean same(Expression written, Expression guessed) {
        return written != null
                && guessed != null
                && Objects.equals(written.at(), guessed.at())
                && Objects.equals(written.jq(), guessed.jq())
                && Objects.equals(written.value(), guessed.value())
                && written.parent() == guessed.parent();
    }

    private Client read(Client client, String yaml, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve(client.id() + ".yaml"), yaml);
        ClientFiles.Result result = ClientFiles.read(folder, environment::get);
        assertThat(result.problems()).isEmpty();
        Files.delete(folder.resolve(client.id() + ".yaml"));
        return result.clients().get(0);
    }

    private static String token(Map<String, String> environment, String path) throws Exception {
        String form = "grant_type=client_credentials&client_id=" + environment.get("CW_000151_CLIENT_ID")
                + "&client_secret=" + environment.get("CW_000151_CLIENT_SECRET");
        HttpRequest request = HttpRequest.newBuilder(URI.create(environment.get("CW_000151_URL") + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body())
                .path("access_token")
                .asText();
    }

    private static JsonNode ask(URI address, String credential) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("X-Api-Key", credential)
                .header("Authorization", "Bearer " + credential)
                .build();
        String body = HTTP.send(request, BodyHandlers.ofString()).body();
        return JSON.readTree(body);
    }
}
