package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How one kind of value is written in a file: reads it, and describes it as JSON Schema. */
public interface Form<T> {

    /** Empty if the node does not match this form; the reason has then been reported to the reading. */
    Optional<T> read(YamlNode node, Reading reading);

    /** This form as JSON Schema, draft 2020-12. Named forms go into the definitions and are referenced. */
    ObjectNode schema(Schema schema);
}
