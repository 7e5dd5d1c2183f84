package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.client.Shape;
import io.catwing.load.mapping.Conversion.Scalar;
import java.io.IOException;

/** An object in place of the array of lines: no line, a single one, or all of them by name. */
final class ObjectOfLines {
    private final RecordMapper mapper;
    private final RecordMapping mapping;

    ObjectOfLines(RecordMapper mapper) {
        this.mapper = mapper;
        this.mapping = mapper.mapping();
    }

    /** @param parser at the object's beginning; at its end afterwards */
    void walk(JsonParser parser) throws IOException {
        String name = parser.nextFieldName();
        if (name == null) {
            return;
        }
        if (mapping.shape.keyed() != null) {
            for (; name != null; name = parser.nextFieldName()) {
                named(parser, name, mapping.shape.keyed());
            }
        } else if (mapping.shape.oneIsObject()) {
            mapper.beginLine();
            mapping.line.visit(mapper.currentWalk());
            for (; name != null; name = parser.nextFieldName()) {
                mapper.member(parser, mapping.line.child(name), parser.nextToken());
            }
        } else {
            for (; name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                parser.skipChildren();
            }
            mapper.rejectLines("are an object and not an array; lines.one_is_object or lines.keyed says which it is");
        }
    }

    private void named(JsonParser parser, String name, Shape.Keyed keyed) throws IOException {
        int line = mapper.beginLine();
        Node atName = mapping.line.child(keyed.as());
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            mapper.value(parser, mapping.line, token);
        } else if (keyed.value() != null) {
            mapper.member(parser, mapping.line.child(keyed.value()), token);
        } else {
            parser.skipChildren();
            mapper.reject(mapping.linesAt + "/" + line, "the line is not an object");
        }
        if (atName != null && atName.visit(mapper.currentWalk())) {
            mapper.reject(
                    mapping.linesAt + "/" + line, "the line has a field '" + keyed.as() + "' already (lines.keyed.as)");
        } else if (atName != null) {
            for (int slot : atName.slots()) {
                mapper.set(slot, line, Scalar.STRING, name.toCharArray(), 0, name.length());
            }
        }
    }

    /** How XML that was converted to JSON represents an empty element. */
    static boolean isBlank(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING && parser.getText().isBlank();
    }
}
