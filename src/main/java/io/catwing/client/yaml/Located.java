package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A value with its position in the file, for checks that need more of the file first. */
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
