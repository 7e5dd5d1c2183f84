package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catwing.client.Expression;
import io.catwing.client.FormatsAdvice;
import io.catwing.client.JqFunctions;
import io.catwing.client.Table.Column;
import io.catwing.client.Table.Type;
import io.catwing.failure.QuarantinedFailure;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * The source of one column's value, and how it is written: by pointer while the record streams by, by {@code jq}
 * on its tree afterwards, or a constant.
 *
 * @param source as the reason of a reject names it
 * @param jq null for a pointer or a constant
 * @param tree a pointer that is resolved in the tree: one of the record's that leads into its lines; usually null
 * @param constant COPY text, null unless it is one
 * @param empty JSON values that mean null here
 * @param from as the client's file has it
 */
record Slot(
        Column column,
        Conversion conversion,
        String source,
        JsonQuery jq,
        JsonPointer tree,
        byte[] constant,
        Set<String> empty,
        Expression from) {

    private static final int LONGEST_EMPTY = 100;

    static Slot of(Column column, Expression expression, ZoneId zone) {
        Conversion conversion = Conversion.of(column, expression, zone);
        Set<String> empty = empty(column, expression);
        if (expression.at() != null) {
            return new Slot(column, conversion, expression.at().toString(), null, null, null, empty, expression);
        }
        if (expression.jq() != null) {
            JsonQuery jq = compile(column.name(), expression.jq());
            return new Slot(column, conversion, "jq " + expression.jq(), jq, null, null, empty, expression);
        }
        CopyBuffer buffer = new CopyBuffer(32);
        char[] value = expression.value().toCharArray();
        String problem = conversion.convert(Conversion.Scalar.STRING, value, 0, value.length, buffer);
        if (problem != null) {
            throw unusable(column.name(), expression.value(), problem);
        }
        return new Slot(
                column,
                conversion,
                "value",
                null,
                null,
                Arrays.copyOf(buffer.bytes(), buffer.length()),
                Set.of(),
                expression);
    }

    static JsonQuery compile(String what, String jq) {
        try {
            return JqFunctions.compile(jq);
        } catch (JsonQueryException bad) {
            throw unusable(what, jq, bad.getMessage());
        }
    }

    /** A boolean is meaningful in a boolean column, and a number in a numeric one. */
    private static Set<String> empty(Column column, Expression expression) {
        return expression.empty().stream()
                .filter(value -> column.type() != Type.BOOLEAN || !value.equals("true") && !value.equals("false"))
                .filter(value -> column.type() != Type.NUMERIC || !value.matches("-?[0-9].*"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a value means null. */
    boolean isEmpty(Conversion.Scalar scalar, char[] text, int from, int length) {
        if (empty.isEmpty() || length > LONGEST_EMPTY) {
            return false;
        }
        String value = new String(text, from, length);
        return empty.contains(scalar == Conversion.Scalar.STRING ? new TextNode(value).toString() : value);
    }

    Slot throughTree(JsonPointer pointer) {
        return new Slot(column, conversion, source, null, pointer, null, empty, from);
    }

    /** The same, of the record around a row: its place begins with ^. */
    Slot around() {
        return constant != null ? this : new Slot(column, conversion, "^" + source, jq, tree, null, empty, from);
    }

    /** Needs the record's tree. */
    boolean needsTree() {
        return jq != null || tree != null;
    }

    private static QuarantinedFailure unusable(String column, String what, String problem) {
        return new QuarantinedFailure(
                "the mapping of " + column + " cannot be used: '" + what + "' " + problem,
                "correct the client's file; ./catwing check names the line");
    }

    /** A fact about a value that cannot be used. */
    String reason(String problem, String value) {
        return shown(column.name() + " from " + source + " " + problem, value);
    }

    /** The same of a value, with what the client's file would have to declare. */
    String reason(String problem, Conversion.Scalar scalar, String value) {
        return reason(problem, value)
                + FormatsAdvice.sentence(
                        FormatsAdvice.of(column.type(), scalar == Conversion.Scalar.STRING, value),
                        from,
                        column.type());
    }

    /** The same of an object. @param members its names */
    String reasonOfObject(String problem, List<String> members) {
        return column.name() + " from " + source + " " + problem
                + FormatsAdvice.sentence(FormatsAdvice.ofObject(members), from, column.type());
    }

    /** In the smallest unit of a currency. */
    boolean minorUnits() {
        return constant == null && from.notation().minorUnits() != null;
    }

    static String shown(String fact, String value) {
        String shown = value.codePointCount(0, value.length()) <= 80
                ? value
                : value.substring(0, value.offsetByCodePoints(0, 80)) + "...";
        // What is shown is stored in a text column: no U+0000, no lone surrogates.
        String storable =
                new String(shown.replace('\0', '\u2400').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return fact + ": " + storable;
    }

    String missing() {
        return column.name() + " from " + source + " is missing, and is part of the key";
    }
}
