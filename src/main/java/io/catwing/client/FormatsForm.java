package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.Notation.EmptyDates;
import io.catwing.client.Notation.MinorUnits;
import io.catwing.client.Notation.Negative;
import io.catwing.client.Notation.Numbers;
import io.catwing.client.Notation.TypedObject;
import io.catwing.client.yaml.JsonValueForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.OneOrMoreForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code formats:} as it is written. */
final class FormatsForm {
    static final OneOrMoreForm<String> TIMES = new OneOrMoreForm<>(Scalars.DAY_OR_TIME_FORMAT);

    private static final String FORMS =
            "iso, epoch_seconds, epoch_millis, odata, the same with _day, or a pattern of java.time; or a list of them, tried in"
                    + " order.";

    private static final Key<List<String>> TIME =
            optional("time", TIMES, "Dates and times: " + FORMS + " Default: iso.");
    private static final Key<List<String>> DATE =
            optional("date", TIMES, "The same for columns of dates. Default: that of time.");
    private static final Key<ZoneId> ZONE = optional(
            "zone",
            Scalars.TIME_ZONE,
            "Of times that are written without an offset. Default: time_zone of the client.");
    private static final Key<String> UTC_MIDNIGHT = optional(
            "utc_midnight",
            Scalars.oneOf("a meaning of midnight in UTC", "time", "day"),
            "time",
            "What a time that is exactly midnight in UTC stands for: day, that day of the client's.");
    private static final Key<String> DECIMAL =
            optional("decimal", Scalars.DECIMAL_SIGN, ".", "The decimal sign of numbers that are written as text.");
    private static final Key<String> THOUSANDS = optional(
            "thousands",
            Scalars.oneOf("a sign between thousands", ".", ",", "'", " "),
            "Between thousands in numbers that are written as text: a point, a comma, an apostrophe or a blank of any kind.");
    private static final Key<List<String>> NEGATIVE = optional(
            "negative",
            new OneOrMoreForm<>(
                    Scalars.oneOf("a way to write a negative number", "trailing_minus", "parentheses", "minus_sign")),
            "How numbers are negative besides a hyphen in front: trailing_minus 5-, parentheses (5), minus_sign U+2212.");
    private static final Key<List<String>> CURRENCY_SIGNS = optional(
            "currency_signs",
            new ListForm<>(Scalar.of("a currency sign", Scalar::anyText, (text, environment) -> currencySign(text))),
            "What may stand in front of or behind a number that is written as text, such as € or EUR.");
    private static final Key<Boolean> MINOR_UNITS = optional(
            "minor_units",
            Scalars.YES_NO,
            "false",
            "Amounts are in the smallest unit of their currency, which is the record's column currency.");
    private static final Key<String> CURRENCY = optional(
            "currency",
            Scalar.of("a currency", Scalars.pattern("^[A-Z]{3}$"), (text, environment) -> currency(text)),
            "Of minor_units where a mapping has no column currency, such as EUR (ISO 4217).");
    private static final Key<List<String>> EMPTY = optional(
            "empty",
            new ListForm<>(new JsonValueForm("a value")),
            "Values that stand for nothing, such as false, \"\" or \"-\". A boolean counts in no column of booleans, a number in"
                    + " none of numbers.");
    private static final Key<List<String>> EMPTY_DATES = optional(
            "empty_dates",
            new ListForm<>(Scalars.TEXT),
            "Dates that stand for nothing: a year, such as 1 or 9999, or a date as the ERP writes it, such as 0000-00-00.");
    private static final Key<List<TypedObject>> OBJECTS = optional(
            "objects",
            new ListForm<>(TypedObjectForm.FORM),
            "Objects that stand for one value: the name of the member that holds it, or the parts of a date.");

    static final ObjectForm<Formats> FORM = ObjectForm.object(
            "formats",
            "How the ERP writes times and numbers where a column does not say otherwise.",
            FormatsForm::formats,
            TIME,
            DATE,
            ZONE,
            UTC_MIDNIGHT,
            DECIMAL,
            THOUSANDS,
            NEGATIVE,
            CURRENCY_SIGNS,
            MINOR_UNITS,
            CURRENCY,
            EMPTY,
            EMPTY_DATES,
            OBJECTS);

    private FormatsForm() {}

    private static Formats formats(Values v) {
        checkForms(v, TIME);
        checkForms(v, DATE);
        List<String> time = v.find(TIME).orElse(List.of("iso"));
        if (v.has(THOUSANDS) && v.get(THOUSANDS).equals(v.get(DECIMAL))) {
            v.refuse(THOUSANDS, "is the decimal sign at once", "say decimal: \",\" or another sign between thousands");
        }
        if (v.has(CURRENCY) && !v.get(MINOR_UNITS)) {
            v.refuse(CURRENCY, "is about minor_units", "say minor_units: true, or map the column currency");
        }
        Set<Negative> negative = v.find(NEGATIVE).orElse(List.of()).stream()
                .map(word -> Negative.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
        Notation notation = new Notation(
                List.of(),
                v.get(ZONE),
                v.get(UTC_MIDNIGHT).equals("day"),
                emptyDates(v.find(EMPTY_DATES).orElse(List.of())),
                new Numbers(
                        v.find(THOUSANDS).map(sign -> sign.charAt(0)).orElse((char) 0),
                        negative,
                        v.find(CURRENCY_SIGNS).orElse(List.of())),
                v.get(MINOR_UNITS) ? new MinorUnits(v.get(CURRENCY)) : null,
                v.find(OBJECTS).orElse(List.of()));
        return new Formats(
                time,
                v.find(DATE).orElse(time),
                v.get(DECIMAL).charAt(0),
                new TreeSet<>(v.find(EMPTY).orElse(List.of())),
                false,
                notation);
    }

    /** Refuses a list in which one text means two things. */
    static void checkForms(Values v, Key<List<String>> key) {
        v.find(key)
                .flatMap(AmbiguousFormats::in)
                .ifPresent(
                        two -> v.refuse(
                                key,
                                two.reason(),
                                "keep the one that the ERP means; a field that is written otherwise gets its own format in the mapping"));
    }

    private static EmptyDates emptyDates(List<String> written) {
        Set<Integer> years = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (String date : written) {
            if (date.matches("0{0,3}[1-9]|[1-9][0-9]{3}")) {
                years.add(Integer.valueOf(date));
            } else {
                texts.add(date);
            }
        }
        return written.isEmpty() ? EmptyDates.NONE : new EmptyDates(Set.copyOf(years), Set.copyOf(texts));
    }

    private static String currencySign(String text) throws Refusal {
        if (text.isBlank()
                || !text.strip().equals(text)
                || !text.matches("[^0-9+,'()\\-\u2212]{1,10}")
                || text.equals(".")) {
            throw new Refusal(
                    "is not a currency sign",
                    "write what stands beside the number, without the number, such as € or EUR");
        }
        return text;
    }

    private static String currency(String text) throws Refusal {
        if (CurrencyUnits.exponent(text) < 0) {
            throw new Refusal("is not a currency", "write its three letters (ISO 4217), such as EUR");
        }
        return text;
    }
}
