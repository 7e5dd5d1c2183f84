package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An object with known keys. */
public final class ObjectForm<T> implements Form<T> {
    private final String name;
    private final String description;
    private final List<Key<?>> keys;
    private final List<Rule> rules = new ArrayList<>();
    private final Function<Values, T> build;
    private final Map<String, String> retired = new HashMap<>();
    private String noun = "key";
    private boolean lenient;

    private ObjectForm(String name, String description, Function<Values, T> build, List<Key<?>> keys) {
        this.name = name;
        this.description = description;
        this.build = build;
        this.keys = keys;
    }

    /**
     * @param name of its definition in the schema
     * @param build creates the value once every key was read; it may refuse too, and its result is then dropped
     */
    public static <T> ObjectForm<T> object(
            String name, String description, Function<Values, T> build, List<Key<?>> keys) {
        return new ObjectForm<>(name, description, build, keys);
    }

    public static <T> ObjectForm<T> object(String name, String description, Function<Values, T> build, Key<?>... keys) {
        return new ObjectForm<>(name, description, build, List.of(keys));
    }

    public ObjectForm<T> with(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** @param hint what to do instead of using a removed key */
    public ObjectForm<T> retired(String key, String hint) {
        retired.put(key, hint);
        return this;
    }

    /** How to name its keys if one is unknown: {@code column}. */
    public ObjectForm<T> keysAre(String noun) {
        this.noun = noun;
        return this;
    }

    /** Builds although a key was wrong, so that the other keys are checked in the same pass. */
    public ObjectForm<T> lenient() {
        lenient = true;
        return this;
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        return read(node, reading, null);
    }

    /** @param tag a key that was already read elsewhere, or null */
    Optional<T> read(YamlNode node, Reading reading, String tag) {
        if (!node.isObject()) {
            String keyNames = String.join(", ", names(tag));
            reading.refuse(node, node.path() + " is " + node.kind() + ", not an object", "keys here are " + keyNames);
            return Optional.empty();
        }
        Values values = new Values(node, reading);
        for (YamlNode.Entry entry : node.entries()) {
            String written = entry.key().text();
            if (!written.equals(tag)) {
                keys.stream()
                        .filter(key -> key.name().equals(written))
                        .findFirst()
                        .ifPresentOrElse(
                                key -> values.read(key, entry.value()), () -> unknown(entry.key(), node, values, tag));
            }
        }
        for (Key<?> key : keys) {
            if (key.required() && !values.has(key)) {
                values.fail(
                        node,
                        node.path() + " has no '" + key.name() + "'",
                        "add " + key.name() + ": " + key.description());
            }
        }
        rules.forEach(rule -> rule.check(values));
        if (!values.sound() && !lenient) {
            return Optional.empty();
        }
        T built = build.apply(values);
        return values.sound() || lenient ? Optional.ofNullable(built) : Optional.empty();
    }

    private void unknown(YamlNode key, YamlNode node, Values values, String tag) {
        String written = key.text();
        if (retired.containsKey(written)) {
            values.fail(key, "'" + written + "' in " + node.path() + " is no longer read", retired.get(written));
        } else {
            values.fail(
                    key,
                    "unknown " + noun + " '" + written + "' in " + node.path(),
                    Suggestion.hint(written, plural() + " here", names(tag)));
        }
    }

    private String plural() {
        return noun.endsWith("y") && !noun.endsWith("ey") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    private List<String> names(String tag) {
        List<String> names = new ArrayList<>();
        if (tag != null) {
            names.add(tag);
        }
        keys.forEach(key -> names.add(key.name()));
        return names;
    }

    @Override
    public ObjectNode schema(Schema schema) {
        return schema.define(name, () -> content(schema, null, null));
    }

    ObjectNode content(Schema schema, String tag, String tagValue) {
        ObjectNode object = Schema.object();
        object.put("description", description);
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        if (tag != null) {
            properties.putObject(tag).put("const", tagValue);
            required.add(tag);
        }
        for (Key<?> key : keys) {
            ObjectNode property = key.form().schema(schema);
            property.put("description", key.description());
            if (key.fallback() != null) {
                putDefault(property, key.fallback());
            }
            properties.set(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (required.isEmpty()) {
            object.remove("required");
        }
        object.put("additionalProperties", false);
        rules.forEach(rule -> rule.schema(object));
        return object;
    }

    private static void putDefault(ObjectNode property, String fallback) {
        switch (property.path("type").asText()) {
            case "integer" -> property.put("default", Long.parseLong(fallback));
            case "number" -> property.put("default", Double.parseDouble(fallback));
            case "boolean" -> property.put("default", Boolean.parseBoolean(fallback));
            default -> property.put("default", fallback);
        }
    }
}
