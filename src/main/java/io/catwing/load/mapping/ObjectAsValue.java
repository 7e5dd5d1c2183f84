package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Notation.TypedObject;
import io.catwing.load.mapping.Conversion.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an object stands for that is in the place of a single value, as the client declares it. */
final class ObjectAsValue {
    /** Year to microsecond. */
    private static final int PARTS = 7;

    private final List<TypedObject> declared;
    private final List<String> names = new ArrayList<>();
    private final List<String> members = new ArrayList<>();
    private String[] parts;
    private Scalar scalar;
    private String text;
    private ObjectAsValue inner;

    ObjectAsValue(List<TypedObject> declared) {
        this.declared = declared;
    }

    /** Takes a member that is not walked otherwise. @param parser at its value; at its end afterwards */
    private void nested(JsonParser parser) throws IOException {
        inner = new ObjectAsValue(declared);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (!inner.take(name, token, parser)) {
                parser.skipChildren();
            }
        }
    }

    /**
     * Looks at a member.
     *
     * @param parser at its value
     * @return whether it was an object that was read to its end
     */
    boolean take(String name, JsonToken token, JsonParser parser) throws IOException {
        names.add(name);
        if (isMember(name)) {
            members.add(name);
            if (token == JsonToken.START_OBJECT) {
                nested(parser);
                return true;
            }
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                value(scalar(token), parser.getText());
            }
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            part(name, parser.getText());
        }
        return false;
    }

    /** The same of an object in a tree. */
    static ObjectAsValue of(JsonNode object, List<TypedObject> declared) {
        ObjectAsValue found = new ObjectAsValue(declared);
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            found.names.add(member.getKey());
            if (found.isMember(member.getKey())) {
                found.members.add(member.getKey());
                if (value.isObject()) {
                    found.inner = of(value, declared);
                } else if (value.isValueNode() && !value.isNull()) {
                    found.value(
                            value.isNumber() ? Scalar.NUMBER : value.isBoolean() ? Scalar.BOOLEAN : Scalar.STRING,
                            value.asText());
                }
            }
            if (value.isIntegralNumber()) {
                found.part(member.getKey(), value.asText());
            }
        });
        return found;
    }

    static Scalar scalar(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> Scalar.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Scalar.NUMBER;
            default -> Scalar.BOOLEAN;
        };
    }

    private boolean isMember(String name) {
        return declared.stream().anyMatch(object -> name.equals(object.member()));
    }

    private void value(Scalar kind, String value) {
        scalar = kind;
        text = value;
    }

    private void part(String name, String number) {
        for (TypedObject object : declared) {
            int part = object.parts() == null ? -1 : object.parts().indexOf(name);
            if (part >= 0) {
                parts = parts == null ? new String[PARTS] : parts;
                parts[part] = number;
            }
        }
    }

    /** The object's names, as far as they are of use in a message. */
    List<String> names() {
        return names;
    }

    /** Why it stands for no value, or null. */
    String problem() {
        if (members.size() > 1) {
            return "has " + String.join(" and ", members) + ", and formats.objects names both";
        }
        if (inner != null) {
            return inner.problem();
        }
        return members.size() == 1 || iso() != null ? null : "is an object, not a single value";
    }

    /** More than one of its members is declared. */
    boolean saysTwoThings() {
        return members.size() > 1 || inner != null && inner.saysTwoThings();
    }

    /** Null if it stands for nothing. */
    String text() {
        return inner == null ? text : inner.text();
    }

    Scalar scalar() {
        return inner == null ? scalar : inner.scalar();
    }

    /** A date or time of parts, in ISO form; null if it is none. */
    String iso() {
        if (inner != null) {
            return inner.iso();
        }
        if (parts == null || parts[0] == null || parts[1] == null || parts[2] == null || !members.isEmpty()) {
            return null;
        }
        StringBuilder iso = new StringBuilder(padded(parts[0], 4));
        iso.append('-').append(padded(parts[1], 2)).append('-').append(padded(parts[2], 2));
        if (parts[3] != null) {
            iso.append('T').append(padded(parts[3], 2)).append(':').append(padded(orZero(parts[4]), 2));
            iso.append(':').append(padded(orZero(parts[5]), 2));
            iso.append(parts[6] == null ? "" : "." + padded(parts[6], 6));
        }
        return iso.toString();
    }

    private static String orZero(String part) {
        return part == null ? "0" : part;
    }

    private static String padded(String number, int width) {
        return "0".repeat(Math.max(0, width - number.length())) + number;
    }
}
