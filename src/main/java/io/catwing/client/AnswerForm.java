package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.AnswerShape.Packing;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code answer:} how the body of an answer is written. */
final class AnswerForm {
    /** They are understood without a declaration, or are no answer at all. */
    private static final Set<String> NEVER = Set.of("200", "201", "203", "204", "205");

    private static final Scalar<Source.Format> FORMAT_WORD = Scalars.oneOf("a format", "json", "ndjson", "csv", "xml")
            .map(word -> word.equals("json")
                    ? Source.Format.JSON_ARRAY
                    : Source.Format.valueOf(word.toUpperCase(Locale.ROOT)));
    private static final Scalar<Packing> PACKING =
            Scalars.oneOf("a way to pack", "gzip", "zip").map(word -> Packing.valueOf(word.toUpperCase(Locale.ROOT)));

    private static final Key<Source.Format> FORMAT =
            optional("format", FORMAT_WORD, "json", "How the records follow each other: json, ndjson, csv or xml.");
    private static final Key<List<JsonPointer>> ARRAYS = optional(
            "arrays",
            new ListForm<>(Scalars.POINTER),
            "Pointers, from the root, to elements that are always an array, and be there one alone.");
    private static final Key<Boolean> ORIGINAL = optional(
            "original", Scalars.YES_NO, "true", "Each record also holds its XML as it was sent, in the field @xml.");
    private static final ObjectForm<AnswerShape.Xml> XML_FORM = object(
            "xml",
            "How XML becomes JSON.",
            v -> new AnswerShape.Xml(v.find(ARRAYS).orElse(List.of()), v.get(ORIGINAL)),
            ARRAYS,
            ORIGINAL);
    private static final Key<AnswerShape.Xml> XML = optional("xml", XML_FORM, "How XML becomes JSON.");
    private static final Key<Charset> CHARSET =
            optional("charset", SourceForm.CHARSET_NAME, "Of JSON that is not UTF-8, or of XML that does not say it.");
    private static final Key<String> PREFIX =
            optional("prefix", Scalars.TEXT, "What stands in front of the JSON, such as )]}', against hijacking.");
    private static final Key<JsonPointer> JSON_TEXT = optional(
            "json_text", Scalars.POINTER, "Pointer to a text that holds the JSON; '' where the body is that text.");
    private static final Key<Boolean> NOT_NUMBERS =
            optional("not_numbers", Scalars.YES_NO, "false", "NaN and Infinity may stand for a number, and mean null.");
    private static final Key<Packing> PACKED =
            optional("packed", PACKING, "The body is a gzip or zip file, whatever its headers say.");
    private static final Key<String> FILE = optional(
            "file", Scalars.TEXT, "Name of the file in a zip, with * for any characters. Default: the only one.");
    private static final Key<Boolean> CLOSE_DELIMITED = optional(
            "close_delimited",
            Scalars.YES_NO,
            "false",
            "CSV or NDJSON without a length or chunks is taken as whole: a connection that was cut is not noticed.");
    private static final Key<List<Integer>> SUCCESS = optional(
            "success", new ListForm<>(status("206", 299)), "Statuses that are an answer, besides 200, 201 and 203.");
    private static final Key<List<DeclaredError>> LATER = optional(
            "later",
            DeclaredErrorForm.list("later", later()),
            "Statuses that mean that the request is to be sent again, after Retry-After: 202, 420, {status: 400, when: jq}.");

    static final ObjectForm<AnswerShape> ANSWER = object(
            "answer",
            "How the body of an answer is written, where it is not JSON in UTF-8.",
            AnswerForm::answer,
            FORMAT,
            SourceForm.CSV,
            XML,
            CHARSET,
            PREFIX,
            JSON_TEXT,
            NOT_NUMBERS,
            PACKED,
            FILE,
            CLOSE_DELIMITED,
            SUCCESS,
            LATER);

    private AnswerForm() {}

