package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A value that is written as one text. */
public final class Scalar<T> implements Form<T> {
    /** Text to value. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text, UnaryOperator<String> environment) throws Refusal;
    }

    private final String what;
    private final boolean plain;
    private final Consumer<ObjectNode> schema;
    private final Parser<T> parser;

    private Scalar(String what, boolean plain, Consumer<ObjectNode> schema, Parser<T> parser) {
        this.what = what;
        this.plain = plain;
        this.schema = schema;
        this.parser = parser;
    }

    /** @param what with its article: {@code a duration} */
    public static <T> Scalar<T> of(String what, Consumer<ObjectNode> schema, Parser<T> parser) {
        return new Scalar<>(what, false, schema, parser);
    }

    /** A number or a boolean: quoted it would be text for every other reader of the file. */
    public static <T> Scalar<T> plain(String what, Consumer<ObjectNode> schema, Parser<T> parser) {
        return new Scalar<>(what, true, schema, parser);
    }

    /** Any text; what looks like a number or a boolean is text too. */
    public static void anyText(ObjectNode schema) {
        schema.putArray("type").add("string").add("number").add("boolean");
    }

    @Override
    public <U> Scalar<U> map(Function<T, U> then) {
        return new Scalar<>(what, plain, schema, (text, environment) -> then.apply(parser.parse(text, environment)));
    }

    public Parser<T> parser() {
        return parser;
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        if (node.isNothing()) {
            reading.refuse(node, node.path() + " is empty", "write " + what + ", or take the line away");
            return Optional.empty();
        }
        if (!node.isText()) {
            reading.refuse(node, node.path() + " is " + node.kind() + ", not " + what, "write " + what + " there");
            return Optional.empty();
        }
        if (plain && !node.isPlain()) {
            reading.refuse(node, node.path() + " is text in quotes, not " + what, "take the quotes away");
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(node.text(), reading.environment()));
        } catch (Refusal refusal) {
            String shown = refusal.textHidden() ? "" : " '" + shortened(node.text()) + "'";
            reading.refuse(node, node.path() + shown + " " + refusal.getMessage(), refusal.hint());
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        boolean whole = line.length() <= 80 && line.equals(text.strip());
        return whole ? line : line.substring(0, Math.min(line.length(), 80)) + "…";
    }

    T parse(String ours) {
        try {
            return parser.parse(ours, name -> null);
        } catch (Refusal e) {
            throw new IllegalStateException("the default '" + ours + "' is not " + what, e);
        }
    }

    @Override
    public ObjectNode schema(Schema all) {
        ObjectNode node = Schema.object();
        schema.accept(node);
        return node;
    }
}
