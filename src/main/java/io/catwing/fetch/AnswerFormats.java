package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Source;
import java.io.IOException;
import java.io.InputStream;

/** The formats that records come in. */
final class AnswerFormats {

    private AnswerFormats() {}

    /** @param source null for an ERP, whose format is JSON @return what is around the records */
    static JsonNode read(PageReader reader, InputStream body, Source source) throws IOException {
        return switch (source == null ? Source.Format.JSON_ARRAY : source.format()) {
            case JSON_ARRAY -> reader.read(body);
            case NDJSON -> {
                try (JsonParser parser = RecordCopy.JSON.createParser(body)) {
                    yield reader.readSequence(parser);
                }
            }
            case CSV -> CsvRecords.read(reader, body, source.csv());
        };
    }
}
