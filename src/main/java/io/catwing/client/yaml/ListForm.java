package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A list of at least one element. */
public final class ListForm<T> implements Form<List<T>> {
    private final Form<T> items;

    public ListForm(Form<T> items) {
        this.items = items;
    }

    @Override
    public Optional<List<T>> read(YamlNode node, Reading reading) {
        if (!node.isList() || node.items().isEmpty()) {
            String kind = node.isList() ? "an empty list" : node.kind() + ", not a list";
            reading.refuse(node, node.path() + " is " + kind, "write each entry after a dash");
            return Optional.empty();
        }
        List<Optional<T>> read =
                node.items().stream().map(item -> items.read(item, reading)).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().map(Optional::get).toList())
                : Optional.empty();
    }

    @Override
    public ObjectNode schema(Schema schema) {
        ObjectNode list = Schema.object().put("type", "array").put("minItems", 1);
        list.set("items", items.schema(schema));
        return list;
    }
}
