package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import io.catwing.client.yaml.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/reference/clients.md} names everything, and what it shows works. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("docs/reference/clients.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final Pattern NEXT_EXAMPLE = Pattern.compile("(?m)^(?=auth:|paging:|answer:|images:|sign:)");
    private static final ObjectForm<Values> SECTIONS = ObjectForm.object(
            "sections",
            "What examples are of.",
            v -> v,
            optional("auth", AuthForm.AUTH, ""),
            optional("tls", TlsForm.TLS, ""),
            optional("sign", SignForm.SIGN, ""),
            optional("request", RequestForm.REQUEST, ""),
            optional("paging", PagingForm.PAGING, ""),
            optional("envelope", EnvelopeForm.ENVELOPE, ""),
            optional("answer", AnswerForm.ANSWER, ""),
            EntityForm.DETAIL,
            EntityForm.CONTINUES,
            optional("images", ImagesForm.IMAGES, ""),
            optional("mapping", MappingForm.of(Entity.SALES_ORDERS), ""),
            optional("ml", TrainingForm.ML, ""));

    /** Around an example of an entity. */
    private static final String CLIENT =
            "client: CW-000200\nname: Test\nerp: {url: https://erp.example.com}\nentities:\n";

    private static final String PARENTS =
            "  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}\n";

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(REFERENCE));
        while (blocks.find()) {
            String block = blocks.group(1);
            if (!block.startsWith("#")) {
                examples.addAll(
                        block.startsWith("client:") ? List.of(block) : Arrays.asList(NEXT_EXAMPLE.split(block)));
            }
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_sound(String example) {
        Reading reading = new Reading(
                Path.of("CW-000200.yaml"),
                new VariableScope(
                        "CW-000200", name -> name.equals("CATWING_SECRETS") ? null : "https://erp.example.com"));
        boolean entity = Arrays.stream(Entity.values()).anyMatch(e -> example.startsWith(e + ":"));
        String whole =
                entity ? CLIENT + example.indent(2) + (example.contains("entity: products") ? PARENTS : "") : example;
        ObjectForm<?> form = whole.startsWith("client:") ? ClientForm.CLIENT_FILE : SECTIONS;

        assertThat(YamlText.parse(whole.getBytes(StandardCharsets.UTF_8), reading)
                        .flatMap(node -> form.read(node, reading)))
                .isPresent();
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void the_reference_shows_every_key_and_type() throws IOException {
        String reference = Files.readString(REFERENCE);
        Set<String> words = new TreeSet<>();
        collect(new ObjectMapper().readTree(Path.of("clients/schema.json").toFile()), words);

        assertThat(words).allSatisfy(word -> assertThat(reference).contains("`" + word + "`"));
    }

    /** Keys, and the words of a choice; columns are the tables' and stand in the schema alone. */
    private static void collect(JsonNode node, Set<String> words) {
        if (node.path("description").asText().startsWith("Columns of general.")) {
            words.addAll(List.of("at", "lines"));
            return;
        }
        node.path("properties").fieldNames().forEachRemaining(words::add);
        node.path("enum").forEach(word -> words.add(word.asText()));
        node.forEach(child -> collect(child, words));
    }
}
