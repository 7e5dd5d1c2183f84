package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Envelope;
import io.catwing.client.Shape;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    private final boolean notNumbers;
    private long envelopeBytes;
    private long count;
    private final RecordsPlace place;
    private JsonToken insteadOfChildren;
    private boolean childrenSeen;

    /** @param envelopeLimit characters of everything but records that are kept, at most */
    PageReader(Envelope envelope, long envelopeLimit, PageSink sink) {
        this(envelope, Set.of(), false, envelopeLimit, sink);
    }

    /**
     * @param notNext names inside records that are no sign of more
     * @param notNumbers NaN and Infinity may stand for a number
     */
    PageReader(Envelope envelope, Set<String> notNext, boolean notNumbers, long envelopeLimit, PageSink sink) {
        this.notNumbers = notNumbers;
        this.envelope = envelope;
        this.envelopeLimit = envelopeLimit;
        this.sink = sink;
        this.place = new RecordsPlace(envelope);
        Set<String> noSigns = new HashSet<>(envelope.notNext());
        noSigns.addAll(notNext);
        this.records = new RecordCopy(sink == null ? List.of() : sink.wanted(), noSigns);
        this.children = envelope.beside() == null
                ? null
                : new RecordCopy(List.of(envelope.beside().parent()), envelope.notNext());
    }

    /**
     * Reads the answer to its very end.
     *
     * @return the body without its records, null node where the body is the array of records itself
     * @throws IOException when the body is cut, or is no JSON (a JsonProcessingException)
     * @throws QuarantinedFailure when what is read can never be right
     */
    JsonNode read(InputStream body) throws IOException {
        try (JsonParser parser = parser(body)) {
            parser.nextToken();
            if (!parser.hasCurrentToken()) {
                if (place.noBody()) {
                    return NODES.nullNode();
                }
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
        } catch (StreamConstraintsException e) {
            throw TooMuch.of(e, count);
        }
    }

    /** @param body stays open */
    JsonParser parser(InputStream body) throws IOException {
        return RecordCopy.JSON
                .createParser(body)
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature(), notNumbers);
    }

    /** Reads a body that holds no records, as what is around them is read. */
    JsonNode readTree(InputStream body) throws IOException {
        try (JsonParser parser = parser(body)) {
            if (parser.nextToken() == null) {
                throw new NoJson("the answer is empty");
            }
            JsonNode whole = value(parser, null, null);
            if (parser.nextToken() != null) {
                throw new NoJson("something follows the end of the JSON");
            }
            return whole;
        } catch (StreamConstraintsException e) {
            throw TooMuch.of(e, 0);
        }
    }

    /** Reads records with nothing around them to their end. @param parser before the first @return null node */
    JsonNode readSequence(JsonParser parser) throws IOException {
        place.taken();
        try {
            while (parser.nextToken() != null) {
                count++;
                requireObject(parser, "record " + count);
                close(records.copy(parser, sink.open()));
            }
        } catch (StreamConstraintsException e) {
            throw TooMuch.of(e, count);
        }
        return NODES.nullNode();
    }

    /**
     * To be asked when the envelope's predicates had their say: an error answer has no records, and is no mistake in
     * the pointer.
     *
     * @param body without its records
     * @param before records of the pages before
     * @return what the records' place had to say
     * @throws QuarantinedFailure when neither records came nor an answer that none are there
     */
    RecordsPlace requireRecords(JsonNode body, long before) throws IOException {
        byte[] alone = place.decide(body, before);
        if (alone != null) {
            try (JsonParser parser = RecordCopy.JSON.createParser(alone)) {
                parser.nextToken();
                count++;
                close(records.copy(parser, sink.open()));
            }
        }
        if (children != null && count > 0 && !childrenSeen) {
            RecordsPlace.requireNoChildren(envelope, insteadOfChildren);
        }
        return place;
    }

    /** The value that the parser stands on, without records and children; null when it is one of those. */
    private JsonNode value(JsonParser in, JsonPointer toRecords, JsonPointer toChildren) throws IOException {
        JsonToken token = in.currentToken();
        if (toRecords != null && toRecords.matches()) {
            place.reached(in);
            if (sink.takesAnyValue()) {
                place.taken();
                String[] found = records.copy(in, sink.open());
                records.requireWholeLists("the detail");
                sink.close(found);
                return null;
            }
            if (token == JsonToken.START_ARRAY) {
                copyRecords(in);
                return null;
            }
            if (token == JsonToken.START_OBJECT) {
                return objectForRecords(in);
            }
        }
        if (toChildren != null && toChildren.matches() && copyChildren(in, token)) {
            return null;
        }
        return switch (token) {
            case START_OBJECT -> object(in, toRecords, toChildren);
            case START_ARRAY -> array(in, toRecords, toChildren);
            case VALUE_STRING -> NODES.textNode(kept(in.getText()));
            case VALUE_NUMBER_INT -> NODES.numberNode(new BigInteger(kept(in.getText())));
            case VALUE_NUMBER_FLOAT -> in.isNaN() ? NODES.nullNode() : TooMuch.decimal(kept(in.getText()));
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
        // Not the body itself: that it is empty proves nothing.
        if (object.isEmpty() && leadsTo(toRecords) && toRecords != envelope.records()) {
            place.emptyContainer();
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
        if (array.isEmpty() && leadsTo(toRecords)) {
            place.emptyContainer();
        }
        return array;
    }

    /** Further down from here. */
    private static boolean leadsTo(JsonPointer pointer) {
        return pointer != null && !pointer.matches();
    }

    /** An object where an array of records should be; the parser stands on its beginning. */
    private JsonNode objectForRecords(JsonParser in) throws IOException {
        if (in.nextToken() == JsonToken.END_OBJECT) {
            place.taken();
            return null;
        }
        Shape.Keyed keyed = envelope.shape().keyed();
        if (keyed != null) {
            place.taken();
            for (JsonToken token = in.currentToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
                String name = in.currentName();
                in.nextToken();
                count++;
                close(records.copyMember(in, sink.open(), name, keyed));
            }
            return null;
        }
        if (envelope.shape().oneIsObject()) {
            place.takenAsObject();
            count++;
            close(records.copyOpened(in, sink.open()));
            return null;
        }
        return objectAlone(in);
    }

    /** Kept twice: as what may be a record, and as a part of the envelope, where an error would be looked for. */
    private JsonNode objectAlone(JsonParser in) throws IOException {
        BoundedBytes bytes = new BoundedBytes(envelopeLimit, () -> TooMuch.envelope(envelope, envelopeLimit));
        try (JsonGenerator out = RecordCopy.generator(bytes)) {
            records.copyOpened(in, out);
        }
        place.alone(bytes.toByteArray());
        try (JsonParser again = RecordCopy.JSON.createParser(bytes.toByteArray())) {
            again.nextToken();
            return object(again, null, null);
        }
    }

    private void close(String[] found) throws IOException {
        records.requireWholeLists("record " + count + " of the page");
        sink.close(found);
    }

    private void copyRecords(JsonParser in) throws IOException {
        place.taken();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (envelope.shape().keyed() != null) {
                throw new QuarantinedFailure(
                        "the answer holds an array of records at envelope.records '" + envelope.records()
                                + "', but envelope.keyed says that they are the members of an object",
                        "take envelope.keyed away in the client's file, or ask the ERP's maker when it is which");
            }
            if (!sink.takesScalars()) {
                requireObject(in, "record " + count + " of the page");
            }
            close(records.copy(in, sink.open()));
        }
    }

    /** @return what stood there were children */
    private boolean copyChildren(JsonParser in, JsonToken token) throws IOException {
        childrenSeen = token == JsonToken.START_ARRAY
                || token == JsonToken.START_OBJECT && envelope.shape().oneIsObject();
        insteadOfChildren = token;
        if (childrenSeen && token == JsonToken.START_OBJECT) {
            sink.closeChild(children.copy(in, sink.openChild())[0]);
        } else if (childrenSeen) {
            for (int i = 1; in.nextToken() != JsonToken.END_ARRAY; i++) {
                requireObject(in, "child " + i + " at " + envelope.beside().at());
                sink.closeChild(children.copy(in, sink.openChild())[0]);
            }
        }
        return childrenSeen;
    }

    private static void requireObject(JsonParser in, String what) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new QuarantinedFailure(
                    what + " is no object but " + RecordsPlace.describe(in.currentToken()),
                    "envelope.records must point to an array of objects");
        }
    }

    private String kept(String text) {
        // Two more for the quotes or the comma: an endless list of empty strings is too much as well.
        envelopeBytes += text.length() + 2L;
        if (envelopeBytes > envelopeLimit) {
            throw TooMuch.envelope(envelope, envelopeLimit);
        }
        return text;
    }

    /** The answer is not JSON as a whole. */
    static final class NoJson extends IOException {
        private static final long serialVersionUID = 1L;

        NoJson(String fact) {
            super(fact);
        }
    }
}
