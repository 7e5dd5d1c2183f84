package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The source of a column's value: a pointer, or an object with one of at, jq, value and with. */
final class ExpressionForm {
    private static final String NAMES = "(/([^/~]|~[01])*)";

    /** A pointer or jq that may look into the record around a line. */
    private record Source(JsonPointer at, String jq, boolean parent) {}

    private static final Key<List<String>> FORMAT = optional(
            "format",
            FormatsForm.TIMES,
            "iso, epoch_seconds, epoch_millis, odata, the same with _day, or a pattern of java.time; or a list. Default: that of"
                    + " formats.");
    private static final Key<String> DECIMAL = optional(
            "decimal", Scalars.DECIMAL_SIGN, "The decimal sign of a number written as text. Default: formats.decimal.");

    private static final Key<Table.Type> TYPE = optional(
            "type",
            Scalars.oneOf("a type", "text", "number", "boolean", "date", "time").map(ExpressionForm::type),
            "text",
            "What its values are: text, number, boolean, date or time.");

    private static final Key<String> WITH =
            optional("with", Scalars.TEXT, "Name of a value that the record's request carries.");

    private ExpressionForm() {}

    static Form<Expression> of(Table.Column column, boolean line) {
        Table.Type type = column.type();
        Scalar<Source> pointer = pointer(line);
        Key<Source> at = optional(
                "at",
                pointer,
                "JSON Pointer into the " + (line ? "line; ^/x into its record." : "record; ^/x out of each."));
        Key<Source> jq = optional("jq", jq(), "jq over the " + (line ? "line" : "record") + " that yields one value.");
        Key<String> value = optional("value", constant(column), "A constant.");
        List<Key<?>> keys = new ArrayList<>(List.of(at, jq, value, WITH));
        if (type.isTime()) {
            keys.add(FORMAT);
        } else if (type == Table.Type.NUMERIC) {
            keys.add(DECIMAL);
        }
        String name = "column_" + type.name().toLowerCase(Locale.ROOT) + (line ? "_of_line" : "");
        ObjectForm<Expression> object = ObjectForm.object(
                        name, "Where the column's value comes from.", v -> expression(v, at, jq, value, line), keys)
                .with(Rule.exactlyOne(at, jq, value, WITH));
        Scalar<Expression> text = pointer.map(s -> new Expression(s.at(), null, null, s.parent(), null, (char) 0));
        return new EitherForm<>(name, text, object);
    }

    /** Of a client's own column, whose type no table declares. */
    static Form<CustomColumn> custom(boolean line) {
        Scalar<Source> pointer = pointer(line);
        String of = line ? "line; ^ looks into its record." : "record.";
        Key<Source> at = optional("at", pointer, "JSON Pointer into the " + of);
        Key<Source> jq = optional("jq", jq(), "jq that yields one value, over the " + of);
        String name = "custom_column" + (line ? "_of_line" : "");
        ObjectForm<CustomColumn> object = ObjectForm.object(
                        name,
                        "Where the value comes from.",
                        v -> custom(v, at, jq, line),
                        at,
                        jq,
                        WITH,
                        TYPE,
                        FORMAT,
                        DECIMAL)
                .with(Rule.exactlyOne(at, jq, WITH));
        Scalar<CustomColumn> text = pointer.map(
                s -> new CustomColumn(Table.Type.TEXT, new Expression(s.at(), null, null, s.parent(), null, (char) 0)));
        return new EitherForm<>(name, text, object);
    }

    private static CustomColumn custom(Values v, Key<Source> at, Key<Source> jq, boolean line) {
        Table.Type type = v.get(TYPE);
        if (v.has(FORMAT) && type != Table.Type.DATE && type != Table.Type.TIMESTAMP) {
            v.refuse(FORMAT, "is about dates and times", "say type: date or type: time, or take it away");
        }
        if (v.has(DECIMAL) && type != Table.Type.NUMERIC) {
            v.refuse(DECIMAL, "is about numbers", "say type: number, or take it away");
        }
        Source source = source(v, at, jq, line);
        return new CustomColumn(type, expression(v, source, null));
    }

    private static Source source(Values v, Key<Source> at, Key<Source> jq, boolean line) {
        return v.find(WITH)
                .map(name -> new Source(with(name), null, line))
                .or(() -> v.find(at))
                .or(() -> v.find(jq))
                .orElse(new Source(null, null, false));
    }

