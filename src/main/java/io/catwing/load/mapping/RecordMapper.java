package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.client.Limits;
import io.catwing.load.mapping.Conversion.Scalar;
import java.io.IOException;
import java.util.List;

/**
 * Maps record after record: walks the tokens once, and puts what they hold into {@link ColumnValues} until the record is
 * known to be complete. One bad value rejects the record with all its lines.
 */
final class RecordMapper {
    private final RecordMapping mapping;
    private final ColumnValues values;

    /** Counts records and lines, so that a duplicate name in one of them is noticed. */
    private long walks;

    private long walk;
    /** The line that is being walked, or -1. */
    private int line = -1;

    private Rejection rejection;

    private final ObjectOfLines objectOfLines;

    /** Elements of the record that is walked, which are its rows; null for a mapping without them. */
    private final Elements elements;

    private boolean inAround;

    private Observer observer;

    RecordMapper(RecordMapping mapping) {
        elements = mapping.each == null ? null : new Elements(mapping.each);
        this.mapping = mapping;
        values = new ColumnValues(mapping);
        objectOfLines = new ObjectOfLines(this);
    }

    RecordMapping mapping() {
        return mapping;
    }

    /** Of the record that was walked last. */
    ColumnValues values() {
        return values;
    }

    /**
     * Walks one record.
     *
     * @param parser at its first token; at its last one afterwards
     * @return why it cannot be mapped, or null
     */
    Rejection walk(JsonParser parser) throws IOException {
        values.clear();
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
        values.endAround();
    }

    /** As {@link #walk}, of one row of the record that was walked around. */
    Rejection walkRow(JsonParser parser) throws IOException {
        values.clearRow();
        return walk(parser, mapping.record, "the row");
    }

    private Rejection walk(JsonParser parser, Node node, String what) throws IOException {
        walk = ++walks;
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
        ObjectAsValue object = new ObjectAsValue(
                values.slot(node.slots()[0], line).from().notation().objects());
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

    /** Sets what an object stands for. */
    void set(int slot, int inLine, ObjectAsValue object) {
        Slot target = values.slot(slot, inLine);
        String problem = object.problem();
        if (problem != null) {
            List<String> names = object.saysTwoThings() ? List.of() : object.names();
            reject(mapping.field(target, inLine), target.reasonOfObject(problem, names));
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
        String problem = values.setIso(slot, inLine, iso);
        if (problem != null) {
            Slot target = values.slot(slot, inLine);
            reject(mapping.field(target, inLine), target.reason(problem, iso));
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
        if (values.isFull()) {
            rejectLines("are more than the " + Limits.LINES + " that a record may have");
        }
        line = values.addLine();
        walk = ++walks;
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
        Slot target = values.slot(slot, inLine);
        if (target.isEmpty(scalar, text, offset, length)) {
            return;
        }
        String problem = values.set(slot, inLine, scalar, text, offset, length);
        if (observer != null) {
            observer.value(target, scalar, new String(text, offset, Math.min(length, 200)), problem != null);
        }
        // A rejection is kept once, and its reason takes a while to find.
        if (problem != null && rejection == null) {
            String value = new String(text, offset, Math.min(length, 200));
            reject(mapping.field(target, inLine), target.reason(problem, scalar, value));
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
            Slot target = values.slot(slot, line);
            reject(
                    mapping.field(target, line),
                    target.column().name() + " from " + target.source() + " " + problem + ", not a single value");
        }
    }

    void rejectLines(String problem) {
        reject(mapping.linesAt.toString(), "the lines at " + mapping.linesAt + " " + problem);
    }

    private void forget(Node node) {
        node.slotsBelow().forEach(slot -> values.forget(slot, line));
        if (inAround && node.linesBelow()) {
            elements.clear();
        } else if (node.linesBelow()) {
            values.clearLines();
        }
    }
}
