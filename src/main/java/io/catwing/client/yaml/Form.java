package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How one kind of value is written in a file: read by it, and said by it as JSON Schema. */
public interface Form<T> {

    /** Empty where the node is not of this form; the reason has then been told to the reading. */
    Optional<T> read(YamlNode node, Reading reading);

    /** This form as JSON Schema, draft 2020-12. Forms with a name go into the definitions and are referred to. */
    ObjectNode schema(Schema schema);
}
