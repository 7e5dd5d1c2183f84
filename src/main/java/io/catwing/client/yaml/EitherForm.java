package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A short text, or an object with more detail. */
public final class EitherForm<T> implements Form<T> {
    private final String name;
    private final Scalar<T> text;
    private final Form<T> object;

    /** @param name of its definition in the schema */
    public EitherForm(String name, Scalar<T> text, Form<T> object) {
        this.name = name;
        this.text = text;
        this.object = object;
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        return node.isObject() ? object.read(node, reading) : text.read(node, reading);
    }

    @Override
    public ObjectNode schema(Schema schema) {
        return schema.define(name, () -> {
            ObjectNode either = Schema.object();
            either.putArray("anyOf")
                    .add(text.schema(schema))
                    .add(
                            object instanceof ObjectForm<T> form
                                    ? form.content(schema, null, null)
                                    : object.schema(schema));
            return either;
        });
    }
}
