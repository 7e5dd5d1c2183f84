package io.catwing.http;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request, rendered and ready to be sent. It never holds a secret: those are added below Camel.
 *
 * @param address encoded, absolute
 * @param body or null
 */
public record ErpRequest(String method, URI address, Map<String, String> headers, String body) {

    private static final int SHOWN_QUERY = 120;
    private static final int SHOWN_BODY = 80;

    /** Names of parameters that may hold credentials which an ERP put into its next link. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i)(?<=[?&])([^=&]*(?:key|token|secret|sig|auth|pass|session)[^=&]*)=[^&]*");

    /** As sent, for a message about a refused answer: with the query and the first characters of the body. */
    public String shown() {
        String query = address.getRawQuery() == null
                ? ""
                : CREDENTIAL.matcher("?" + address.getRawQuery()).replaceAll("$1=***");
        return this
                + cut(query, SHOWN_QUERY)
                + (body == null || body.isBlank()
                        ? ""
                        : " with '" + cut(body.replaceAll("\\s+", " ").strip(), SHOWN_BODY) + "'");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** The request in an error message. Without the query, because of what an ERP may put into its next links. */
    @Override
    public String toString() {
        return method + " " + address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
