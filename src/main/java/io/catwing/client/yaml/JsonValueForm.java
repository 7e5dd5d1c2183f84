package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** A single JSON value: {@code false} and {@code 0} literally, everything else as a string. */
public final class JsonValueForm implements Form<String> {
    private final String what;

    /** @param what with its article */
    public JsonValueForm(String what) {
        this.what = what;
    }

    @Override
    public Optional<String> read(YamlNode node, Reading reading) {
        if (!node.isText()) {
            String hint = "write false, a number, or text in quotes; null needs no entry";
            reading.refuse(node, node.path() + " is " + node.kind() + ", not " + what, hint);
            return Optional.empty();
        }
        boolean bare = node.isPlain() && node.text().matches("true|false|-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
        return Optional.of(bare ? node.text() : new TextNode(node.text()).toString());
    }

    @Override
    public ObjectNode schema(Schema schema) {
        ObjectNode value = Schema.object();
        Scalar.anyText(value);
        return value;
    }
}
