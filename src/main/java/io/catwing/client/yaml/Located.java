package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A value that remembers where it was written, for checks that need to see more of the file first. */
public record Located<T>(YamlNode at, T value) {

    public static <T> Form<Located<T>> located(Form<T> form) {
        return new Form<>() {
            @Override
            public Optional<Located<T>> read(YamlNode node, Reading reading) {
                return form.read(node, reading).map(value -> new Located<>(node, value));
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return form.schema(schema);
            }
        };
    }
}
