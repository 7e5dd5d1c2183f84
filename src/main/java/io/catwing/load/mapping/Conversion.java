package io.catwing.load.mapping;

import io.catwing.client.Expression;
import io.catwing.client.Table.Column;
import io.catwing.load.mapping.TimeConversion.Range;
import java.time.ZoneId;

/** Writes a JSON scalar as a column's value in COPY's text format. Not for use by several threads. */
interface Conversion {

    /** The scalars of JSON except null. */
    enum Scalar {
        STRING,
        NUMBER,
        BOOLEAN
    }

    /**
     * Writes the value to {@code out}; an empty string in place of a number, time or boolean becomes null.
     *
     * @param text the decoded string, or the literal number or boolean
     * @return why it cannot be written, such as {@code is not a number}, or null; {@code out} is undefined then
     */
    String convert(Scalar scalar, char[] text, int from, int length, CopyBuffer out);

    /** @param zone for times without an offset */
    static Conversion of(Column column, Expression expression, ZoneId zone) {
        return switch (column.type()) {
            case TEXT -> new TextConversion(column.key(), column.id());
            case NUMERIC ->
                new NumberConversion(
                        expression.decimal() == ',', expression.notation().numbers());
            case BOOLEAN -> new BooleanConversion();
            case DATE -> new TimeConversion(expression, zone, Range.DAYS, true);
            case TIMESTAMP -> new TimeConversion(expression, zone, column.event() ? Range.EVENTS : Range.DAYS, false);
            case JSON -> throw new IllegalArgumentException(column.name() + " is an object of other columns");
        };
    }
}
