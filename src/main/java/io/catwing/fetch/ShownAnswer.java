package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Envelope;
import io.catwing.failure.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a message says of an answer that was refused: the error in it, the names at its top, and its first characters. */
final class ShownAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Bytes that are looked at; what is behind is cut off. */
    static final int LOOKED_AT = 64 << 10;

    private static final int EXCERPT = 160;
    private static final int NAMES = 10;
    private static final int NAME = 30;

    private ShownAnswer() {}

    /**
     * @param envelope tells where an error text is, and what else the ERP puts around records
     * @return what comes after the status, with a colon in front; empty where nothing came
     */
    static String of(Envelope envelope, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LOOKED_AT);
        String text = PrintableText.clean(new String(bytes, StandardCharsets.UTF_8))
                .replaceAll("\\s+", " ")
                .strip();
        if (text.isEmpty()) {
            return "";
        }
        JsonNode json = json(bytes);
        if (json == null) {
            return ": " + cut(text, EXCERPT);
        }
        String error = Predicates.errorText(envelope, json);
        return cut(error, EXCERPT) + names(json) + ": " + cut(text, EXCERPT);
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            // A page, or more than is looked at: its first characters tell.
            return null;
        }
    }

    private static String names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> names.add(cut(name, NAME)));
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > NAMES ? ", and " + (names.size() - NAMES) + " more" : "";
        return ", an object with " + String.join(", ", names.subList(0, Math.min(NAMES, names.size()))) + more;
    }

    /** Cleaned before it is cut, so that no half of an echoed secret is left at the end. */
    static String cut(String text, int most) {
        return PrintableText.clean(text, most);
    }
}
