package io.catwing.client;

import io.catwing.client.Notation.EmptyDates;
import io.catwing.client.Notation.MinorUnits;
import io.catwing.client.Notation.Numbers;
import io.catwing.client.yaml.ObjectForm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code formats:} how an ERP writes times, numbers and missing values if a column does not say otherwise.
 *
 * @param time forms of times, tried in their order
 * @param date the same of dates
 * @param empty values that mean null, as JSON
 * @param notNumbers NaN and Infinity mean null in columns of numbers
 * @param notation the rest, for columns of any type
 */
record Formats(
        List<String> time, List<String> date, char decimal, Set<String> empty, boolean notNumbers, Notation notation) {

    private static final List<String> ISO = List.of("iso");

    static final Formats DEFAULT = new Formats(ISO, ISO, '.', Set.of(), false, Notation.PLAIN);

    static final ObjectForm<Formats> FORM = FormatsForm.FORM;

    /** These, where NaN and Infinity mean null in columns of numbers. */
    Formats withNotNumbers() {
        return new Formats(time, date, decimal, empty, true, notation);
    }

    /**
     * The expression completed with these defaults; only those that its column's type can use.
     *
     * @param money the column is an amount
     */
    Expression complete(Expression e, Table.Type type, boolean money) {
        if (e.value() != null) {
            char sign = e.decimal() != 0 ? e.decimal() : '.';
            return new Expression(e.at(), e.jq(), e.value(), e.parent(), e.format(), sign, new TreeSet<>());
        }
        boolean day = type.isTime();
        List<String> forms = !day ? ISO : type == Table.Type.DATE ? date : time;
        List<String> later = e.format() != null ? e.notation().laterFormats() : forms.subList(1, forms.size());
        String first = e.format() != null ? e.format() : forms.get(0);
        char sign = e.decimal() != 0 ? e.decimal() : type == Table.Type.NUMERIC ? decimal : '.';
        Set<String> nothing = new TreeSet<>(empty);
        if (notNumbers && type == Table.Type.NUMERIC) {
            AnswerShape.NOT_NUMBERS.forEach(text -> nothing.add('"' + text + '"'));
        }
        return new Expression(
                e.at(),
                e.jq(),
                null,
                e.parent(),
                "iso".equals(first) ? null : first,
                sign,
                nothing,
                notation(type, money, later, sign));
    }

    private Notation notation(Table.Type type, boolean money, List<String> later, char sign) {
        boolean day = type.isTime();
        Numbers numbers = notation.numbers();
        if (type != Table.Type.NUMERIC) {
            numbers = Numbers.PLAIN;
        } else if (numbers.thousands() == sign) {
            // A column with the other decimal sign: then the two have changed places.
            numbers = new Numbers(sign == ',' ? '.' : ',', numbers.negative(), numbers.currencySigns());
        }
        MinorUnits minor = money && type == Table.Type.NUMERIC ? notation.minorUnits() : null;
        return new Notation(
                List.copyOf(later),
                day ? notation.zone() : null,
                day && notation.midnightIsDay(),
                day ? notation.emptyDates() : EmptyDates.NONE,
                numbers,
                minor,
                notation.objects());
    }
}
