package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Envelope;
import io.catwing.client.JqFunctions;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Asks an answer with status 200 whether it is an error all the same. */
final class Predicates {

    private static final int LONGEST_TEXT = 300;

    private final Envelope envelope;

    private Predicates(Envelope envelope) {
        this.envelope = envelope;
    }

    static Predicates of(Envelope envelope) {
        return new Predicates(envelope);
    }

    /**
     * @param body without its records
     * @throws RetryableFailure when the ERP asks to be asked again
     * @throws QuarantinedFailure when it says that it failed
     */
    void check(JsonNode body) {
        if (envelope.retry() != null && isTrue(envelope.retry(), "envelope.retry", body)) {
            throw new RetryableFailure(
                    "the ERP asks to be asked again (envelope.retry)" + errorText(envelope, body),
                    "look at the ERP's state, then run the same command again");
        }
        if (envelope.success() != null && !isTrue(envelope.success(), "envelope.success", body)) {
            throw new QuarantinedFailure(
                    "the ERP answered with an error (envelope.success)" + errorText(envelope, body),
                    "correct the request in the client's file, or ask the ERP's maker what the error means");
        }
    }

    /** What stands at {@code envelope.error}, with a colon in front; empty where nothing does. */
    static String errorText(Envelope envelope, JsonNode body) {
        JsonNode error = envelope.error() == null ? null : body.at(envelope.error());
        if (error == null || error.isMissingNode() || error.isNull()) {
            return "";
        }
        String text = error.isValueNode() ? error.asText() : error.toString();
        return ": " + PrintableText.clean(text, LONGEST_TEXT);
    }

    /** @throws QuarantinedFailure when it cannot be evaluated */
    static boolean isTrue(String jq, String setting, JsonNode body) {
        List<JsonNode> results;
        try {
            results = JqFunctions.evaluate(JqFunctions.compile(jq), body);
        } catch (JsonQueryException e) {
            throw new QuarantinedFailure(
                    "the expression " + setting + " cannot be evaluated: "
                            + RecordCopy.shown(String.valueOf(e.getMessage())),
                    "correct it in the client's file; it looks into the body without its records");
        }
        return results.size() == 1
                && results.get(0).isBoolean()
                && results.get(0).booleanValue();
    }
}
