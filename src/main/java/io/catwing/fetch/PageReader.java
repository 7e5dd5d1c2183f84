package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Envelope;
import io.catwing.failure.ParkedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Reads one answer as a stream: its records go to a sink one by one, and what is around them is kept as a small tree.
 * Nothing here depends on how long the answer is.
 */
final class PageReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Envelope envelope;
    private final long envelopeLimit;
    private final PageSink sink;
    private final RecordCopy records;
    private final RecordCopy children;

    private long envelopeBytes;
    private long count;
    private boolean recordsSeen;
    private JsonToken insteadOfRecords;

    /** @param envelopeLimit characters of everything but records that are kept, at most */
    PageReader(Envelope envelope, long envelopeLimit, PageSink sink) {
        this.envelope = envelope;
        this.envelopeLimit = envelopeLimit;
        this.sink = sink;
        this.records = new RecordCopy(sink.wanted());
        this.children = envelope.beside() == null
                ? null
                : new RecordCopy(List.of(envelope.beside().parent()));
    }

    /**
     * Reads the answer to its very end.
     *
     * @return the body without its records, null node where the body is the array of records itself
     * @throws IOException when the body is cut, or is no JSON (a JsonProcessingException)
     * @throws ParkedFailure when what is read can never be right
     */
    JsonNode read(InputStream body) throws IOException {
        try (JsonParser parser = RecordCopy.JSON.createParser(body)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            parser.nextToken();
            if (!parser.hasCurrentToken()) {
                throw new NoJson("the answer is empty");
            }
            JsonNode rest = value(
                    parser,
                    envelope.records(),
                    envelope.beside() == null ? null : envelope.beside().at());
            if (parser.nextToken() != null) {
                throw new NoJson("something follows the end of the JSON");
            }
            return rest == null ? NODES.nullNode() : rest;
        }
    }

    /** Records that came. */
    long count() {
        return count;
    }

    /**
     * To be asked when the envelope's predicates had their say: an error answer has no records, and is no mistake in
     * the pointer.
     */
    void requireRecords() {
        if (insteadOfRecords != null) {
            throw new ParkedFailure(
                    "the answer holds no array at envelope.records '" + envelope.records() + "' but "
                            + describe(insteadOfRecords),
                    "correct envelope.records in the client's file; './catwing preview' shows what comes");
        }
        if (!recordsSeen) {
            throw new ParkedFailure(
                    "the answer holds nothing at envelope.records '" + envelope.records() + "'",
                    "correct envelope.records in the client's file; './catwing preview' shows what comes");
        }
    }

    /** The value that the parser stands on, without records and children; null when it is one of those. */
    private JsonNode value(JsonParser in, JsonPointer toRecords, JsonPointer toChildren) throws IOException {
        JsonToken token = in.currentToken();
        if (toRecords != null && toRecords.matches()) {
            if (sink.takesAnyValue()) {
                recordsSeen = true;
                sink.close(records.copy(in, sink.open()));
                return null;
            }
            if (token == JsonToken.START_ARRAY) {
                copyRecords(in);
                return null;
            }
            insteadOfRecords = token;
        }
        if (toChildren != null && toChildren.matches() && token == JsonToken.START_ARRAY) {
            copyChildren(in);
            return null;
        }
        return switch (token) {
            case START_OBJECT -> object(in, toRecords, toChildren);
            case START_ARRAY -> array(in, toRecords, toChildren);
            case VALUE_STRING -> NODES.textNode(kept(in.getText()));
            case VALUE_NUMBER_INT -> NODES.numberNode(new BigInteger(kept(in.getText())));
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(new BigDecimal(kept(in.getText())));
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private JsonNode object(JsonParser in, JsonPointer toRecords, JsonPointer toChildren) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = kept(in.currentName());
            in.nextToken();
            JsonNode child = value(
                    in,
                    toRecords == null ? null : toRecords.matchProperty(name),
                    toChildren == null ? null : toChildren.matchProperty(name));
            if (child != null) {
                object.set(name, child);
            }
        }
        return object;
    }

    private JsonNode array(JsonParser in, JsonPointer toRecords, JsonPointer toChildren) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            JsonNode child = value(
                    in,
                    toRecords == null ? null : toRecords.matchElement(i),
                    toChildren == null ? null : toChildren.matchElement(i));
            array.add(child == null ? NODES.nullNode() : child);
            kept("");
        }
        return array;
    }

    private void copyRecords(JsonParser in) throws IOException {
        if (recordsSeen) {
            throw new ParkedFailure(
                    "the answer holds two arrays at envelope.records '" + envelope.records() + "'",
                    "ask the ERP's maker: a key may occur once in an object");
        }
        recordsSeen = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            count++;
            requireObject(in, "record " + count + " of the page");
            sink.close(records.copy(in, sink.open()));
        }
    }

    private void copyChildren(JsonParser in) throws IOException {
        for (int i = 1; in.nextToken() != JsonToken.END_ARRAY; i++) {
            requireObject(in, "child " + i + " at " + envelope.beside().at());
            sink.closeChild(children.copy(in, sink.openChild())[0]);
        }
    }

    private static void requireObject(JsonParser in, String what) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new ParkedFailure(
                    what + " is no object but " + describe(in.currentToken()),
                    "envelope.records must point to an array of objects");
        }
    }

    private String kept(String text) {
        // Two more for the quotes or the comma: an endless list of empty strings is too much as well.
        envelopeBytes += text.length() + 2L;
        if (envelopeBytes > envelopeLimit) {
            throw new ParkedFailure(
                    "the answer holds more than " + envelopeLimit + " characters outside envelope.records '"
                            + envelope.records() + "'",
                    "look whether envelope.records points to the records; './catwing preview' shows what comes");
        }
        return text;
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }

    /** The answer is not JSON as a whole. */
    static final class NoJson extends IOException {
        private static final long serialVersionUID = 1L;

        NoJson(String fact) {
            super(fact);
        }
    }
}
