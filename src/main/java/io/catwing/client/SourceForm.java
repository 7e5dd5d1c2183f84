package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code source:} with {@code format:} and {@code csv:}, in place of an entity's request. */
final class SourceForm {
    private static final String NO_QUOTE = "none";
    private static final String FORMATS_HINT = "write one of json-array ndjson csv xml";

    private static final Scalar<String> ENDPOINT =
            Scalar.of("an endpoint", Scalars.pattern("^direct:[A-Za-z0-9][A-Za-z0-9_.-]*$"), (text, environment) -> {
                if (!text.matches("direct:[A-Za-z0-9][A-Za-z0-9_.-]*")) {
                    throw new Refusal(
                            "is not the endpoint of a route",
                            "write direct: and the name of a route in the folder of CATWING_ROUTES, such as"
                                    + " direct:sftp-drop");
                }
                return text;
            });

    private static final Scalar<Source.Format> FORMAT_WORD = Scalar.of(
            "a format",
            schema -> Arrays.stream(Source.Format.values())
                    .map(Source.Format::word)
                    .forEach(schema.putArray("enum")::add),
            (text, environment) -> Arrays.stream(Source.Format.values())
                    .filter(format -> format.word().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("is not a format", FORMATS_HINT)));

    private static final Scalar<Character> CHARACTER =
            Scalar.of("one character", Scalars.pattern("^[^A-Za-z0-9\\r\\n]$"), (text, environment) -> character(text));

    private static final Scalar<Optional<Character>> CHARACTER_OR_NONE = Scalar.of(
            "one character or none",
            Scalars.pattern("^([^A-Za-z0-9\\r\\n]|none)$"),
            (text, environment) -> text.equals(NO_QUOTE) ? Optional.empty() : Optional.of(character(text)));

    static final Scalar<Charset> CHARSET_NAME = Scalar.of("a charset", Scalars.type("string"), (text, environment) -> {
        try {
            return Charset.forName(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal("is not a charset", "charsets are such as UTF-8, windows-1252 or UTF-16LE");
        }
    });

    private static final Key<Character> SEPARATOR =
            optional("separator", CHARACTER, ",", "Between the values of a row, such as \";\" or \"\\t\".");
    private static final Key<Optional<Character>> QUOTE = optional(
            "quote",
            CHARACTER_OR_NONE,
            "\"",
            "Around values that hold separators or line breaks; none: there is none.");
    private static final Key<List<String>> COLUMNS = optional(
            "columns", new ListForm<>(Scalars.TEXT), "Names of the columns, where the first row does not hold them.");
    private static final Key<Charset> CHARSET =
            optional("charset", CHARSET_NAME, "UTF-8", "How characters are written as bytes.");

    private static final ObjectForm<Source.Csv> CSV_FORM =
            ObjectForm.object("csv", "How CSV is written.", SourceForm::csv, SEPARATOR, QUOTE, COLUMNS, CHARSET);

    static final Key<String> SOURCE =
            optional("source", ENDPOINT, "A route of your own that answers with the records, in place of a request.");
    static final Key<Source.Format> FORMAT =
            optional("format", FORMAT_WORD, "How the records of a source follow each other. Default: json-array.");
    static final Key<Source.Csv> CSV = optional("csv", CSV_FORM, "How the CSV is written.");

    static final Source.Csv COMMON = new Source.Csv(',', '"', List.of(), StandardCharsets.UTF_8);

    private SourceForm() {}

    private static char character(String text) throws Refusal {
        if (!text.matches("[^A-Za-z0-9\\r\\n]")) {
            throw new Refusal("is not one character", "write one that no value begins with, such as \";\" or \"\\t\"");
        }
        return text.charAt(0);
    }

    private static Source.Csv csv(Values v) {
        Character quote = v.get(QUOTE).orElse(null);
        if (quote != null && quote.equals(v.get(SEPARATOR))) {
            v.refuse(v.has(QUOTE) ? QUOTE : SEPARATOR, "is separator and quote at once", "choose two characters");
        }
        List<String> columns = v.find(COLUMNS).orElse(List.of());
        Set<String> names = new HashSet<>();
        columns.stream()
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> v.refuse(
                        COLUMNS, "names the column '" + name + "' twice", "give every column a name of its own"));
        return new Source.Csv(v.get(SEPARATOR), quote, columns, v.get(CHARSET));
    }

    /**
     * The source of an entity; null if it has none. What cannot be combined with a source is refused.
     *
     * @param own what is written below the entity
     * @param envelope of the entity itself, or null
     */
    static Source of(Values own, Envelope envelope) {
        if (!own.has(SOURCE)) {
            for (Key<?> key : List.<Key<?>>of(FORMAT, CSV)) {
                if (own.has(key)) {
                    own.refuse(
                            key,
                            "is about the answer of a source, but there is none",
                            "say source:, or 'answer: {format: …}' for the answers of a request");
                }
            }
            return null;
        }
        if (own.has(ErpForm.PAGING)) {
            own.refuse(
                    ErpForm.PAGING,
                    "does not go with a source, which is called once and answers with everything",
                    "take it away; the route itself may ask page by page");
        }
        for (Key<?> key : List.<Key<?>>of(
                EntityForm.DETAIL, EntityForm.CONTINUES, EntityForm.SEARCH, EntityForm.PARENTS, EntityForm.TOTAL)) {
            if (own.has(key)) {
                own.refuse(
                        key,
                        "does not go with a source, which is called once and answers with everything",
                        "take it away; the route itself may put records together");
            }
        }
        if (own.has(EntityForm.AUTH)) {
            own.refuse(
                    EntityForm.AUTH,
                    "is of requests, but a source is called in place of them",
                    "take it away; the route itself proves who asks");
        }
        AnswerForm.refuseOfSource(own);
        Source.Format format = own.has(FORMAT) ? own.find(FORMAT).orElse(null) : Source.Format.JSON_ARRAY;
        if (format != null && format != Source.Format.CSV && own.has(CSV)) {
            own.refuse(CSV, "is given, but the format is " + format.word(), "say format: csv, or drop it");
        }
        boolean bare = format == Source.Format.CSV || format == Source.Format.NDJSON;
        if (bare && envelope != null && !envelope.saysNotNextAlone()) {
            own.refuse(
                    ErpForm.ENVELOPE,
                    "says more than not_next, but nothing is around the records of " + format.word(),
                    "keep not_next alone, or say format: json-array");
        }
        return own.find(SOURCE)
                .map(endpoint -> new Source(
                        endpoint,
                        format,
                        format == Source.Format.CSV ? own.find(CSV).orElse(COMMON) : null))
                .orElse(null);
    }

    /** What the source answers with. @param own what is written below the entity */
    static AnswerShape answer(Values own, Source source) {
        AnswerShape written = own.find(EntityForm.ANSWER).orElse(AnswerShape.JSON);
        return source == null ? written : written.with(source.format(), source.csv());
    }
}
