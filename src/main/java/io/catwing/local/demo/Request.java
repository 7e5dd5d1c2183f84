package io.catwing.local.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came in, read whole: the demo's requests are small.
 *
 * @param path below the dialect's own, decoded, with a leading slash
 * @param base address of the dialect as the caller wrote it, for links in answers
 * @param authorization the header, or empty
 * @param ifNoneMatch the header, or empty
 */
public record Request(
        String method,
        String path,
        Map<String, String> query,
        String base,
        String authorization,
        String apiKey,
        String ifNoneMatch,
        byte[] body) {
    private static final int LARGEST_BODY = 1 << 20;

    static Request read(HttpExchange exchange) throws IOException {
        String context = exchange.getHttpContext().getPath();
        String host = exchange.getRequestHeaders().getFirst("Host");
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath().substring(context.length()),
                parameters(exchange.getRequestURI().getRawQuery()),
                "http://" + host + context,
                header(exchange, "Authorization"),
                header(exchange, "X-Api-Key"),
                header(exchange, "If-None-Match"),
                exchange.getRequestBody().readNBytes(LARGEST_BODY));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** Of a query or a form. */
    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    /** @throws BadRequest when it is missing and there is no default */
    public int number(String name, Integer otherwise) {
        String text = query.get(name);
        if (text == null && otherwise != null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text == null ? "" : text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadRequest(name + " must be a number", e);
        }
        throw new BadRequest(name + " must not be negative", null);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The caller's mistake; the dialect answers it with 400. */
    public static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public BadRequest(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
