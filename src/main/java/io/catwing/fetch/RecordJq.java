package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.catwing.client.JqFunctions;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** jq of a client's file over one record: cuts its id out of it, or says whether it is asked for. */
final class RecordJq {
    private static final ObjectMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Limits.RAW_RECORD_BYTES)
                            .maxNestingDepth(Limits.RAW_NESTING)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String setting;
    private final JsonQuery query;

    private RecordJq(String setting, JsonQuery query) {
        this.setting = setting;
        this.query = query;
    }

    /** Null for null. @param setting of the client's file, for messages */
    static RecordJq of(String jq, String setting) {
        if (jq == null) {
            return null;
        }
        try {
            return new RecordJq(setting, JqFunctions.compile(jq));
        } catch (JsonQueryException impossible) {
            throw new IllegalStateException(setting + " was checked when the file was read", impossible);
        }
    }

    /**
     * The text or number that it gives.
     *
     * @param which record, for messages
     * @throws QuarantinedFailure when it gives anything else, none or several
     */
    String id(byte[] record, String which) {
        List<JsonNode> results = results(record, which);
        JsonNode id = results.size() == 1 ? results.get(0) : null;
        if (id != null && id.isNumber()) {
            BigDecimal number = id.decimalValue();
            return number.stripTrailingZeros().scale() <= 0
                    ? number.toBigInteger().toString()
                    : id.asText();
        }
        if (id != null && id.isTextual() && !id.textValue().isEmpty()) {
            return id.textValue();
        }
        String gives = results.isEmpty()
                ? "no value"
                : id == null
                        ? results.size() + " values"
                        : id.isTextual()
                                ? "an empty text"
                                : id.isNull() ? "null" : "no text or number, but one " + kind(id);
        throw new QuarantinedFailure(
                which + ": " + setting + " gives " + gives,
                "have it give one text or number for each record, in the client's file; 'catwing preview' shows records");
    }

    /**
     * Whether it is true.
     *
     * @param which record, for messages
     * @throws QuarantinedFailure when it is neither true nor false
     */
    boolean holds(byte[] record, String which) {
        List<JsonNode> results = results(record, which);
        if (results.size() == 1 && results.get(0).isBoolean()) {
            return results.get(0).booleanValue();
        }
        throw new QuarantinedFailure(
                which + ": " + setting + " gives neither true nor false",
                "have it compare something, such as '.kind == \"set\"' or '.count > 0', in the client's file");
    }

    private List<JsonNode> results(byte[] record, String which) {
        try {
            return JqFunctions.evaluate(query, TREES.readTree(record));
        } catch (JsonQueryException e) {
            throw new QuarantinedFailure(
                    which + ": " + setting + " cannot be evaluated: "
                            + RecordCopy.shown(String.valueOf(e.getMessage())),
                    "correct it in the client's file; it looks into the record",
                    e);
        } catch (IOException impossible) {
            throw new IllegalStateException("a record that was copied is JSON", impossible);
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
