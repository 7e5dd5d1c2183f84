package io.catwing.client.guess;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.FormatsAdvice;
import io.catwing.client.Table.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of some records, and of the objects in them, with their values. */
final class Fields {
    private static final String WRAPPERS = "/(attributes|fields|properties|data|node)(?=/)";
    private static final Set<String> GENERAL =
            Set.of("name", "title", "description", "id", "code", "no", "number", "type", "key", "date", "from", "to");
    private static final int DEPTH = 3;
    private static final int VALUES = 200;

    private final Map<JsonPointer, List<JsonNode>> values = new LinkedHashMap<>();
    /** Arrays of objects, with their elements. */
    private final Map<JsonPointer, List<JsonNode>> lists = new LinkedHashMap<>();

    Fields(List<JsonNode> records) {
        records.forEach(record -> walk(record, JsonPointer.empty(), 0));
    }

    private void walk(JsonNode object, JsonPointer at, int depth) {
        object.properties().forEach(member -> {
            JsonPointer place = at.appendProperty(member.getKey());
            JsonNode value = member.getValue();
            if (value.isArray()) {
                List<JsonNode> elements = lists.computeIfAbsent(place, list -> new ArrayList<>());
                value.forEach(element -> {
                    if (element.isObject() && elements.size() < VALUES) {
                        elements.add(element);
                    }
                });
            } else if (value.isObject() && depth + 1 < DEPTH) {
                if (isTyped(value)) {
                    add(place, value);
                }
                walk(value, place, depth + 1);
            } else if (value.isValueNode()) {
                add(place, value);
            }
        });
    }

    private void add(JsonPointer place, JsonNode value) {
        List<JsonNode> all = values.computeIfAbsent(place, field -> new ArrayList<>());
        if (!value.isNull() && all.size() < VALUES) {
            all.add(value);
        }
    }

    /** An object that stands for one value, such as {@code {"$date": …}}. */
    private static boolean isTyped(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        boolean few = names.size() <= 2 || names.contains("__class__");
        return few && !FormatsAdvice.ofObject(names).isEmpty();
    }

    Set<JsonPointer> all() {
        return values.keySet();
    }

    /** Arrays that hold objects. */
    Map<JsonPointer, List<JsonNode>> lists() {
        return lists;
    }

    /** With the names of the objects around it, but for those that only wrap. */
    static boolean isCalled(JsonPointer field, String word) {
        return Words.plain(field.toString().replaceAll(WRAPPERS, "")).equals(word);
    }

    /** Its own name, inside of another object; not one that says nothing without it. */
    static boolean isCalledInside(JsonPointer field, String word) {
        return !GENERAL.contains(word)
                && Words.plain(field.last().getMatchingProperty()).equals(word);
    }

    boolean isUnique(JsonPointer field, int records) {
        List<JsonNode> all = values.get(field);
        return all.size() == Math.min(records, VALUES) && new HashSet<>(all).size() == all.size();
    }

    /** Whether the values may be those of a column. */
    boolean fits(JsonPointer field, Type type) {
        return values.get(field).stream().allMatch(value -> fits(value, type));
    }

    private static boolean fits(JsonNode value, Type type) {
        if (value.isObject()) {
            return type != Type.BOOLEAN;
        }
        String text = value.asText().strip();
        return switch (type) {
            case NUMERIC ->
                value.isNumber() || text.isEmpty() || text.matches("\\W{0,3}([A-Z]{3} )?[-+(]?[0-9].{0,25}");
            case BOOLEAN -> value.isBoolean() || text.matches("(?i)|true|false|y|n|yes|no|0|1");
            case DATE, TIMESTAMP ->
                !value.isBoolean() && (text.isEmpty() || text.matches("0+|.*[0-9].*[0-9].*[0-9].*[0-9].*"));
            case TEXT -> true;
            case JSON -> false;
        };
    }
}
