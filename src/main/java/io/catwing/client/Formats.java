package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;

/** {@code formats:} how an ERP writes times and numbers where a column does not say otherwise. */
record Formats(String time, char decimal) {
    private static final Key<String> TIME = optional(
            "time",
            Scalars.DAY_OR_TIME_FORMAT,
            "iso",
            "Dates and times: iso, epoch_seconds, epoch_millis, odata, or a pattern of java.time.");
    private static final Key<String> DECIMAL =
            optional("decimal", Scalars.DECIMAL_SIGN, ".", "The decimal sign of numbers that are written as text.");

    static final Formats DEFAULT = new Formats("iso", '.');

    static final ObjectForm<Formats> FORM = ObjectForm.object(
            "formats",
            "How the ERP writes times and numbers where a column does not say otherwise.",
            v -> new Formats(v.get(TIME), v.get(DECIMAL).charAt(0)),
            TIME,
            DECIMAL);

    /** The expression with what it leaves open filled in; only what its column's type can use. */
    Expression complete(Expression e, Table.Type type) {
        boolean day = type == Table.Type.DATE || type == Table.Type.TIMESTAMP;
        String format = e.format() != null ? e.format() : day && e.value() == null ? time : null;
        char sign = e.decimal() != 0 ? e.decimal() : type == Table.Type.NUMERIC && e.value() == null ? decimal : '.';
        return new Expression(e.at(), e.jq(), e.value(), e.parent(), "iso".equals(format) ? null : format, sign);
    }
}
