package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;

/**
 * What is known of a page that came whole.
 *
 * @param asked the address that it came from
 * @param envelope the body without its records
 * @param links values of the Link header
 */
record PageAnswer(URI asked, PageFacts facts, JsonNode envelope, List<String> links) {

    long records() {
        return facts.records();
    }
}
