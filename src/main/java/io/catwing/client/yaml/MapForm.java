package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An object with arbitrary keys, in the order of the file. A key without a value is kept, with null: it
 * removes a default.
 */
public final class MapForm<T> implements Form<Map<String, T>> {
    /** Reports what is wrong with a key and its value, if anything. */
    @FunctionalInterface
    public interface Check<T> {
        void check(String key, T value) throws Refusal;
    }

    private final Form<T> values;
    private final Check<T> check;
    private final String names;
    private boolean valued;

    public MapForm(Form<T> values, Check<T> check) {
        this(values, check, null);
    }

    /** @param names pattern of the keys for the schema, equal to the check; null if any are allowed */
    public MapForm(Form<T> values, Check<T> check, String names) {
        this.values = values;
        this.check = check;
        this.names = names;
    }

    /** A key without a value is refused. */
    public MapForm<T> valued() {
        valued = true;
        return this;
    }

    @Override
    public Optional<Map<String, T>> read(YamlNode node, Reading reading) {
        if (!node.isObject()) {
            reading.refuse(node, node.path() + " is " + node.kind() + ", not an object", "write name: value lines");
            return Optional.empty();
        }
        boolean sound = true;
        Map<String, T> map = new LinkedHashMap<>();
        for (YamlNode.Entry entry : node.entries()) {
            String name = entry.key().text();
            Optional<T> value = Optional.empty();
            if (valued || !entry.value().isNothing()) {
                value = values.read(entry.value(), reading);
                sound &= value.isPresent();
            }
            try {
                check.check(name, value.orElse(null));
            } catch (Refusal refusal) {
                reading.refuse(entry.key(), entry.key().path() + " " + refusal.getMessage(), refusal.hint());
                sound = false;
            }
            map.put(name, value.orElse(null));
        }
        return sound ? Optional.of(map) : Optional.empty();
    }

    @Override
    public ObjectNode schema(Schema schema) {
        ObjectNode object = Schema.object().put("type", "object");
        if (names != null) {
            object.putObject("propertyNames").put("pattern", names);
        }
        if (valued) {
            object.set("additionalProperties", values.schema(schema));
            return object;
        }
        ObjectNode value = object.putObject("additionalProperties");
        value.putArray("anyOf").add(values.schema(schema)).addObject().put("type", "null");
        return object;
    }
}
