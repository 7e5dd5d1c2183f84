package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.support.Mutations;
import io.catwing.support.Mutations.Counters;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcatwing.mutations=10000} tries so many client files. */
class ClientFileMutationsTest {
    private static final long SEED = 20261126;
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What every secret here begins with: of the client's own, and of all others. */
    private static final String SECRET = "s3cr3t-";

    private static final String OWN = SECRET + "own";
    private static final String FOREIGN = SECRET + "foreign";

    @TempDir
    private Path home;

    private Path clients;
    private final Map<String, String> sound = new TreeMap<>();
    private final List<JsonNode> trees = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        clients = Files.createDirectory(home.resolve("clients"));
        try (Stream<Path> good = Files.list(BadFiles.GOOD)) {
            for (Path file : good.sorted().toList()) {
                sound.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        sound.put("CW-000900.yaml", BadFiles.base());
        for (String id : List.of("CW-000900", "CW-000901", "CW-999999")) {
            Path mounted = Files.createDirectories(home.resolve("secrets").resolve(id));
            Files.writeString(mounted.resolve("key"), id.equals("CW-999999") ? FOREIGN : OWN);
        }
        Set<String> ofTheSchema = new TreeSet<>();
        collect(YAML.readTree(Path.of("clients/schema.json").toFile()), ofTheSchema);
        words.addAll(ofTheSchema);
        // As often as those of the schema.
        for (List<String> hostile = hostile(); words.size() < 2 * ofTheSchema.size(); ) {
            words.addAll(hostile);
        }
        for (String file : sound.values()) {
            trees.addAll(within(YAML.readTree(file)));
        }
    }

    /** Names and values that the schema knows, which are those that the reader knows. */
    private static void collect(JsonNode schema, Set<String> words) {
        schema.path("properties").fieldNames().forEachRemaining(words::add);
        schema.path("enum").forEach(value -> words.add(value.asText()));
        for (String key : List.of("const", "default", "minimum", "maximum")) {
            if (schema.has(key)) {
                words.add(schema.get(key).asText());
            }
        }
        schema.forEach(part -> collect(part, words));
    }

    private List<String> hostile() {
        List<String> hostile = new ArrayList<>(List.of(
                "${CW_000900_API_KEY}",
                "${CW_000901_API_KEY}",
                "${CW_999999_API_KEY:-x}",
                "${CATWING_DB_PASSWORD}",
                "${CATWING_CLIENT_CW_000900_TOKEN}",
                "${AWS_SECRET_ACCESS_KEY}",
                "${CW_000900_HOST}",
                "${file:/proc/self/environ}",
                "${file:/etc/shadow}",
                "http://user:pass@host/?a=b#c",
                "http://${CW_000900_API_KEY}@host",
                "file:///etc/passwd",
                "{{env:CATWING_DB_PASSWORD}}",
                "{{date|yyyy}}",
                "{{date:yyyy-MM-dd'T'}}",
                "{{cursor}}",
                "{{{{page}}",
                "CamelHttpUri",
                "Authorization",
                "Content-Length",
                "a\r\nb: c",
                "\u0000\u001b[31m\u202e\ud83d\ude00",
                "x".repeat(3000),
                "/a".repeat(2000),
                "é".repeat(700),
                "1e400",
                "-1",
                "9".repeat(40),
                "P1D",
                "999999999d",
                "0x10",
                "~",
                "*a",
                "&a",
                "<<",
                "!!python/object:os",
                "? ",
                "- ",
                ": ",
                "|",
                "{",
                "]",
                "/~2",
                "dd.MM.yyyy'",
                "[[[uuuu]]]",
                "zzzzzz",
                ".a |= input",
                "$ENV",
                "def f: f; f",
                "[range(1e9)]",
                ".. | ..",
                "\"x\" * 1e9",
                "[limit(3; repeat(1))]",
                "test(\"(a+)+$\")",
                "((((((((((.",
                "-".repeat(3000) + "1"));
        for (String place : List.of("CW-000900/key", "CW-000901/key", "CW-999999/key", "CW-000900/../CW-999999/key")) {
            hostile.add("${file:" + home.resolve("secrets") + "/" + place + "}");
        }
        return hostile;
    }

    private static List<JsonNode> within(JsonNode tree) {
        List<JsonNode> all = new ArrayList<>(List.of(tree));
        tree.forEach(part -> all.addAll(within(part)));
        return all;
    }

    @Test
    void whatever_a_clients_file_says_it_is_sound_or_its_problems_are_told_without_a_secret() {
        Counters counters = Mutations.read("client file", SEED, Mutations.count(400), 512L << 20, random -> {
            String name = Mutations.pick(random, List.copyOf(sound.keySet()));
            Path file = Files.write(clients.resolve(name), mutated(random, sound.get(name)));
            try {
                check(name.replace(".yaml", ""));
            } finally {
                Files.delete(file);
            }
        });

        assertThat(counters.taken()).isGreaterThan(Mutations.count(400) / 20);
        assertThat(counters.refused()).isGreaterThan(Mutations.count(400) / 3);
    }

    private byte[] mutated(SplittableRandom random, String file) throws IOException {
        return switch (random.nextInt(6)) {
            case 0 -> Mutations.bytes(random, file.getBytes(StandardCharsets.UTF_8));
            case 1, 2 -> Mutations.words(random, file, Mutations.TOKEN, words).getBytes(StandardCharsets.UTF_8);
            default -> {
                JsonNode tree = YAML.readTree(file);
                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                    change(random, Mutations.pick(random, within(tree)));
                }
                yield YAML.writeValueAsBytes(tree);
            }
        };
    }

