package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header names that a file may use: tokens of RFC 9110, but neither those that frame a message or belong to one hop
 * of it, nor any that Camel could take for its own.
 */
final class HeaderName {
    private static final List<String> FRAMING = List.of(
            "host",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "expect");

    /** As a regular expression for both Java and JSON Schema, which has no flag for case-insensitive matching. */
    static final String PATTERN =
            "^(?!(" + FRAMING.stream().map(HeaderName::anyCase).collect(Collectors.joining("|"))
                    + ")$)(?!" + anyCase("camel") + ")(?!" + anyCase("org") + "\\." + anyCase("apache") + "\\."
                    + anyCase("camel") + ")[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    private static final Pattern NAME = Pattern.compile(PATTERN);

    static final Scalar<String> FORM =
            Scalar.of("a header's name", Scalars.pattern(PATTERN), (text, environment) -> checked(text));

    private HeaderName() {}

    static String checked(String name) throws Refusal {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(
                    "is not a header to set",
                    "headers are such as Accept or X-Tenant; what frames a message (Host, Content-Length, Connection)"
                            + " and names that begin with Camel are not for a file to say");
        }
        return name;
    }

    private static String anyCase(String word) {
        return word.chars()
                .mapToObj(c -> Character.isLetter(c)
                        ? "[" + Character.toUpperCase((char) c) + (char) c + "]"
                        : Character.toString(c))
                .collect(Collectors.joining());
    }
}
