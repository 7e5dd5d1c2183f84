package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/** How one kind of value is written in a file: reads it, and describes it as JSON Schema. */
public interface Form<T> {

    /** Empty if the node does not match this form; the reason has then been reported to the reading. */
    Optional<T> read(YamlNode node, Reading reading);

    /** This form as JSON Schema, draft 2020-12. Named forms go into the definitions and are referenced. */
    ObjectNode schema(Schema schema);

    /** Written the same way, and converted. */
    default <U> Form<U> map(Function<T, U> then) {
        Form<T> written = this;
        return new Form<>() {
            @Override
            public Optional<U> read(YamlNode node, Reading reading) {
                return written.read(node, reading).map(then);
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return written.schema(schema);
            }
        };
    }
}
