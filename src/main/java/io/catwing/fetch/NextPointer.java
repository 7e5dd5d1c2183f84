package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.failure.QuarantinedFailure;

/** What stands at {@code paging.next}. */
final class NextPointer {

    private NextPointer() {}

    /**
     * @return null where nothing is: no field, null, false, blank, an empty object or array
     * @throws QuarantinedFailure when an object, an array or true stands there, which is no next page and no last one either
     */
    static String text(JsonNode envelope, JsonPointer at) {
        JsonNode next = envelope.at(at);
        if (next.isMissingNode()
                || next.isNull()
                || next.isContainerNode() && next.isEmpty()
                || next.isBoolean() && !next.booleanValue()) {
            return null;
        }
        if (next.isContainerNode() || next.isBoolean()) {
            String inside = next.has("href") ? "'" + at + "/href'" : "the address or mark inside it";
            throw new QuarantinedFailure(
                    "the answer holds " + (next.isObject() ? "an object" : next.isArray() ? "an array" : "true")
                            + " at paging.next '" + at + "'",
                    next.isBoolean()
                            ? "say it is paging.more or paging.stop.more in the client's file"
                            : "point paging.next to " + inside + " in the client's file");
        }
        return next.asText().isBlank() ? null : next.asText();
    }
}
