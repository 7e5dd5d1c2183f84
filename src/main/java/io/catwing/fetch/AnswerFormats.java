package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.AnswerShape;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Source;
import java.io.IOException;
import java.io.InputStream;

/** The formats that records come in. Whatever they are, they are read as a stream of JSON. */
final class AnswerFormats {

    private AnswerFormats() {}

    /**
     * Reads an answer to its end.
     *
     * @param envelope says where what is asked for stands
     * @return what is around the records
     */
    static JsonNode read(PageReader reader, InputStream body, EntitySpec spec, Envelope envelope, Client client)
            throws IOException {
        AnswerShape shape = spec.answer();
        try (InputStream in = Unpacked.of(body, shape, client.erp().limits().body())) {
            JsonNode around =
                    switch (shape.format()) {
                        case CSV -> CsvRecords.read(reader, in, shape.csv());
                        case NDJSON -> {
                            try (JsonParser parser = reader.parser(json(in, shape, null))) {
                                yield reader.readSequence(parser);
                            }
                        }
                        case JSON_ARRAY, XML -> reader.read(json(in, shape, envelope.records()));
                    };
            // What comes behind the records is looked at too: a checksum, another file of a zip.
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return around;
        }
    }

    /** Reads an answer that holds no records. @return all of it */
    static JsonNode tree(PageReader reader, InputStream body, EntitySpec spec, Client client) throws IOException {
        try (InputStream in =
                Unpacked.of(body, spec.answer(), client.erp().limits().body())) {
            return reader.readTree(json(in, spec.answer(), null));
        }
    }

    /** @param records where they are, so that XML has an array there; null where there are none */
    private static InputStream json(InputStream in, AnswerShape shape, JsonPointer records) throws IOException {
        if (shape.format() == Source.Format.XML) {
            return new XmlAsJson(in, shape, records);
        }
        InputStream text =
                shape.charset() == null ? in : new Utf8Text(new StrictText(in, shape.charset(), "answer.charset"));
        InputStream bare = shape.prefix() == null ? text : WithoutPrefix.of(text, shape.prefix());
        return shape.jsonText() == null ? bare : new TextInJson(bare, shape.jsonText());
    }
}
