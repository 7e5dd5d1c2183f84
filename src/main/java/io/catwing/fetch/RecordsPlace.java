package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Envelope;
import io.catwing.client.NoneWhen;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;

/**
 * What stood at the envelope's pointer to the records, and whether that is an answer. Where it is no array, it means
 * nothing, or one record, if the client's file says so, or if the declared total comes out by it; else it is refused.
 */
final class RecordsPlace {

    private static final String LOOK = "; './catwing preview' shows what comes";

    private final Envelope envelope;

    private boolean taken;
    private boolean object;
    private boolean emptyContainer;
    private boolean noBody;
    private boolean blank;
    private JsonToken token;
    private byte[] alone;

    RecordsPlace(Envelope envelope) {
        this.envelope = envelope;
    }

    /** The parser stands on a value there. @throws QuarantinedFailure when it is the second */
    void reached(JsonParser in) throws IOException {
        if (taken || token != null) {
            throw new QuarantinedFailure(
                    "the answer holds two values at envelope.records '" + envelope.records() + "'",
                    "ask the ERP's maker: a key may occur once in an object");
        }
        token = in.currentToken();
        blank = token == JsonToken.VALUE_STRING && in.getText().isBlank();
    }

    /** What stands there are records, however many. */
    void taken() {
        taken = true;
    }

    /** What stands there is one record, as declared. */
    void takenAsObject() {
        taken = true;
        object = true;
    }

    /** An object, which may be one record. @param json all of it */
    void alone(byte[] json) {
        alone = json;
    }

    /** What would hold the records is an empty array, as PHP writes an empty object, or an empty object. */
    void emptyContainer() {
        emptyContainer = true;
    }

    /** A status 200 without a byte. @return that is declared to be an answer */
    boolean noBody() {
        noBody = envelope.noneWhen().says(NoneWhen.Value.EMPTY_BODY);
        return noBody;
    }

    /** Nothing of the body is there to be looked into, so what it does not say is no contradiction. */
    boolean hasNothing() {
        return noBody || emptyContainer && token == null;
    }

    /** One object stood alone, and was taken for a record. Only to be asked after {@link #decide}. */
    boolean tookObject() {
        return object;
    }

    /**
     * @param body without its records
     * @param before records of the pages before
     * @return the one record that stood there without an array around it; null where the records are out already
     * @throws QuarantinedFailure when what stood there is no answer
     */
    byte[] decide(JsonNode body, long before) {
        if (taken || hasNothing()) {
            return null;
        }
        // Of none, or of one: a number of those that follow proves neither.
        Envelope.Total.Counts of =
                envelope.total() == null ? null : envelope.total().of();
        boolean proves = of != null
                && of != Envelope.Total.Counts.FOLLOWING
                && (of != Envelope.Total.Counts.FIRST_PAGE || before == 0);
        Long declared = proves ? StopRule.wholeNumber(body.at(envelope.total().at())) : null;
        Long total = declared == null ? null : Long.valueOf(envelope.total().inAll(declared, before, 0));
        if (alone != null && total != null && total == before + 1) {
            object = true;
            return alone;
        }
        NoneWhen.Value value = standsForNothing();
        boolean proven = value != null && total != null && total == before;
        boolean said = value != null
                && envelope.noneWhen().says(value)
                && Predicates.errorText(envelope, body).isEmpty();
        if (proven || said) {
            return null;
        }
        throw refused(value);
    }

    private NoneWhen.Value standsForNothing() {
        if (token == null) {
            return NoneWhen.Value.MISSING;
        }
        return switch (token) {
            case VALUE_NULL -> NoneWhen.Value.NULL;
            case VALUE_FALSE -> NoneWhen.Value.FALSE;
            case VALUE_STRING -> blank ? NoneWhen.Value.EMPTY_TEXT : null;
            default -> null;
        };
    }

    private QuarantinedFailure refused(NoneWhen.Value value) {
        String at = " at envelope.records '" + envelope.records() + "'";
        String fact = token == null
                ? "the answer holds nothing" + at
                : "the answer holds no array" + at + " but " + describe(token);
        String hint = "correct envelope.records in the client's file" + LOOK;
        if (alone != null) {
            hint += "; if one record comes so, say envelope.one_is_object: true, and if all of them do, envelope.keyed";
        } else if (value != null) {
            hint += "; if the ERP says so that there is no record, add " + value.word() + " to envelope.none_when";
        }
        return new QuarantinedFailure(fact, hint);
    }

    /**
     * Records came, and no array of children beside them.
     *
     * @param token what stood there; null for nothing
     * @throws QuarantinedFailure unless that is declared to mean that no record has one
     */
    static void requireNoChildren(Envelope envelope, JsonToken token) {
        NoneWhen.Value value =
                token == null ? NoneWhen.Value.MISSING : token == JsonToken.VALUE_NULL ? NoneWhen.Value.NULL : null;
        if (value == null || !envelope.noneWhen().says(value)) {
            throw new QuarantinedFailure(
                    "the answer holds " + (token == null ? "nothing" : describe(token) + " and no array")
                            + " at envelope.beside.at '" + envelope.beside().at() + "'",
                    "correct envelope.beside in the client's file"
                            + (value == null
                                    ? "; if one child comes as an object, say envelope.one_is_object: true"
                                    : "; if that means that no record has one, add " + value.word()
                                            + " to envelope.none_when"));
        }
    }

    static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
