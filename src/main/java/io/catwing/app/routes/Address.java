package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of an endpoint, in each form in which a route may name one.
 *
 * @param place in the file, such as {@code [0].route.from.uri}
 * @param parameters beside the uri, if any
 */
record Address(String place, String uri, JsonNode parameters) {
    /** Keys whose text is an address. */
    private static final List<String> TEXT =
            List.of("to", "toD", "poll", "deadLetterUri", "compensation", "completion");

    /** Steps whose address an expression makes. */
    private static final List<String> COMPUTED = List.of("enrich", "pollEnrich");

    /** The same with several addresses, and the key of what divides them, which is otherwise a comma. */
    private static final Map<String, String> LISTS =
            Map.of("recipientList", "delimiter", "routingSlip", "uriDelimiter");

    /** Those that an object itself has, not those of what is in it. */
    static List<Address> of(String place, JsonNode node) {
        if (place.endsWith(".parameters")) {
            // Options of a component: to: of smtp is a person.
            return List.of();
        }
        List<Address> found = new ArrayList<>();
        if (node.path("uri").isTextual()) {
            found.add(new Address(place + ".uri", node.path("uri").asText(), node.path("parameters")));
        }
        TEXT.forEach(key -> text(place + "." + key, node.path(key)).forEach(found::add));
        COMPUTED.forEach(key -> computed(place + "." + key, node.path(key)).forEach(found::add));
        LISTS.forEach((key, divider) -> computed(place + "." + key, node.path(key))
                .flatMap(list -> list.divided(node.path(key).path(divider).asText(",")))
                .forEach(found::add));
        return found;
    }

    /** What is computed from the message is not known: only constant expressions and those in simple are addresses. */
    private static Stream<Address> computed(String place, JsonNode step) {
        JsonNode inner = step.path("expression");
        JsonNode expression = inner.isObject() ? inner : step;
        String at = inner.isObject() ? place + ".expression" : place;
        return Stream.of("constant", "simple")
                .flatMap(language -> Stream.concat(
                        text(at + "." + language, expression.path(language)),
                        text(
                                at + "." + language + ".expression",
                                expression.path(language).path("expression"))));
    }

    private static Stream<Address> text(String place, JsonNode node) {
        return node.isTextual()
                ? Stream.of(new Address(place, node.asText().strip(), MissingNode.getInstance()))
                : Stream.of();
    }

    private Stream<Address> divided(String divider) {
        // What simple computes may hold the divider itself.
        String known = uri;
        for (String before = ""; !before.equals(known); ) {
            before = known;
            known = known.replaceAll("\\$\\{[^{}]*}", "\0");
        }
        return Stream.of(known.split(Pattern.quote(divider)))
                .map(one -> new Address(place, one.strip().replace("\0", "${computed}"), parameters));
    }
}
