package io.catwing.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One page, ready to send. A page is bounded, so it is built completely and sent with its length, as ERPs do.
 *
 * @param padding bytes of white space that are streamed after the body
 */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers, long padding) {
    static final ObjectMapper JSON = new ObjectMapper();

    public static Answer json(int status, JsonNode body) {
        try {
            return new Answer(status, "application/json", JSON.writeValueAsBytes(body), Map.of(), 0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    static Answer html(int status, String text) {
        String page = "<!DOCTYPE html>\n<html><body><h1>" + text + "</h1></body></html>\n";
        return new Answer(status, "text/html", page.getBytes(StandardCharsets.UTF_8), Map.of(), 0);
    }

    public Answer with(String header, String value) {
        return new Answer(status, contentType, body, Map.of(header, value), padding);
    }

    Answer padded(long bytes) {
        return new Answer(status, contentType, body, headers, bytes);
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
