package io.catwing.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Schema;
import io.catwing.client.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code none_when:} a list of statuses and words. */
final class NoneWhenForm implements Form<NoneWhen> {
    /** They mean that something is wrong with the request or at the moment, never that there are no records. */
    private static final Set<String> ERRORS = Set.of("401", "403", "405", "407", "408", "425", "429");

    private static final List<String> WORDS =
            Arrays.stream(NoneWhen.Value.values()).map(NoneWhen.Value::word).toList();
    private static final String HINT = "write a status such as 404, or one of " + String.join(" ", WORDS);

    private static final ListForm<String> ENTRIES = new ListForm<>(Scalar.of(
            "a status or a word",
            schema -> {
                schema.putArray("anyOf");
                schema.withArray("anyOf")
                        .addObject()
                        .put("type", "integer")
                        .put("minimum", 400)
                        .put("maximum", 499);
                WORDS.forEach(schema.withArray("anyOf").addObject().putArray("enum")::add);
            },
            (text, environment) -> {
                if (!WORDS.contains(text) && !text.matches("4[0-9][0-9]")) {
                    throw new Refusal("says nothing of an answer", HINT);
                }
                if (ERRORS.contains(text)) {
                    throw new Refusal("is always an error", HINT);
                }
                return text;
            }));

    @Override
    public Optional<NoneWhen> read(YamlNode node, Reading reading) {
        return ENTRIES.read(node, reading)
                .map(entries -> new NoneWhen(
                        entries.stream()
                                .filter(e -> !WORDS.contains(e))
                                .map(Integer::valueOf)
                                .collect(Collectors.toSet()),
                        Arrays.stream(NoneWhen.Value.values())
                                .filter(value -> entries.contains(value.word()))
                                .collect(Collectors.toSet())));
    }

    @Override
    public ObjectNode schema(Schema schema) {
        return ENTRIES.schema(schema);
    }
}