    private static Scalar<Integer> status(String example, int most) {
        return Scalar.plain(
                "a status",
                (ObjectNode schema) ->
                        schema.put("type", "integer").put("minimum", 202).put("maximum", most),
                (text, environment) -> {
                    if (!text.matches("2[0-9][0-9]") || NEVER.contains(text)) {
                        throw new Refusal(
                                "needs no declaration, or is always an error", "write a status such as " + example);
                    }
                    return Integer.valueOf(text);
                });
    }

    private static Scalar<Integer> later() {
        Scalar<Integer> ready = status("202", 299);
        return Scalar.plain(
                "a status",
                schema -> {
                    schema.withArray("anyOf")
                            .addObject()
                            .put("type", "integer")
                            .put("minimum", 202)
                            .put("maximum", 299);
                    schema.withArray("anyOf")
                            .addObject()
                            .put("type", "integer")
                            .put("minimum", 400)
                            .put("maximum", 499);
                },
                (text, environment) -> text.startsWith("4")
                        ? DeclaredErrorForm.error(text)
                        : ready.parser().parse(text, environment));
    }

    private static AnswerShape answer(Values v) {
        Source.Format format = v.get(FORMAT);
        requireFormat(v, SourceForm.CSV, format == Source.Format.CSV, "csv");
        requireFormat(v, XML, format == Source.Format.XML, "xml");
        boolean json = format == Source.Format.JSON_ARRAY || format == Source.Format.NDJSON;
        for (Key<?> key : List.<Key<?>>of(PREFIX, JSON_TEXT, NOT_NUMBERS)) {
            if (v.has(key) && !json) {
                v.refuse(key, "is about JSON, but the format is " + word(format), "take it away");
            }
        }
        if (v.has(CHARSET) && format == Source.Format.CSV) {
            v.refuse(CHARSET, "is about JSON and XML, but the format is csv", "say csv: {charset: …}");
        }
        if (v.has(FILE) && v.get(PACKED) != Packing.ZIP) {
            v.refuse(FILE, "is about a zip, but the body is none", "say packed: zip, or take it away");
        }
        AnswerShape shape = shape(v, format);
        if (v.has(CLOSE_DELIMITED) && !shape.hasNoEnd()) {
            v.refuse(
                    CLOSE_DELIMITED,
                    "is about CSV and NDJSON that are not packed: any other body shows that it was cut",
                    "take it away");
        }
        return shape;
    }

    private static AnswerShape shape(Values v, Source.Format format) {
        Set<Integer> success = Set.copyOf(v.find(SUCCESS).orElse(List.of()));
        List<DeclaredError> later = v.find(LATER).orElse(List.of());
        if (success.stream().anyMatch(DeclaredErrorForm.statuses(later)::contains)) {
            v.refuse(LATER, "has a status that success has too", "keep it in one of them");
        }
        return new AnswerShape(
                format,
                format == Source.Format.CSV ? v.find(SourceForm.CSV).orElse(SourceForm.COMMON) : null,
                format == Source.Format.XML ? v.find(XML).orElse(new AnswerShape.Xml(List.of(), true)) : null,
                v.get(CHARSET),
                v.get(PREFIX),
                v.get(JSON_TEXT),
                v.get(NOT_NUMBERS),
                v.find(PACKED).orElse(Packing.NONE),
                v.get(FILE),
                v.get(CLOSE_DELIMITED),
                success,
                later);
    }

    private static String word(Source.Format format) {
        return format == Source.Format.JSON_ARRAY ? "json" : format.word();
    }

    private static void requireFormat(Values v, Key<?> key, boolean fits, String word) {
        if (v.has(key) && !fits) {
            v.refuse(key, "is given, but the format is " + word(v.get(FORMAT)), "say format: " + word + ", or drop it");
        }
    }

    /** What a source says elsewhere is refused in its answer. @param own what is written below the entity */
    static void refuseOfSource(Values own) {
        own.find(EntityForm.ANSWER).ifPresent(answer -> {
            boolean says = answer.bare()
                    || answer.format() == Source.Format.XML
                    || !answer.success().isEmpty()
                    || !answer.later().isEmpty();
            if (says) {
                own.refuse(
                        EntityForm.ANSWER,
                        "says a format or statuses, but a source says format: by itself and has no status",
                        "say format: (and csv:) beside source:");
            }
        });
    }
}
