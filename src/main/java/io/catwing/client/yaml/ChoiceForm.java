package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object whose key {@code type} selects one of several forms. */
public final class ChoiceForm<T> implements Form<T> {
    private static final String TAG = "type";

    private final String name;
    private final String description;
    private final Map<String, ObjectForm<? extends T>> forms = new LinkedHashMap<>();

    public ChoiceForm(String name, String description) {
        this.name = name;
        this.description = description;
    }

    public ChoiceForm<T> or(String type, ObjectForm<? extends T> form) {
        forms.put(type, form);
        return this;
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        String types = "types here are " + String.join(", ", forms.keySet());
        if (!node.isObject()) {
            reading.refuse(node, node.path() + " is " + node.kind() + ", not an object", "write {type: …}; " + types);
            return Optional.empty();
        }
        List<YamlNode> tags = node.entries().stream()
                .filter(entry -> entry.key().text().equals(TAG))
                .map(YamlNode.Entry::value)
                .toList();
        if (tags.isEmpty() || !tags.get(0).isText()) {
            reading.refuse(node, node.path() + " has no 'type'", types);
            return Optional.empty();
        }
        String type = tags.get(0).text();
        ObjectForm<? extends T> form = forms.get(type);
        if (form == null) {
            String hint = Suggestion.hint(type, "types here", forms.keySet());
            reading.refuse(tags.get(0), "unknown type '" + type + "' of " + node.path(), hint);
            return Optional.empty();
        }
        return form.read(node, reading, TAG).map(value -> value);
    }

    @Override
    public ObjectNode schema(Schema schema) {
        return schema.define(name, () -> {
            ObjectNode choice = Schema.object();
            choice.put("description", description);
            choice.put("type", "object");
            choice.putObject("properties").putObject(TAG).putArray("enum").addAll(types());
            choice.putArray("required").add(TAG);
            ArrayNode any = choice.putArray("oneOf");
            forms.forEach((type, form) -> any.add(form.content(schema, TAG, type)));
            return choice;
        });
    }

    private ArrayNode types() {
        ArrayNode types = Schema.object().arrayNode();
        forms.keySet().forEach(types::add);
        return types;
    }
}
