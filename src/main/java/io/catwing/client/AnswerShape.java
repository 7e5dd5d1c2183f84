package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;

/**
 * How the body of an answer is written, where it is not the UTF-8 JSON that is expected.
 *
 * @param csv CSV options; null for the other formats
 * @param xml XML options; null for the other formats
 * @param charset of JSON or XML; null for what these formats say themselves: UTF-8, or the XML's declaration
 * @param prefix text in front of the JSON, such as {@code )]}',}; null if there is none
 * @param jsonText pointer to a text that holds the JSON; the empty pointer if the body itself is that text; or null
 * @param notNumbers NaN and Infinity may stand where a number should
 * @param packing of the body
 * @param file name of the file in a zip, with {@code *} for any characters; null if there is only one
 * @param closeDelimited where the end of the connection ends a body of a format without an end, it is taken to be whole
 * @param success statuses that are an answer, besides 200, 201 and 203
 * @param later statuses that mean that the answer is not ready and the request is to be sent again
 */
public record AnswerShape(
        Source.Format format,
        Source.Csv csv,
        Xml xml,
        Charset charset,
        String prefix,
        JsonPointer jsonText,
        boolean notNumbers,
        Packing packing,
        String file,
        boolean closeDelimited,
        Set<Integer> success,
        List<DeclaredError> later) {

    /** JSON, as nearly all ERPs answer. */
    public static final AnswerShape JSON = of(Source.Format.JSON_ARRAY, null);

    /** What {@link #notNumbers} allows, as it is kept in a raw file: as text. */
    public static final Set<String> NOT_NUMBERS =
            Set.of("NaN", "Infinity", "+Infinity", "-Infinity", "INF", "+INF", "-INF");

    /** What a body is packed into. */
    public enum Packing {
        NONE,
        GZIP,
        ZIP
    }

    /**
     * How XML becomes JSON.
     *
     * @param arrays pointers, from the document's root, to elements that are always an array
     * @param original each record also holds its XML as it was sent
     */
    public record Xml(List<JsonPointer> arrays, boolean original) {}

    /** Of a format without further declarations. */
    static AnswerShape of(Source.Format format, Source.Csv csv) {
        return new AnswerShape(
                format, csv, null, null, null, null, false, Packing.NONE, null, false, Set.of(), List.of());
    }

    /** The same, of a source, which says format and CSV by itself. */
    AnswerShape with(Source.Format other, Source.Csv itsCsv) {
        Xml itsXml = other == Source.Format.XML && xml == null ? new Xml(List.of(), true) : xml;
        return new AnswerShape(
                other,
                itsCsv,
                itsXml,
                charset,
                prefix,
                jsonText,
                notNumbers,
                packing,
                file,
                closeDelimited,
                success,
                later);
    }

    /** Records with nothing around them, where no pointer can look for a total or a next page. */
    public boolean bare() {
        return format == Source.Format.CSV || format == Source.Format.NDJSON;
    }

    /** Whether a body that was cut between two records looks like one that is whole. */
    public boolean hasNoEnd() {
        return bare() && packing == Packing.NONE;
    }

    /** Whether an answer with that status is not ready; one of the 4xx perhaps only with the body that is declared. */
    public boolean mayMeanLater(int status) {
        return later.stream().anyMatch(declared -> declared.status() == status);
    }

    /** The request with a header that asks for the format, unless it has one; {@code application/json} is the default. */
    RequestSpec askedBy(RequestSpec request) {
        return switch (format) {
            case JSON_ARRAY -> request;
            case NDJSON -> request.orHeader("Accept", "application/x-ndjson, application/json;q=0.5");
            case CSV -> request.orHeader("Accept", "text/csv, */*;q=0.5");
            case XML -> request.orHeader("Accept", "application/xml, text/xml;q=0.9, */*;q=0.5");
        };
    }
}
