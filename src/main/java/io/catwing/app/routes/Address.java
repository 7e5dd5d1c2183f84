package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of an endpoint, in each form in which a route may name one.
 *
 * @param place in the file, such as {@code [0].route.from.uri}
 * @param parameters beside the uri, if any
 */
record Address(String place, String uri, JsonNode parameters) {
    /** Those that an object itself has, not those of what is in it. */
    static List<Address> of(String place, JsonNode node) {
        List<Address> found = new ArrayList<>();
        if (node.path("uri").isTextual()) {
            found.add(new Address(place + ".uri", node.path("uri").asText(), node.path("parameters")));
        }
        return found;
    }
}
