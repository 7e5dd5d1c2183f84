package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.JqFunctions;
import io.catwing.client.Shape;
import io.catwing.failure.JsonFault;
import io.catwing.load.mapping.Conversion.Scalar;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** The values that need a record's tree: jq, and pointers of the record into its lines. */
final class TreeValues {
    /** Numbers literally: 1.10 stays 1.10 in a tree too. */
    private static final ObjectMapper TREES = JsonMapper.builder(RawJson.FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final RecordMapping mapping;

    /** What a record is to the mapping. */
    enum Means {
        A_ROW,
        /** The mapping's where excludes it. */
        NOTHING,
        /** Its key is gone. */
        A_DELETION
    }

    TreeValues(RecordMapping mapping) {
        this.mapping = mapping;
    }

    /** @param rejection of the record so far: one that the mapping's where excludes is not a reject */
    boolean needed(Rejection rejection) {
        return mapping.where != null
                || mapping.deletedWhen != null
                || rejection == null && (mapping.recordTree || mapping.lineTree);
    }

    /** Sets what the walk left open; rejects the record if that fails. Of a deletion only the key is set. */
    Means set(RecordMapper mapper, byte[] record) {
        JsonNode tree;
        try {
            tree = TREES.readTree(new String(record, java.nio.charset.StandardCharsets.UTF_8));
        } catch (JsonProcessingException bad) {
            mapper.reject("", "the record cannot be read as a tree: " + JsonFault.of(bad));
            return Means.A_ROW;
        }
        if (mapping.where != null && !holds("where", mapping.where, mapper, tree, true)) {
            return Means.NOTHING;
        }
        if (mapping.deletedWhen != null && holds("deleted_when", mapping.deletedWhen, mapper, tree, false)) {
            // What else it holds, or lacks, is not looked at.
            mapper.pardon();
            for (int slot : mapping.keySlots) {
                set(mapper, mapping.recordSlots.get(slot), slot, -1, tree);
            }
            return Means.A_DELETION;
        }
        if (mapper.rejection() == null) {
            set(mapper, tree);
        }
        return Means.A_ROW;
    }

    /** Rejects the record unless the condition is true or false. @param otherwise what is assumed then */
    private static boolean holds(
            String name, JsonQuery condition, RecordMapper mapper, JsonNode tree, boolean otherwise) {
        try {
            List<JsonNode> results = JqFunctions.evaluate(condition, tree);
            if (results.size() == 1 && results.get(0).isBoolean()) {
                return results.get(0).booleanValue();
            }
            mapper.reject("", Slot.shown(name + " gives neither true nor false", results.toString()));
        } catch (JsonQueryException failed) {
            mapper.reject("", Slot.shown(name + " failed", String.valueOf(failed.getMessage())));
        }
        return otherwise;
    }

    /** Sets what the record around its rows needs a tree for; rejects the record if that fails. */
    void setAround(RecordMapper mapper, byte[] record) {
        JsonNode tree;
        try {
            tree = TREES.readTree(new String(record, java.nio.charset.StandardCharsets.UTF_8));
        } catch (JsonProcessingException bad) {
            mapper.reject("", "the record cannot be read as a tree: " + JsonFault.of(bad));
            return;
        }
        for (int slot = mapping.aroundSlots.nextSetBit(0); slot >= 0; slot = mapping.aroundSlots.nextSetBit(slot + 1)) {
            set(mapper, mapping.recordSlots.get(slot), slot, -1, tree);
        }
    }

    private void set(RecordMapper mapper, JsonNode tree) {
        for (int i = 0; i < mapping.recordSlots.size(); i++) {
            if (mapping.aroundSlots.get(i)) {
                continue;
            }
            set(mapper, mapping.recordSlots.get(i), i, -1, tree);
        }
        if (mapping.lineTree) {
            List<JsonNode> lines = lines(tree.at(mapping.linesAt));
            if (lines.size() != mapper.values().lines()) {
                mapper.reject(mapping.linesAt.toString(), "the lines at " + mapping.linesAt + " have a name twice");
                return;
            }
            for (int line = 0; line < lines.size(); line++) {
                for (int i = 0; i < mapping.lineSlots.size(); i++) {
                    set(mapper, mapping.lineSlots.get(i), i, line, lines.get(line));
                }
            }
        }
    }

    /** As counted by the walk. */
    private List<JsonNode> lines(JsonNode there) {
        List<JsonNode> lines = new ArrayList<>();
        Shape.Keyed keyed = mapping.shape.keyed();
        if (there.isArray()) {
            there.forEach(lines::add);
        } else if (keyed != null) {
            there.properties().forEach(member -> {
                ObjectNode line = member.getValue() instanceof ObjectNode object
                        ? object.deepCopy()
                        : TREES.createObjectNode().set(String.valueOf(keyed.value()), member.getValue());
                lines.add(line.put(keyed.as(), member.getKey()));
            });
        } else if (there.isObject() && !there.isEmpty()) {
            lines.add(there);
        }
        return lines;
    }

    private static void set(RecordMapper mapper, Slot slot, int index, int line, JsonNode tree) {
        if (!slot.needsTree()) {
            return;
        }
        JsonNode value;
        if (slot.tree() != null) {
            value = tree.at(slot.tree());
        } else {
            List<JsonNode> results;
            try {
                results = JqFunctions.evaluate(slot.jq(), tree);
            } catch (JsonQueryException failed) {
                mapper.reject(
                        mapper.mapping().field(slot, line), slot.reason("failed", String.valueOf(failed.getMessage())));
                return;
            }
            if (results.size() > 1) {
                mapper.reject(
                        mapper.mapping().field(slot, line),
                        slot.reason("gives more than one value", results.toString()));
                return;
            }
            value = results.isEmpty() ? MissingNode.getInstance() : results.get(0);
        }
        if (value.isObject()) {
            mapper.set(
                    index, line, ObjectAsValue.of(value, slot.from().notation().objects()));
        } else if (value.isContainerNode()) {
            mapper.reject(mapper.mapping().field(slot, line), slot.reason("gives no single value", value.toString()));
        } else if (!value.isNull() && !value.isMissingNode()) {
            char[] text = text(value).toCharArray();
            Scalar scalar = value.isNumber() ? Scalar.NUMBER : value.isBoolean() ? Scalar.BOOLEAN : Scalar.STRING;
            mapper.set(index, line, scalar, text, 0, text.length);
        }
    }

    private static String text(JsonNode value) {
        // jq computes with doubles, and writes whole ones without a fraction.
        if (value.isNumber() && !(value instanceof DecimalNode) && !(value instanceof BigIntegerNode)) {
            double number = value.doubleValue();
            return value.isIntegralNumber() || number != Math.rint(number) || Math.abs(number) >= 1e17
                    ? value.asText()
                    : Long.toString((long) number);
        }
        return value.asText();
    }
}
