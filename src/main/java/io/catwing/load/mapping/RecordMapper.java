package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.client.Limits;
import io.catwing.load.mapping.Conversion.Scalar;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Maps record after record: walks the tokens once, and keeps each column's value as COPY text until the record is known
 * to be complete. One bad value rejects the record with all its lines.
 */
final class RecordMapper {
    private static final int MISSING = -1;

    private final RecordMapping mapping;
    private final Slot[] recordSlots;
    private final Slot[] lineSlots;

    private final CopyBuffer values = new CopyBuffer(1 << 16);
    private final int[] recordFrom;
    private final int[] recordTo;
    private int lines;
    private int[] lineFrom = new int[64];
    private int[] lineTo = new int[64];

    /** Counts records and lines, so that a duplicate name in one of them is noticed. */
    private long walks;

    private long walk;
    /** The line that is being walked, or -1. */
    private int line = -1;

    private Rejection rejection;

    private final ObjectOfLines objectOfLines;

    /** Elements of the record that is walked, which are its rows; null for a mapping without them. */
    private final Elements elements;
    /** Where the values of the record around the rows end. */
    private int aroundLength;

    private boolean inAround;

    /** Null without amounts in minor units. */
    private final Amounts amounts;

    private Observer observer;

    RecordMapper(RecordMapping mapping) {
        elements = mapping.each == null ? null : new Elements(mapping.each);
        this.mapping = mapping;
        recordSlots = mapping.recordSlots.toArray(Slot[]::new);
        lineSlots = mapping.lineSlots.toArray(Slot[]::new);
        objectOfLines = new ObjectOfLines(this);
        recordFrom = new int[recordSlots.length];
        recordTo = new int[recordSlots.length];
        amounts = Amounts.of(recordSlots, lineSlots);
    }

    RecordMapping mapping() {
        return mapping;
    }

    /**
     * Walks one record.
     *
     * @param parser at its first token; at its last one afterwards
     * @return why it cannot be mapped, or null
     */
    Rejection walk(JsonParser parser) throws IOException {
        values.clear();
        Arrays.fill(recordFrom, MISSING);
        return walk(parser, mapping.record, "the record");
    }

    /**
     * Walks a record whose rows are inside it, and notes where they are.
     *
     * @param parser at its first token; at its last one afterwards
     * @return why none of them can be mapped, or null
     */
    Rejection walkAround(JsonParser parser) throws IOException {
        values.clear();
        Arrays.fill(recordFrom, MISSING);
        inAround = true;
        elements.clear();
        return walk(parser, mapping.around, "the record");
    }

    /** The rows of the record that was walked. */
    Elements elements() {
        return elements;
    }

    /** The record around the rows is complete; {@link #walkRow} comes for each of them. */
    void endAround() {
        inAround = false;
        aroundLength = values.length();
    }

    /** As {@link #walk}, of one row of the record that was walked around. */
    Rejection walkRow(JsonParser parser) throws IOException {
        values.truncate(aroundLength);
        for (int slot = 0; slot < recordFrom.length; slot++) {
            if (!mapping.aroundSlots.get(slot)) {
                recordFrom[slot] = MISSING;
            }
        }
        return walk(parser, mapping.record, "the row");
    }

    private Rejection walk(JsonParser parser, Node node, String what) throws IOException {
        walk = ++walks;
        lines = 0;
        line = -1;
        rejection = null;
        JsonToken first = parser.currentToken();
        if (first == JsonToken.START_OBJECT) {
            value(parser, node, first);
        } else {
            parser.skipChildren();
            reject("", what + " is not an object");
        }
        return rejection;
    }

    /** After {@link #walk} and jq: the key that the head's row has must have a value. */
    Rejection checkHeadKey() {
        for (int slot : mapping.keySlots) {
            if (missing(recordSlots[slot], recordFrom[slot])) {
                return new Rejection(recordSlots[slot].source(), recordSlots[slot].missing());
            }
        }
        return null;
    }

    /** The same of the lines' keys, too. */
    Rejection checkKeys() {
        Rejection ofHead = checkHeadKey();
        if (ofHead != null) {
            return ofHead;
        }
        for (int source : mapping.lineOut) {
            if (source == RecordMapping.PLACE || source == RecordMapping.CUSTOM) {
                continue;
            }
            if (source < 0) {
                Slot slot = recordSlots[~source];
                if (slot.column().key() && missing(slot, recordFrom[~source])) {
                    return new Rejection(slot.source(), slot.missing());
                }
            } else if (lineSlots[source].column().key()) {
                for (int i = 0; i < lines; i++) {
                    if (missing(lineSlots[source], lineFrom[i * lineSlots.length + source])) {
                        String at = mapping.linesAt + "/" + i;
                        return new Rejection(
                                lineSlots[source].jq() == null ? at + lineSlots[source].source() : at,
                                lineSlots[source].missing());
                    }
                }
            }
        }
        return null;
    }

