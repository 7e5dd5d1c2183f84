package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Copies JSON values token by token, so that nothing of them changes: numbers keep their text, keys that occur twice
 * occur twice. Only the whitespace between tokens goes.
 */
final class RecordCopy {

    /** Of one string, in characters. A picture as base64 fits; a stream of nothing but one string does not. */
    private static final int LONGEST_STRING = 20_000_000;

    private static final int LONGEST_NUMBER = 10_000;

    /** The last character before the surrogates. */
    private static final int LAST_PLAIN = 0xD7FF;

    /**
     * Names of fields are not interned: an ERP that uses ids as names would fill the heap. Surrogates are written as
     * escapes, because half a pair, which JSON allows, has no UTF-8.
     */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_STRING)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .highestNonEscapedChar(LAST_PLAIN)
            .rootValueSeparator((String) null)
            .build();

    private final List<JsonPointer> wanted;
    private String[] found;

    /** @param wanted pointers into the value whose scalars are to be told */
    RecordCopy(List<JsonPointer> wanted) {
        this.wanted = wanted;
    }

    /** A generator that leaves the stream open, for the caller to frame what is written. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        return JSON.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    /**
     * Copies the value that the parser stands on; afterwards it stands on its last token.
     *
     * @return what stood at the wanted pointers, as text; null where nothing or no scalar did
     */
    String[] copy(JsonParser in, JsonGenerator out) throws IOException {
        found = new String[wanted.size()];
        copy(in, out, wanted.toArray(JsonPointer[]::new));
        return found;
    }

    private void copy(JsonParser in, JsonGenerator out, JsonPointer[] here) throws IOException {
        JsonToken token = in.currentToken();
        switch (token) {
            case START_OBJECT -> {
                out.writeStartObject();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    out.writeFieldName(name);
                    in.nextToken();
                    copy(in, out, below(here, name, -1));
                }
                out.writeEndObject();
            }
            case START_ARRAY -> {
                out.writeStartArray();
                for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    copy(in, out, below(here, null, i));
                }
                out.writeEndArray();
            }
            default -> {
                scalar(in, out, token);
                for (int i = 0; here != null && i < here.length; i++) {
                    if (here[i] != null && here[i].matches() && token != JsonToken.VALUE_NULL) {
                        found[i] = in.getText();
                    }
                }
            }
        }
    }

    private static void scalar(JsonParser in, JsonGenerator out, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> out.writeString(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
            case VALUE_TRUE -> out.writeBoolean(true);
            case VALUE_FALSE -> out.writeBoolean(false);
            case VALUE_NULL -> out.writeNull();
            default -> throw new IllegalStateException("no value begins with " + token);
        }
    }

    /** The pointers that go on below a field or an element; null where none does. */
    private static JsonPointer[] below(JsonPointer[] here, String name, int element) {
        JsonPointer[] below = null;
        for (int i = 0; here != null && i < here.length; i++) {
            JsonPointer pointer = here[i];
            if (pointer == null || pointer.matches()) {
                continue;
            }
            JsonPointer rest = name == null ? pointer.matchElement(element) : pointer.matchProperty(name);
            if (rest != null) {
                below = below == null ? new JsonPointer[here.length] : below;
                below[i] = rest;
            }
        }
        return below;
    }
}
