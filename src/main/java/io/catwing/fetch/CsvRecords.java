package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.catwing.client.Limits;
import io.catwing.client.Source;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads CSV (RFC 4180) as records: a row is an object of texts, each as it was sent, an empty cell an empty text. */
final class CsvRecords {
    private static final int MOST_COLUMNS = 10_000;

    private static final CsvFactory CSV = CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.TEXT_CHARACTERS)
                    .maxNameLength(Limits.NAME_BYTES)
                    .build())
            // Whoever opened it looks at what comes behind the table, too.
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .disable(CsvParser.Feature.ALLOW_TRAILING_COMMA)
            .build();

    private CsvRecords() {}

    /**
     * @param reader takes the rows
     * @return what is around them: nothing
     * @throws QuarantinedFailure that names line and column, where the text is no table
     * @throws RetryableFailure where it seems to be cut
     */
    static JsonNode read(PageReader reader, InputStream body, Source.Csv csv) throws IOException {
        try (CsvParser parser = CSV.createParser(new StrictText(body, csv.charset()))) {
            parser.setSchema(schema(csv).build());
            List<String> columns = csv.columns();
            if (columns.isEmpty()) {
                parser.setSchema(header(parser, csv).build());
            } else {
                CsvSchema.Builder named = schema(csv);
                columns.forEach(named::addColumn);
                parser.setSchema(named.build());
            }
            return reader.readSequence(parser);
        } catch (StreamConstraintsException e) {
            throw TooMuch.of(e, 0);
        } catch (JsonProcessingException e) {
            throw refused(e);
        }
    }

    private static CsvSchema.Builder schema(Source.Csv csv) {
        CsvSchema.Builder schema = CsvSchema.builder().setColumnSeparator(csv.separator());
        return csv.quote() == null ? schema.disableQuoteChar() : schema.setQuoteChar(csv.quote());
    }

    /** The first row: names, each once. */
    private static CsvSchema.Builder header(CsvParser parser, Source.Csv csv) throws IOException {
        if (parser.nextToken() == null) {
            throw new RetryableFailure(
                    "the answer is empty: not even a header",
                    "look at what the route answers with; a table without a row has its header all the same");
        }
        CsvSchema.Builder schema = schema(csv);
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            String name = parser.getText().strip();
            if (name.isEmpty()) {
                throw atHeader(parser, "column " + (names.size() + 1) + " of the header has no name");
            }
            if (!names.add(name)) {
                throw atHeader(parser, "the header names '" + RecordCopy.shown(name) + "' twice");
            }
            if (name.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES) {
                throw atHeader(parser, "a name of the header is longer than " + Limits.NAME_BYTES + " bytes");
            }
            if (names.size() > MOST_COLUMNS) {
                throw atHeader(parser, "the header has more than " + MOST_COLUMNS + " columns");
            }
            schema.addColumn(name);
        }
        return schema;
    }

    private static QuarantinedFailure atHeader(CsvParser parser, String fact) {
        return new QuarantinedFailure(
                place(parser.currentTokenLocation()) + fact,
                "have the header name every column once, or correct csv.separator in the client's file; where there is no"
                        + " header, say csv.columns");
    }

    private static RuntimeException refused(JsonProcessingException e) {
        String what = e.getOriginalMessage();
        if (what.startsWith("Missing closing quote")) {
            return new RetryableFailure(
                    "the answer ends at line " + e.getLocation().getLineNr() + " inside a quoted value",
                    "it was cut, or a quote inside of a value is not doubled: look at the last rows; if quotes are"
                            + " characters like others there, say csv: {quote: none} in the client's file",
                    e);
        }
        if (what.startsWith("Not enough column values") || what.startsWith("Too many entries")) {
            String more = what.startsWith("Not") ? "fewer" : "more";
            return new QuarantinedFailure(
                    place(e.getLocation()) + "the row has " + more + " values than there are columns",
                    "have the row corrected where it comes from, or correct csv.separator in the client's file",
                    e);
        }
        return new QuarantinedFailure(
                place(e.getLocation()) + "something stands between a closing quote and the next separator",
                "have quotes inside of a value doubled, or correct csv.separator or csv.quote in the client's file",
                e);
    }

    private static String place(JsonLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }
}
