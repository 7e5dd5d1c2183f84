package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.catwing.client.JqFunctions;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** What stands at {@code paging.next}. */
final class NextPointer {

    /** Characters of a cursor or link; no server takes an address as long. */
    private static final int LONGEST = 32 << 10;

    private NextPointer() {}

    /**
     * @return null where nothing is: no field, null, false, blank, an empty object or array
     * @throws QuarantinedFailure when an object, an array or true stands there, which is no next page and no last one either, or
     *     a text that is too long to be asked for
     */
    static String text(JsonNode envelope, Paging.Next of, String setting) {
        JsonNode next = node(envelope, of, setting);
        if (next.isMissingNode()
                || next.isNull()
                || next.isContainerNode() && next.isEmpty()
                || next.isBoolean() && !next.booleanValue()) {
            return null;
        }
        if (next.isContainerNode() || next.isBoolean()) {
            String inside = next.has("href") ? "'" + of + "/href'" : "the address or mark inside it";
            throw new QuarantinedFailure(
                    "the answer holds " + (next.isObject() ? "an object" : next.isArray() ? "an array" : "true")
                            + " at " + setting + " '" + of + "'",
                    next.isBoolean()
                            ? "say it is paging.more or paging.stop.more in the client's file"
                            : "point " + setting + " to " + inside + " in the client's file");
        }
        String text = next.asText();
        if (text.length() > LONGEST) {
            throw new QuarantinedFailure(
                    "the answer holds a text of " + text.length() + " characters at " + setting + " '" + of
                            + "', more than the " + LONGEST + " that a cursor or link may have",
                    "look whether " + setting + " points to it; './catwing preview' shows what comes");
        }
        return text.isBlank() ? null : text;
    }

    /** What the body says at the pointer, or by the expression. */
    static JsonNode node(JsonNode envelope, Paging.Next of, String setting) {
        if (of.jq() == null) {
            return envelope.at(of.at());
        }
        List<JsonNode> results;
        try {
            results = JqFunctions.evaluate(JqFunctions.compile(of.jq()), envelope);
        } catch (JsonQueryException e) {
            throw new QuarantinedFailure(
                    "the expression " + setting + ".jq cannot be evaluated: "
                            + RecordCopy.shown(String.valueOf(e.getMessage())),
                    "correct it in the client's file; it looks into the body without its records");
        }
        if (results.size() > 1) {
            throw new QuarantinedFailure(
                    "the expression " + setting + ".jq gives " + results.size() + " values",
                    "have it give one, or none on the last page, such as first(…)");
        }
        return results.isEmpty() ? MissingNode.getInstance() : results.get(0);
    }
}