    /** Where a record has a value that its request carried. */
    private static JsonPointer with(String name) {
        return JsonPointer.empty().appendProperty(RequestSpec.WITH).appendProperty(name);
    }

    private static Table.Type type(String word) {
        return switch (word) {
            case "number" -> Table.Type.NUMERIC;
            case "boolean" -> Table.Type.BOOLEAN;
            case "date" -> Table.Type.DATE;
            case "time" -> Table.Type.TIMESTAMP;
            default -> Table.Type.TEXT;
        };
    }

    private static Expression expression(Values v, Key<Source> at, Key<Source> jq, Key<String> value, boolean line) {
        for (Key<?> key : new Key<?>[] {FORMAT, DECIMAL}) {
            if (v.has(value) && v.has(key)) {
                v.refuse(key, "is about a field, but the value is a constant", "take it away");
            }
        }
        Source source = source(v, at, jq, line);
        return expression(v, source, v.get(value));
    }

    /** With the format and the decimal sign of the column itself. */
    private static Expression expression(Values v, Source source, String value) {
        FormatsForm.checkForms(v, FORMAT);
        List<String> forms = v.find(FORMAT).orElse(List.of());
        char decimal = v.find(DECIMAL).map(sign -> sign.charAt(0)).orElse((char) 0);
        return new Expression(
                source.at(),
                source.jq(),
                value,
                source.parent(),
                forms.isEmpty() ? null : forms.get(0),
                decimal,
                Set.of(),
                forms.size() < 2 ? Notation.PLAIN : Notation.PLAIN.withLater(forms.subList(1, forms.size())));
    }

    private static Scalar<Source> pointer(boolean line) {
        String pattern = "^(\\^" + NAMES + "+|" + NAMES + (line ? "*" : "+") + ")$";
        return Scalar.of("a JSON Pointer", Scalars.pattern(pattern), (text, environment) -> {
            boolean parent = text.startsWith("^");
            JsonPointer pointer = Scalars.pointer(parent ? text.substring(1) : text);
            if (pointer.matches() && (parent || !line)) {
                throw new Refusal("is the whole record", "point to a field, such as /id");
            }
            return new Source(pointer, null, parent);
        });
    }

    private static Scalar<Source> jq() {
        return Scalar.of("a jq expression", Scalars.type("string"), (text, environment) -> {
            boolean parent = text.startsWith("^");
            return new Source(null, JqCheck.checked(parent ? text.substring(1) : text), parent);
        });
    }

    private static Scalar<String> constant(Table.Column column) {
        Table.Type type = column.type();
        return Scalar.of("a constant", Scalar::anyText, (text, environment) -> {
            try {
                switch (type) {
                    case NUMERIC -> Double.parseDouble(text.matches("-?[0-9.]{1,38}") ? text : "x");
                    case BOOLEAN -> Scalars.YES_NO.parser().parse(text, environment);
                    case DATE -> checkRange(column, LocalDate.parse(text));
                    case TIMESTAMP ->
                        checkRange(
                                column,
                                OffsetDateTime.parse(text)
                                        .withOffsetSameInstant(ZoneOffset.UTC)
                                        .toLocalDate());
                    default -> checkLength(column, Scalars.TEXT.parser().parse(text, environment));
                }
            } catch (NumberFormatException e) {
                throw new Refusal("is no number, as the column is", "write it such as 12.50");
            } catch (DateTimeParseException e) {
                String day = type == Table.Type.DATE ? "2026-02-24" : "2026-02-24T00:00:00Z";
                throw new Refusal("is not what the column is", "write it such as " + day);
            }
            return text;
        });
    }

    /** @param day of a time, in UTC */
    private static void checkRange(Table.Column column, LocalDate day) throws Refusal {
        LocalDate first = column.event() ? Limits.EARLIEST_EVENT : Limits.EARLIEST_DAY;
        LocalDate last = column.event() ? Limits.LATEST_EVENT : Limits.LATEST_DAY;
        if (day.isBefore(first) || day.isAfter(last)) {
            throw new Refusal(
                    "is before " + first + " or after " + last,
                    "the column takes no such " + (column.type() == Table.Type.DATE ? "date" : "time, in UTC"));
        }
    }

    private static void checkLength(Table.Column column, String text) throws Refusal {
        if (column.id() && text.length() > Limits.ID_CHARACTERS) {
            throw new Refusal(
                    "is longer than the " + Limits.ID_CHARACTERS + " characters of an id", "write a shorter one");
        }
    }
}
