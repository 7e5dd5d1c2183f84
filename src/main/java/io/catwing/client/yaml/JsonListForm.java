package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A single JSON value, or a list of them; kept as JSON. */
public final class JsonListForm implements Form<String> {
    private final JsonValueForm value;
    private final ListForm<String> list;

    /** @param what one value is, with its article */
    public JsonListForm(String what) {
        value = new JsonValueForm(what);
        list = new ListForm<>(value);
    }

    @Override
    public Optional<String> read(YamlNode node, Reading reading) {
        return node.isList()
                ? list.read(node, reading).map(items -> "[" + String.join(",", items) + "]")
                : value.read(node, reading);
    }

    @Override
    public ObjectNode schema(Schema schema) {
        ObjectNode either = Schema.object();
        either.putArray("anyOf").add(value.schema(schema)).add(list.schema(schema));
        return either;
    }
}
