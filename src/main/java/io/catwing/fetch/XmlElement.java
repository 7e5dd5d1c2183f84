package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * An element as JSON. With neither attributes nor children it is a text, and null if it is {@code xsi:nil}. Any other is an
 * object: attributes are fields with an {@code @} in front, children fields of their names, its own text the field
 * {@code #text} if it is not blank. Children of one name are an array, in their order; a single one is an array only if that is
 * declared. Names are as they are written, with their prefixes; namespace declarations are left out.
 */
final class XmlElement {
    /** Field of an object for the element's own text. */
    static final String TEXT = "#text";

    /** Field of a record for its XML. */
    static final String ORIGINAL = "@xml";

    /** What an element takes in memory besides its text, in characters, roughly. Records have some thousands of them at most. */
    private static final int ELEMENT = 128;

    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    /** Where events come from. */
    @FunctionalInterface
    interface Events {
        int next() throws IOException;
    }

    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, List<XmlElement>> children = new LinkedHashMap<>();
    private final List<String> arrays = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean nil;

    private XmlElement() {}

    /**
     * Reads the element whose beginning the reader stands on, to its end.
     *
     * @param path from the document's root
     * @param arrays paths of elements that are an array also when there is one
     */
    static XmlElement read(XMLStreamReader xml, Events events, JsonPointer path, List<JsonPointer> arrays)
            throws IOException {
        return read(xml, events, path, arrays, 1, new long[1]);
    }

    private static XmlElement read(
            XMLStreamReader xml,
            Events events,
            JsonPointer path,
            List<JsonPointer> arrays,
            int depth,
            long[] characters)
            throws IOException {
        if (depth > Limits.NESTING) {
            throw new QuarantinedFailure(
                    "an element is nested deeper than the " + Limits.NESTING + " levels that are read",
                    "ask the ERP's maker; what is longer could not be loaded");
        }
        XmlElement element = new XmlElement();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals("nil") && INSTANCE.equals(xml.getAttributeNamespace(i))) {
                String value = xml.getAttributeValue(i).strip();
                element.nil = value.equals("true") || value.equals("1");
            } else {
                element.attributes.put(attribute(xml, i), xml.getAttributeValue(i));
                characters[0] += ELEMENT + xml.getAttributeValue(i).length();
            }
        }
        for (int event = events.next(); event != XMLStreamConstants.END_ELEMENT; event = events.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = name(xml);
                characters[0] += ELEMENT + name.length();
                JsonPointer below = path.appendProperty(name);
                List<XmlElement> same = element.children.computeIfAbsent(name, n -> new ArrayList<>(1));
                if (same.isEmpty() && arrays.contains(below)) {
                    element.arrays.add(name);
                }
                same.add(read(xml, events, below, arrays, depth + 1, characters));
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                element.text.append(xml.getText());
                characters[0] += xml.getTextLength();
            }
            requireShort(characters[0]);
        }
        return element;
    }

    /** @throws QuarantinedFailure when an element has more characters than a record may have bytes */
    static void requireShort(long characters) {
        if (characters > Limits.RECORD_BYTES) {
            throw new QuarantinedFailure(
                    "an element is longer than the " + (Limits.RECORD_BYTES >> 20)
                            + " MB that a record may have, with those in it",
                    "point envelope.records to the elements that are the records; if they are that long, have the request"
                            + " leave out what is not needed");
        }
    }

    static String name(XMLStreamReader xml) {
        return qualified(xml.getPrefix(), xml.getLocalName());
    }

    /** The field that an attribute becomes. */
    static String attribute(XMLStreamReader xml, int index) {
        return "@" + qualified(xml.getAttributePrefix(index), xml.getAttributeLocalName(index));
    }

    private static String qualified(String prefix, String name) {
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }

    void write(JsonGenerator out) throws IOException {
        if (!attributes.isEmpty() || !children.isEmpty()) {
            out.writeStartObject();
            writeFields(out);
            out.writeEndObject();
        } else if (nil) {
            out.writeNull();
        } else {
            out.writeString(text.toString());
        }
    }

    /** As an object, whatever it holds. @param original its XML as it was sent; null if that is not kept */
    void writeRecord(JsonGenerator out, String original) throws IOException {
        if (original != null && attributes.containsKey(ORIGINAL)) {
            throw new QuarantinedFailure(
                    "a record has an attribute xml, and its field " + ORIGINAL + " would hold the record's XML",
                    "say answer: {xml: {original: false}} in the client's file");
        }
        out.writeStartObject();
        writeFields(out);
        if (original != null) {
            out.writeStringField(ORIGINAL, original);
        }
        out.writeEndObject();
    }

    private void writeFields(JsonGenerator out) throws IOException {
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.writeStringField(attribute.getKey(), attribute.getValue());
        }
        for (Map.Entry<String, List<XmlElement>> child : children.entrySet()) {
            List<XmlElement> same = child.getValue();
            out.writeFieldName(child.getKey());
            if (same.size() == 1 && !arrays.contains(child.getKey())) {
                same.get(0).write(out);
                continue;
            }
            out.writeStartArray();
            for (XmlElement element : same) {
                element.write(out);
            }
            out.writeEndArray();
        }
        if (!text.toString().isBlank()) {
            out.writeStringField(TEXT, text.toString());
        }
    }
}
