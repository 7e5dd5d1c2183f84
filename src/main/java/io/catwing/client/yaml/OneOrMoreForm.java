package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A value, or a list of at least one of them. */
public final class OneOrMoreForm<T> implements Form<List<T>> {
    private final Form<T> one;
    private final ListForm<T> more;

    public OneOrMoreForm(Form<T> one) {
        this.one = one;
        this.more = new ListForm<>(one);
    }

    @Override
    public Optional<List<T>> read(YamlNode node, Reading reading) {
        return node.isList()
                ? more.read(node, reading)
                : one.read(node, reading).map(List::of);
    }

    @Override
    public ObjectNode schema(Schema schema) {
        ObjectNode either = Schema.object();
        either.putArray("anyOf").add(one.schema(schema)).add(more.schema(schema));
        return either;
    }
}