    private static boolean missing(Slot slot, int from) {
        return from == MISSING && slot.constant() == null;
    }

    void value(JsonParser parser, Node node, JsonToken token) throws IOException {
        if (node.visit(walk)) {
            forget(node);
        }
        if (inAround && node.lines()) {
            String problem = elements.find(parser, token);
            if (problem != null) {
                reject(mapping.each.at().toString(), "the rows at " + mapping.each.at() + " " + problem);
            }
            return;
        }
        if (token == JsonToken.START_OBJECT) {
            if (node.slots().length > 0 && !node.lines()) {
                objectAsValue(parser, node);
                return;
            }
            structure(node, "is an object");
            if (node.lines()) {
                long around = walk;
                objectOfLines.walk(parser);
                endLines(around);
                return;
            }
            if (node.leaf()) {
                parser.skipChildren();
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                member(parser, node.child(name), parser.nextToken());
            }
        } else if (token == JsonToken.START_ARRAY) {
            structure(node, "is an array");
            if (node.lines()) {
                lines(parser);
            } else if (node.leaf()) {
                parser.skipChildren();
            } else {
                int index = 0;
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    member(parser, node.child(Integer.toString(index++)), t);
                }
            }
        } else if (token != JsonToken.VALUE_NULL) {
            if (node.lines() && !ObjectOfLines.isBlank(parser, token)) {
                rejectLines("are not an array");
            }
            for (int slot : node.slots()) {
                scalar(parser, slot, token);
            }
        }
    }

    /** Where a single value is expected: one that the client declares, or a reason to reject. */
    private void objectAsValue(JsonParser parser, Node node) throws IOException {
        ObjectAsValue object =
                new ObjectAsValue(slot(node.slots()[0]).from().notation().objects());
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (!object.take(name, token, parser)) {
                member(parser, node.child(name), token);
            }
        }
        for (int slot : node.slots()) {
            set(slot, line, object);
        }
    }

    private Slot slot(int slot) {
        return line < 0 ? recordSlots[slot] : lineSlots[slot];
    }

    /** Sets what an object stands for. */
    void set(int slot, int inLine, ObjectAsValue object) {
        Slot target = inLine < 0 ? recordSlots[slot] : lineSlots[slot];
        String problem = object.problem();
        if (problem != null) {
            List<String> names = object.saysTwoThings() ? List.of() : object.names();
            reject(field(target, inLine), target.reasonOfObject(problem, names));
            if (observer != null) {
                observer.object(target, object.names());
            }
        } else if (object.iso() != null) {
            setIso(slot, inLine, object.iso());
        } else if (object.text() != null) {
            char[] text = object.text().toCharArray();
            set(slot, inLine, object.scalar(), text, 0, text.length);
        }
    }

    private void setIso(int slot, int inLine, String iso) {
        Slot target = inLine < 0 ? recordSlots[slot] : lineSlots[slot];
        int from = values.length();
        String problem = target.conversion() instanceof TimeConversion time
                ? time.convertIso(iso, values)
                : "is a date in parts";
        if (problem == null) {
            keep(slot, inLine, from);
        } else {
            values.truncate(from);
            reject(field(target, inLine), target.reason(problem, iso));
        }
    }

    private void keep(int slot, int inLine, int from) {
        if (inLine < 0) {
            recordFrom[slot] = from;
            recordTo[slot] = values.length();
        } else {
            lineFrom[inLine * lineSlots.length + slot] = from;
            lineTo[inLine * lineSlots.length + slot] = values.length();
        }
    }

    void member(JsonParser parser, Node child, JsonToken token) throws IOException {
        if (child != null) {
            value(parser, child, token);
        } else if (token.isStructStart()) {
            parser.skipChildren();
        }
    }

    private void lines(JsonParser parser) throws IOException {
        long around = walk;
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            beginLine();
            if (mapping.shape.keyed() != null) {
                rejectLines("are an array, but lines.keyed says that they are the members of an object");
            }
            if (t == JsonToken.START_OBJECT) {
                value(parser, mapping.line, t);
            } else {
                parser.skipChildren();
                reject(mapping.linesAt + "/" + line, "the line is not an object");
            }
        }
        endLines(around);
    }

    /** @return its position, from 0; surplus lines share the last position, so that nothing grows */
    int beginLine() {
        if (lines == Limits.LINES) {
            rejectLines("are more than the " + Limits.LINES + " that a record may have");
            lines--;
        }
        int width = lineSlots.length;
        line = lines++;
        walk = ++walks;
        if (lines * width > lineFrom.length) {
            lineFrom = Arrays.copyOf(lineFrom, lines * width * 2);
            lineTo = Arrays.copyOf(lineTo, lines * width * 2);
        }
        Arrays.fill(lineFrom, line * width, lines * width, MISSING);
        return line;
    }

    /** Of what is walked: no other record or line has it. */
    long currentWalk() {
        return walk;
    }

    private void endLines(long around) {
        line = -1;
        walk = around;
    }

    private void scalar(JsonParser parser, int slot, JsonToken token) throws IOException {
        Scalar scalar = ObjectAsValue.scalar(token);
        set(slot, line, scalar, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    /** Sets a value, of the record if {@code inLine} is negative. */
    void set(int slot, int inLine, Scalar scalar, char[] text, int offset, int length) {
        Slot target = inLine < 0 ? recordSlots[slot] : lineSlots[slot];
        if (target.isEmpty(scalar, text, offset, length)) {
            return;
        }
        int from = values.length();
        String problem = target.conversion().convert(scalar, text, offset, length, values);
        if (observer != null) {
            observer.value(target, scalar, new String(text, offset, Math.min(length, 200)), problem != null);
        }
        if (problem != null) {
            values.truncate(from);
            // A rejection is kept once, and its reason takes a while to find.
            if (rejection == null) {
                String value = new String(text, offset, Math.min(length, 200));
                reject(field(target, inLine), target.reason(problem, scalar, value));
            }
        } else {
            keep(slot, inLine, from);
        }
    }

    /** The first one is kept. */
    void reject(String field, String reason) {
        if (rejection == null) {
            rejection = new Rejection(field, reason);
        }
    }

    Rejection rejection() {
        return rejection;
    }

    /** What was wrong with the record is of no matter. */
    void pardon() {
        rejection = null;
    }

    String field(Slot slot, int inLine) {
        String base = inLine < 0 ? "" : mapping.linesAt + "/" + inLine;
        return slot.jq() == null ? base + slot.source() : base;
    }

    int lines() {
        return mapping.flat ? 1 : lines;
    }

    /** Writes a column's value, COPY text, to a row. */
    void write(int source, int inLine, CopyBuffer row) {
        if (source < 0) {
            write(recordSlots[~source], recordFrom[~source], recordTo[~source], row);
        } else {
            int at = inLine * lineSlots.length + source;
            write(lineSlots[source], lineFrom[at], lineTo[at], row);
        }
    }

    private void write(Slot slot, int from, int to, CopyBuffer row) {
        if (slot.constant() != null) {
            row.put(slot.constant());
        } else if (from == MISSING) {
            row.putNull();
        } else if (amounts != null && slot.minorUnits()) {
            String amount = amounts.scaled(CopyBuffer.decode(values.bytes(), from, to));
            if (amount == null) {
                row.putNull();
            } else {
                row.ascii(amount);
            }
        } else {
            row.put(values.bytes(), from, to - from);
        }
    }

    /** A value as text, null if there is none. @param source as for {@link #write} */
    String text(int source, int inLine) {
        if (source < 0) {
            return text(recordSlots[~source], recordFrom[~source], recordTo[~source]);
        }
        int at = inLine * lineSlots.length + source;
        return text(lineSlots[source], lineFrom[at], lineTo[at]);
    }

    private String text(Slot slot, int from, int to) {
        byte[] constant = slot.constant();
        if (constant != null) {
            return CopyBuffer.decode(constant, 0, constant.length);
        }
        String text = from == MISSING ? null : CopyBuffer.decode(values.bytes(), from, to);
        return amounts != null && slot.minorUnits() ? amounts.scaled(text) : text;
    }

    /** After the record is complete: finds its currency, if it has amounts in minor units. */
    Rejection checkCurrency() {
        return amounts == null || !hasAmount()
                ? null
                : amounts.find(mapping.currencySlot < 0 ? null : text(~mapping.currencySlot, -1));
    }

    private boolean hasAmount() {
        for (int slot : amounts.ofRecord()) {
            if (recordFrom[slot] != MISSING) {
                return true;
            }
        }
        for (int slot : amounts.ofLine()) {
            for (int i = 0; i < lines; i++) {
                if (lineFrom[i * lineSlots.length + slot] != MISSING) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Is told of every value; null for none. */
    void observe(Observer all) {
        observer = all;
    }

    /** Looks at values on their way, for proposals. */
    interface Observer {
        void value(Slot slot, Scalar scalar, String text, boolean refused);

        void object(Slot slot, List<String> members);
    }

    private void structure(Node node, String problem) {
        for (int slot : node.slots()) {
            Slot target = slot(slot);
            reject(
                    field(target, line),
                    target.column().name() + " from " + target.source() + " " + problem + ", not a single value");
        }
    }

    void rejectLines(String problem) {
        reject(mapping.linesAt.toString(), "the lines at " + mapping.linesAt + " " + problem);
    }

    private void forget(Node node) {
        int[] from = line < 0 ? recordFrom : lineFrom;
        int base = line < 0 ? 0 : line * lineSlots.length;
        node.slotsBelow().forEach(slot -> from[base + slot] = MISSING);
        if (inAround && node.linesBelow()) {
            elements.clear();
        } else if (node.linesBelow()) {
            lines = 0;
        }
    }
}
