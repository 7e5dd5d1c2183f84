package io.catwing.service.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.failure.PrintableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a receiver is told.
 *
 * @param id the same for the beginning and the end of a trouble
 * @param state BEGAN, OVER or TEST
 * @param over null if it is not
 */
record Message(String id, String state, Trouble trouble, Instant since, Instant over) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** On one line. */
    String subject() {
        String said = "OVER".equals(state) ? "over: " + trouble.name() : trouble.name() + ": " + fact();
        return PrintableText.clean("catwing: " + said, 150);
    }

    /** In several lines. */
    String text() {
        return "OVER".equals(state)
                ? "over: " + trouble.name() + ", since " + time(since) + " until " + time(over) + "\nIt was: "
                        + trouble.message() + "\n"
                : trouble.name() + ", since " + time(since) + ":\n" + trouble.message() + "\n";
    }

    /** As docs/reference/alerts.md describes it. */
    String json() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("state", state);
        fields.put("trouble", trouble.name());
        fields.put("kind", trouble.kind());
        if (trouble.client() != null) {
            fields.put("client", trouble.client());
        }
        fields.put("message", trouble.message());
        fields.put("since", since.toString());
        if (over != null) {
            fields.put("over", over.toString());
        }
        return write(fields);
    }

    /** As an incoming webhook of Slack takes it; {@code & < >} would be markup. */
    String slack() {
        String escaped = text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return write(Map.of("text", "catwing: " + escaped));
    }

    private String fact() {
        return trouble.message().replaceFirst("(?s)\n.*", "");
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String write(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }
}
