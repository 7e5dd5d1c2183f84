package io.catwing.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.catwing.failure.QuarantinedFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The target of a rendered value, which determines its encoding. No value can break out of its place. */
public enum Place {
    /** Percent-encoded: whatever a value holds, it stays inside its segment. */
    PATH,
    /** Unchanged: the code that builds the URL encodes names and values. */
    QUERY,
    /** Unchanged, if a header can hold it. */
    HEADER,
    /** A JSON value: escaped inside quotes; outside quotes what looks like a number is one, and any other text is quoted. */
    JSON_BODY,
    /** {@code application/x-www-form-urlencoded}. */
    FORM_BODY,
    /** Unchanged. */
    TEXT_BODY;

    /** Without an exponent, which texts such as 4E10 only seem to have. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    /** The place of a body, by its request's headers: JSON if they do not say. */
    public static Place ofBody(Map<String, String> headers) {
        String type = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(header -> header.getValue().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("application/json");
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return FORM_BODY;
        }
        return type.contains("json") ? JSON_BODY : TEXT_BODY;
    }

    /**
     * @param quoted inside the quotes of a JSON string; ignored by other places
     * @param text also what looks like a number; ignored by other places than JSON
     * @throws QuarantinedFailure if the value is not allowed here
     */
    String encode(Variable variable, String value, boolean quoted, boolean text) {
        return switch (this) {
            case PATH -> pathSegment(variable, value);
            case QUERY, TEXT_BODY -> value;
            case HEADER -> headerValue(variable, value);
            case JSON_BODY -> json(value, quoted, text);
            case FORM_BODY -> URLEncoder.encode(value, StandardCharsets.UTF_8);
        };
    }

    /**
     * Several ids: an array in JSON, and elsewhere, or inside the quotes of a JSON string, a text.
     *
     * @param separator between them, not encoded yet; null for a comma
     */
    String encode(List<String> ids, String separator, boolean quoted, boolean text) {
        boolean array = this == JSON_BODY && !quoted && separator == null;
        String between = separator == null || array ? "," : separator;
        boolean plain = this == PATH && between.equals(",");
        String joined = ids.stream()
                .map(id -> encode(Variable.IDS, id, quoted, text))
                .collect(Collectors.joining(plain || array ? "," : encode(Variable.IDS, between, true, true)));
        return array ? "[" + joined + "]" : joined;
    }

    private static String json(String value, boolean quoted, boolean text) {
        if (!quoted && !text && JSON_NUMBER.matcher(value).matches()) {
            return value;
        }
        String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(value));
        return quoted ? escaped : '"' + escaped + '"';
    }

    /** Whether a header's value may contain the text (RFC 9110, 5.5): no control characters, nothing beyond ISO 8859-1. */
    static boolean fitsHeader(String value) {
        return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f || c > 0x9f && c <= 0xff);
    }

    private static String headerValue(Variable variable, String value) {
        if (!fitsHeader(value)) {
            throw new QuarantinedFailure(
                    "the value of {{" + variable + "}} holds a character that cannot be sent in a header",
                    "look at the ERP's answer that it came from");
        }
        return value;
    }

    private static String pathSegment(Variable variable, String value) {
        if (value.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new QuarantinedFailure(
                    "the value of {{" + variable + "}} is " + (value.isEmpty() ? "empty" : "not Unicode text")
                            + " and cannot stand in a path",
                    "look at the record that it came from");
        }
        StringBuilder out = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
