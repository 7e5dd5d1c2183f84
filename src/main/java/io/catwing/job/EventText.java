package io.catwing.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.failure.PrintableText;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as routes get it. Whatever text is in it is printable, without our secrets, and short.
 *
 * @param json on one line
 * @param fields the same, by name
 */
record EventText(String json, Map<String, Object> fields) {
    /** Of one text, in characters; the same as of a message with its HINT. */
    static final int LONGEST = PrintableText.LONGEST_MESSAGE;

    /** Of a list. */
    static final int MOST = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    static EventText of(Event event, Instant at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", event.name());
        fields.put("at", at.toString());
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            Object value = value(read(component, event));
            if (value != null) {
                fields.put(Event.words(component.getName(), "_"), value);
            }
        }
        try {
            return new EventText(JSON.writeValueAsString(fields), Collections.unmodifiableMap(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers, texts and lists of texts are always JSON", e);
        }
    }

    private static Object read(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " is public", e);
        }
    }

    private static Object value(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().limit(MOST).map(EventText::value).toList();
        }
        return PrintableText.clean(value.toString(), LONGEST);
    }
}
