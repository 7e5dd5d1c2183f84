package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Set;

/**
 * The source of a column's value: exactly one of {@code at}, {@code jq} and {@code value} is set.
 *
 * <p>In a line's columns, {@code at} and {@code jq} look into the line; one that begins with {@code ^} looks into the
 * record around it.
 *
 * @param at JSON Pointer (RFC 6901)
 * @param jq an expression that yields one scalar
 * @param value a constant
 * @param parent look into the record instead of the line
 * @param format of a date or time: iso (default: a date, a local time or one with an offset), epoch_seconds,
 *     epoch_millis, odata ({@code /Date(1293836400000)/}), each of them with {@code _day} for the day as it is written, or
 *     a pattern of java.time; null for the default
 * @param decimal {@code '.'}, or {@code ','} for numbers written as text like 1.234,56
 * @param empty values that mean null, as JSON: {@code false}, {@code "-"}, {@code 0}
 * @param notation whatever else is declared about how values are written
 */
public record Expression(
        JsonPointer at,
        String jq,
        String value,
        boolean parent,
        String format,
        char decimal,
        Set<String> empty,
        Notation notation) {

    /** Nothing is declared beyond that. */
    public Expression(
            JsonPointer at, String jq, String value, boolean parent, String format, char decimal, Set<String> empty) {
        this(at, jq, value, parent, format, decimal, empty, Notation.PLAIN);
    }

    /** Only null means null. */
    public Expression(JsonPointer at, String jq, String value, boolean parent, String format, char decimal) {
        this(at, jq, value, parent, format, decimal, Set.of());
    }

    /** Name of the value that a request carries, if this looks for one; otherwise null. */
    public String withName() {
        boolean with = at != null && RequestSpec.WITH.equals(at.getMatchingProperty());
        return with && !at.tail().matches() ? at.tail().getMatchingProperty() : null;
    }
}
