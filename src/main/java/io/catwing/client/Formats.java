package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.yaml.JsonValueForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code formats:} how an ERP writes times, numbers and missing values if a column does not say otherwise.
 *
 * @param empty values that mean null, as JSON
 * @param notNumbers NaN and Infinity mean null in columns of numbers
 */
record Formats(String time, char decimal, Set<String> empty, boolean notNumbers) {
    private static final Key<String> TIME = optional(
            "time",
            Scalars.DAY_OR_TIME_FORMAT,
            "iso",
            "Dates and times: iso, epoch_seconds, epoch_millis, odata, the same with _day, or a pattern of java.time.");
    private static final Key<String> DECIMAL =
            optional("decimal", Scalars.DECIMAL_SIGN, ".", "The decimal sign of numbers that are written as text.");

    private static final Key<List<String>> EMPTY = optional(
            "empty",
            new ListForm<>(new JsonValueForm("a value")),
            "Values that stand for nothing, such as false, \"\" or \"-\". A boolean counts in no column of booleans, a number in"
                    + " none of numbers.");

    static final Formats DEFAULT = new Formats("iso", '.', Set.of(), false);

    static final ObjectForm<Formats> FORM = ObjectForm.object(
            "formats",
            "How the ERP writes times and numbers where a column does not say otherwise.",
            v -> new Formats(
                    v.get(TIME),
                    v.get(DECIMAL).charAt(0),
                    new TreeSet<>(v.find(EMPTY).orElse(List.of())),
                    false),
            TIME,
            DECIMAL,
            EMPTY);

    /** These, where NaN and Infinity mean null in columns of numbers. */
    Formats withNotNumbers() {
        return new Formats(time, decimal, empty, true);
    }

    /** The expression completed with these defaults; only those that its column's type can use. */
    Expression complete(Expression e, Table.Type type) {
        boolean day = type == Table.Type.DATE || type == Table.Type.TIMESTAMP;
        String format = e.format() != null ? e.format() : day && e.value() == null ? time : null;
        char sign = e.decimal() != 0 ? e.decimal() : type == Table.Type.NUMERIC && e.value() == null ? decimal : '.';
        Set<String> nothing = e.value() == null ? new TreeSet<>(empty) : new TreeSet<>();
        if (notNumbers && e.value() == null && type == Table.Type.NUMERIC) {
            AnswerShape.NOT_NUMBERS.forEach(text -> nothing.add('"' + text + '"'));
        }
        return new Expression(
                e.at(), e.jq(), e.value(), e.parent(), "iso".equals(format) ? null : format, sign, nothing);
    }
}
