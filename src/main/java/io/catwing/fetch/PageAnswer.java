package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;

/**
 * What is known of a page that came whole.
 *
 * @param asked the address that it came from; null where that is a route
 * @param envelope the body without its records
 * @param links values of the Link header
 * @param complete all that the declared total counts came with it; null where no total is declared
 * @param nothing there was no body, or an empty one in place of what would hold the records
 */
record PageAnswer(
        URI asked, PageFacts facts, JsonNode envelope, List<String> links, boolean nothing, Boolean complete) {

    PageAnswer(URI asked, PageFacts facts, JsonNode envelope, List<String> links, boolean nothing) {
        this(asked, facts, envelope, links, nothing, null);
    }

    PageAnswer complete(Boolean is) {
        return new PageAnswer(asked, facts, envelope, links, nothing, is);
    }

    /** Something stands there, and be it null. */
    boolean says(JsonPointer pointer) {
        return !envelope.at(pointer).isMissingNode();
    }

    long records() {
        return facts.records();
    }
}
