package io.catwing.fetch;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catwing.client.Envelope;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.math.BigDecimal;

/** What is longer, deeper or larger than is read. */
final class TooMuch {

    /** Characters of an exponent with its sign. */
    private static final int EXPONENT = 4;

    /** More of them than {@link Limits#LINES} in one record. */
    static final String LINES = "Lines";

    private TooMuch() {}

    /**
     * Without its cause: as an IOException that would be taken for a fault of the moment and tried again.
     *
     * @param record under way, from 1; 0 before the first
     */
    static QuarantinedFailure of(StreamConstraintsException e, long record) {
        String what = e.getOriginalMessage();
        String fact = what.startsWith("Document nesting")
                ? "is nested deeper than the " + Limits.NESTING + " levels"
                : what.startsWith("Number")
                        ? "has a number longer than the " + Limits.NUMBER_CHARACTERS + " characters"
                        : what.startsWith("Name")
                                ? "has a field with a name longer than the " + Limits.NAME_BYTES + " bytes"
                                : what.equals(LINES)
                                        ? "has more lines than the " + Limits.LINES
                                        : "has a text longer than the " + Limits.TEXT_CHARACTERS + " characters";
        return new QuarantinedFailure(
                (record == 0 ? "the answer " : "record " + record + " of the page ") + fact + " that are read",
                "ask the ERP's maker; what is longer could not be loaded");
    }

    static QuarantinedFailure children(String parent) {
        return new QuarantinedFailure(
                "more than " + Limits.LINES + " parts of the record '" + RecordCopy.shown(parent)
                        + "' came (envelope.beside)",
                "ask the ERP's maker; what is longer could not be loaded");
    }

    static QuarantinedFailure envelope(Envelope envelope, long limit) {
        return new QuarantinedFailure(
                "the answer holds more than " + limit + " characters outside envelope.records '" + envelope.records()
                        + "'",
                "look whether envelope.records points to the records; './catwing preview' shows what comes");
    }

    /** A number whose exponent is absurd is kept as text: nobody may reckon with it. */
    static JsonNode decimal(String text) {
        String exponent = text.substring(Math.max(text.indexOf('e'), text.indexOf('E')) + 1);
        boolean plain = exponent.length() == text.length() || exponent.length() <= EXPONENT;
        return plain ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }
}
