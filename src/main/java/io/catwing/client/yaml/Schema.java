package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A JSON Schema under construction: its definitions, each once. */
public final class Schema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    /** The whole schema of files that are of one form. */
    public static ObjectNode of(String title, Form<?> form) {
        Schema schema = new Schema();
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", title);
        root.setAll(form.schema(schema));
        ObjectNode definitions = root.putObject("$defs");
        schema.definitions.forEach(definitions::set);
        return root;
    }

    ObjectNode define(String name, Supplier<ObjectNode> content) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.objectNode());
            definitions.put(name, content.get());
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    static ObjectNode object() {
        return JSON.objectNode();
    }
}