    private void change(SplittableRandom random, JsonNode at) {
        JsonNode value = random.nextInt(3) == 0
                ? Mutations.pick(random, trees).deepCopy()
                : random.nextInt(20) == 0
                        ? JsonNodeFactory.instance.nullNode()
                        : TextNode.valueOf(Mutations.pick(random, words));
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = Mutations.pick(random, names);
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(Mutations.pick(random, words), value);
                case 2 -> object.set(Mutations.pick(random, words), object.remove(name));
                default -> object.set(name, value);
            }
        } else if (at instanceof ArrayNode array) {
            array.add(value);
        }
    }

    private void check(String client) {
        String prefix = client.replace('-', '_') + "_";
        Set<String> foreign = new TreeSet<>();
        UnaryOperator<String> environment = variable -> {
            if (variable.equals(VariableScope.SECRETS)) {
                return home.resolve("secrets").toString();
            } else if (variable.equals(VariableScope.ALLOWED)) {
                return null;
            } else if (variable.startsWith(prefix) || variable.startsWith("CATWING_CLIENT_" + prefix)) {
                return variable.matches(".*(KEY|TOKEN|SECRET|PASSWORD|USER|ID).*") ? OWN : "erp.example.com";
            }
            foreign.add(variable);
            return FOREIGN;
        };
        ClientFiles.Result result = ClientFiles.read(clients, environment);

        assertThat(result.clients().size() == 1).isEqualTo(result.problems().isEmpty());
        assertThat(ClientCheck.check(clients, environment).lines())
                .allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
        for (Client read : result.clients()) {
            assertThat(read.toString()).doesNotContain(SECRET);
            assertThat(secrets(read)).doesNotContain(FOREIGN);
        }
        assertThat(foreign).as("asked of the environment").isEmpty();
        for (Problem problem : result.problems()) {
            Mutations.check("a problem", new QuarantinedFailure(problem.reason(), problem.hint()));
        }
        if (!result.problems().isEmpty()) {
            Problem first = result.problems().get(0);
            throw new QuarantinedFailure(first.reason(), first.hint());
        }
    }

    /** All that a client's records come to reveal. */
    private static List<String> secrets(Object value) {
        List<String> revealed = new ArrayList<>();
        if (value instanceof Secret secret) {
            try {
                revealed.add(secret.reveal());
            } catch (QuarantinedFailure none) {
                Mutations.check("a secret", none);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(part -> revealed.addAll(secrets(part)));
        } else if (value instanceof Collection<?> list) {
            list.forEach(part -> revealed.addAll(secrets(part)));
        } else if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    revealed.addAll(secrets(component.getAccessor().invoke(record)));
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        return revealed;
    }
}
