package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.catwing.client.Limits;
import io.catwing.client.Shape;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/**
 * Copies JSON values token by token, so that nothing of them changes: numbers keep their text, keys that occur twice
 * occur twice. Only the whitespace between tokens goes.
 */
final class RecordCopy {

    /** Of a name in a message. */
    private static final int LONGEST_NAME = 100;

    /** The last character before the surrogates. */
    private static final int LAST_PLAIN = 0xD7FF;

    /**
     * Names of fields are not interned: an ERP that uses ids as names would fill the heap. Surrogates are written as
     * escapes, because half a pair, which JSON allows, has no UTF-8.
     */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.TEXT_CHARACTERS)
                    .maxNameLength(Limits.NAME_BYTES)
                    .maxNumberLength(Limits.NUMBER_CHARACTERS)
                    .maxNestingDepth(Limits.NESTING)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .highestNonEscapedChar(LAST_PLAIN)
            .rootValueSeparator((String) null)
            .build();

    private final List<JsonPointer> wanted;
    private final Set<String> notNext;
    private String[] found;
    private String partOfList;

    /** @param wanted pointers into the value whose scalars are to be told @param notNext names that are no sign of more */
    RecordCopy(List<JsonPointer> wanted, Set<String> notNext) {
        this.wanted = wanted;
        this.notNext = notNext;
    }

    /** @throws QuarantinedFailure when something inside of what was copied says that a list of it goes on elsewhere */
    void requireWholeLists(String what) {
        if (partOfList != null) {
            throw new QuarantinedFailure(
                    what + " holds a part of a list only: '" + shown(partOfList) + "' says that more follow",
                    "ask for the whole list (a larger size of the list inside), or for one record's at a time (detail);"
                            + " if it means something else, add '" + shown(partOfList) + "' to envelope.not_next");
        }
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
                in.nextToken();
                fields(in, out, here);
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

    /** @param in on the first field's name, or on the object's end */
    private void fields(JsonParser in, JsonGenerator out, JsonPointer[] here) throws IOException {
        for (JsonToken token = in.currentToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
            field(in, out, here, in.currentName());
        }
    }

    private void field(JsonParser in, JsonGenerator out, JsonPointer[] here, String name) throws IOException {
        out.writeFieldName(name);
        JsonToken token = in.nextToken();
        if (MoreSigns.isPartOfList(name) && !notNext.contains(name)) {
            if (token == JsonToken.VALUE_TRUE
                    || token == JsonToken.VALUE_STRING && !in.getText().isBlank()) {
                partOfList = name;
            }
        }
        copy(in, out, below(here, name, -1));
    }

    /**
     * Copies an object whose beginning was read already: the parser stands on its first field's name, or on its end.
     *
     * @return as {@link #copy(JsonParser, JsonGenerator)}
     */
    String[] copyOpened(JsonParser in, JsonGenerator out) throws IOException {
        found = new String[wanted.size()];
        out.writeStartObject();
        fields(in, out, wanted.toArray(JsonPointer[]::new));
        out.writeEndObject();
        return found;
    }

    /**
     * Copies a member of a keyed object as a record that begins with the member's name.
     *
     * @param in on the member's value
     * @return as {@link #copy(JsonParser, JsonGenerator)}
     * @throws QuarantinedFailure when the member is no object and no field is declared for such, or has the field already
     */
    String[] copyMember(JsonParser in, JsonGenerator out, String name, Shape.Keyed keyed) throws IOException {
        found = new String[wanted.size()];
        JsonPointer[] here = wanted.toArray(JsonPointer[]::new);
        out.writeStartObject();
        out.writeStringField(keyed.as(), name);
        JsonPointer[] atName = below(here, keyed.as(), -1);
        for (int i = 0; atName != null && i < atName.length; i++) {
            found[i] = atName[i] != null && atName[i].matches() ? name : null;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            if (keyed.value() == null) {
                throw new QuarantinedFailure(
                        "the member '" + shown(name) + "' is no object",
                        "say keyed: {as: …, value: …} in the client's file, value being the field that it is put into");
            }
            out.writeFieldName(keyed.value());
            copy(in, out, below(here, keyed.value(), -1));
        } else {
            for (JsonToken token = in.nextToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
                String field = in.currentName();
                if (field.equals(keyed.as())) {
                    throw new QuarantinedFailure(
                            "the member '" + shown(name) + "' has a field '" + field + "' already",
                            "choose another name for keyed.as in the client's file");
                }
                field(in, out, here, field);
            }
        }
        out.writeEndObject();
        return found;
    }

    /** A name or key of the ERP's in a message. */
    static String shown(String name) {
        return PrintableText.clean(name, LONGEST_NAME);
    }

    private static void scalar(JsonParser in, JsonGenerator out, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> out.writeString(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            case VALUE_NUMBER_INT -> out.writeNumber(in.getText());
            case VALUE_NUMBER_FLOAT -> {
                if (in.isNaN()) {
                    // JSON has no such number, so it is kept as a text.
                    out.writeString(in.getText());
                } else {
                    out.writeNumber(in.getText());
                }
            }
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
