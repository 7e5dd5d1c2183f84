package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts JSON into JSON that was written already, byte by byte: nothing else of it changes. All of it is without whitespace. */
final class Splice {

    private static final int EMPTY_OBJECT = 2;

    private Splice() {}

    static byte[] array(List<byte[]> elements) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            array.writeBytes(elements.get(i));
        }
        array.write(']');
        return array.toByteArray();
    }

    /** The object with one member more, its last. */
    static byte[] member(byte[] object, String name, byte[] value) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(object.length + value.length + name.length() + 8);
        whole.write(object, 0, object.length - 1);
        if (object.length > EMPTY_OBJECT) {
            whole.write(',');
        }
        whole.writeBytes(("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\":")
                .getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(value);
        whole.write('}');
        return whole.toByteArray();
    }

    static boolean hasMember(byte[] object, String name) throws IOException {
        try (JsonParser in = RecordCopy.JSON.createParser(object)) {
            in.nextToken();
            return find(in, JsonPointer.empty().appendProperty(name)) != null;
        }
    }

    /**
     * @param at pointer to the list
     * @param elements JSON, which come behind those that are there
     * @throws QuarantinedFailure when there is no list
     */
    static byte[] append(byte[] record, JsonPointer at, List<byte[]> elements) throws IOException {
        if (elements.isEmpty()) {
            return record;
        }
        try (JsonParser in = RecordCopy.JSON.createParser(record)) {
            in.nextToken();
            JsonToken found = find(in, at);
            if (found != JsonToken.START_ARRAY) {
                throw new QuarantinedFailure(
                        "a record holds " + (found == null ? "nothing" : RecordsPlace.describe(found))
                                + " at continues.at '" + at + "', though its list goes on elsewhere",
                        "correct continues.at in the client's file");
            }
            boolean empty = in.nextToken() == JsonToken.END_ARRAY;
            for (; in.currentToken() != JsonToken.END_ARRAY; in.nextToken()) {
                in.skipChildren();
            }
            int end = (int) in.currentTokenLocation().getByteOffset();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(record, 0, end);
            for (int i = 0; i < elements.size(); i++) {
                if (i > 0 || !empty) {
                    whole.write(',');
                }
                whole.writeBytes(elements.get(i));
            }
            whole.write(record, end, record.length - end);
            return whole.toByteArray();
        }
    }

    /** Moves to what stands at the pointer. @return null where nothing does */
    private static JsonToken find(JsonParser in, JsonPointer at) throws IOException {
        if (at.matches()) {
            return in.currentToken();
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            if (name.equals(at.getMatchingProperty())) {
                return find(in, at.tail());
            }
            in.skipChildren();
        }
        return null;
    }
}
