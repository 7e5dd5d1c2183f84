package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code mapping:} which column comes from where; the columns are those of the entity's tables. */
final class MappingForm {
    private static final Key<JsonPointer> LINES_AT = required(
            "at",
            Scalars.POINTER,
            "Pointer to the array of lines in the record; '' where every record is itself one line.");

    /** The lines of an order, as read. */
    private record Lines(
            JsonPointer at,
            Map<String, Expression> columns,
            Shape shape,
            EqualKeys equal,
            Map<String, CustomColumn> custom) {}

    private static final Key<String> WHERE = optional(
            "where",
            Scalars.JQ,
            "jq over the record, or what each makes a row of: true loads it, false leaves it out as if the file did not have it.");

    private static final Key<String> DELETED_WHEN = optional(
            "deleted_when",
            Scalars.JQ,
            "jq over the record: true if it says that what has its key was deleted. The row is marked and keeps its values.");
    private static final Key<Boolean> ABSENT_IS_DELETED = optional(
            "absent_is_deleted",
            Scalars.YES_NO,
            "false",
            "Rows that were seen before and that a snapshot does not list are marked as deleted.");

    private static final Key<JsonPointer> EACH_AT =
            required("at", Scalars.POINTER, "Pointer to the array in the record.");
    private static final Key<EntitySpec.Each> EACH = optional(
            "each",
            new EitherForm<>(
                    "each",
                    Scalars.POINTER.map(at -> new EntitySpec.Each(at, Shape.ARRAY)),
                    object(
                            "each",
                            "Rows inside a record.",
                            v -> new EntitySpec.Each(v.get(EACH_AT), ShapeForm.shape(v)),
                            EACH_AT,
                            ShapeForm.ONE_IS_OBJECT,
                            ShapeForm.KEYED)),
            "Pointer to an array in the record: each of its elements is a row, and ^ looks into the record around it.");

    /** Of a client's own column. */
    private static final String NAME = "^[a-z][a-z0-9_]{0,62}$";

    private static final String EQUAL = "What counts where a key occurs more than once in a file: ";
    private static final Key<String> EQUAL_LINES = optional(
            "on_equal_keys",
            Scalars.oneOf("a way to meet equal keys", "last", "reject", "line_number"),
            "last",
            EQUAL + "the last line, none (the record is rejected), or all, told apart as 7 and 7#2.");

    private MappingForm() {}

    /** Expressions as written, not yet completed with defaults. */
    static Form<EntitySpec.Mapping> of(Entity entity) {
        Model model = Model.of(entity);
        List<Key<Expression>> columns = model.head().columns().stream()
                .filter(c -> c.type() != Table.Type.JSON)
                .map(c -> column(model.head(), c, false))
                .toList();
        List<Key<?>> keys = new ArrayList<>(columns);
        Key<String> equal = equalKeys(model);
        Key<Map<String, CustomColumn>> custom = custom(model.head(), false);
        keys.addAll(List.of(equal, custom, WHERE, EACH));
        if (model.kind() != Model.Kind.DAILY) {
            keys.addAll(List.of(DELETED_WHEN, ABSENT_IS_DELETED));
        }
        String name = "mapping_" + entity;
        if (model.line() == null) {
            return object(
                            name,
                            "Columns of general." + model.head().name() + " and where they come from.",
                            v -> new EntitySpec.Mapping(
                                    checked(model, heads(v, columns), v),
                                    null,
                                    Map.of(),
                                    Shape.ARRAY,
                                    EqualKeys.parse(v.get(equal)),
                                    EqualKeys.LAST,
                                    own(v, custom),
                                    Map.of(),
                                    v.get(WHERE),
                                    each(v),
                                    model.kind() == Model.Kind.DAILY ? null : deleted(v, null)),
                            keys)
                    .keysAre("column");
        }
        Key<Lines> lines = required(
                "lines",
                lines(entity, model),
                "The order's lines, columns of general." + model.line().name() + ".");
        keys.add(lines);
        return object(
                        name,
                        "Columns of general." + model.head().name() + " and of its lines, and where they come from.",
                        v -> order(model, heads(v, columns), v.get(lines), equal, own(v, custom), v),
                        keys)
                .keysAre("column");
    }

    private static EntitySpec.Mapping order(
            Model model,
            Map<String, Expression> columns,
            Lines lines,
            Key<String> equal,
            Map<String, CustomColumn> custom,
            Values v) {
        // An ERP with one price list does not name it: if every record is a line, all may belong to one head.
        boolean oneHead = lines.at().matches();
        if (oneHead && v.has(equal)) {
            v.refuse(equal, "is about orders, but every record here is a line", "say it below lines:");
        }
        return new EntitySpec.Mapping(
                oneHead ? columns : checked(model, columns, v),
                lines.at(),
                lines.columns(),
                lines.shape(),
                EqualKeys.parse(v.get(equal)),
                lines.equal(),
                custom,
                lines.custom(),
                v.get(WHERE),
                each(v),
                deleted(v, lines));
    }

    /** Null if no row is ever marked. @param lines null if there are none */
    private static EntitySpec.Deleted deleted(Values v, Lines lines) {
        if (v.has(DELETED_WHEN) && v.has(EACH)) {
            v.refuse(
                    DELETED_WHEN,
                    "does not go with each: a record that was deleted may have no rows inside it",
                    "say absent_is_deleted: true where snapshots are fetched");
        }
        if (v.has(DELETED_WHEN) && lines != null && lines.at().matches()) {
            v.refuse(
                    DELETED_WHEN,
                    "is about orders, but every record here is a line",
                    "say absent_is_deleted: true where snapshots are fetched");
        }
        boolean absent = v.has(ABSENT_IS_DELETED) && v.get(ABSENT_IS_DELETED);
        return v.has(DELETED_WHEN) || absent ? new EntitySpec.Deleted(v.get(DELETED_WHEN), absent) : null;
    }

    private static ObjectForm<Lines> lines(Entity entity, Model model) {
        List<String> ofHead = model.head().keyColumns();
        List<Key<Expression>> columns = model.line().columns().stream()
                .filter(c -> !ofHead.contains(c.name()) && c.type() != Table.Type.JSON)
                .map(c -> column(model.line(), c, true))
                .toList();
        List<Key<?>> keys = new ArrayList<>(List.of(LINES_AT, ShapeForm.ONE_IS_OBJECT, ShapeForm.KEYED, EQUAL_LINES));
        keys.addAll(columns);
        Key<Map<String, CustomColumn>> custom = custom(model.line(), true);
        keys.add(custom);
        return object(
                        "lines_" + entity,
                        "Columns of general." + model.line().name() + "; ^ looks into the record around the line.",
                        v -> lines(v, columns, custom),
                        keys)
                .keysAre("column");
    }

    private static Lines lines(Values v, List<Key<Expression>> columns, Key<Map<String, CustomColumn>> custom) {
        Shape shape = ShapeForm.shape(v);
        if (v.get(LINES_AT).matches() && !shape.equals(Shape.ARRAY)) {
            v.refuse(LINES_AT, "means that every record is a line", "say one_is_object or keyed below envelope:");
        }
        return new Lines(
                v.get(LINES_AT),
                read(v, columns),
                shape,
                EqualKeys.parse(v.get(EQUAL_LINES)),
                v.find(custom).orElse(Map.of()));
    }

    private static Key<String> equalKeys(Model model) {
        String what = "a way to meet equal keys";
        return model.kind() == Model.Kind.DAILY
                ? optional(
                        "on_equal_keys",
                        Scalars.oneOf(what, "last", "sum", "reject"),
                        "last",
                        EQUAL
                                + "the last record, the sum of all (stock by lot), or the first (later ones are rejected).")
                : optional(
                        "on_equal_keys",
                        Scalars.oneOf(what, "last", "reject"),
                        "last",
                        EQUAL + "the last record, or the first (later ones are rejected).");
    }

    private static Key<Expression> column(Table table, Table.Column column, boolean line) {
        String type = column.type().name().toLowerCase(Locale.ROOT);
        String description = "Column " + column.name() + " of general." + table.name() + ", " + type;
        Form<Expression> form = ExpressionForm.of(column, line);
        if (column.key() && line) {
            return optional(
                    column.name(), form, description + ", part of its key. Default: the place in the array, from 1.");
        }
        return column.key()
                ? required(column.name(), form, description + ", part of its key.")
                : optional(column.name(), form, description + ".");
    }

    private static Key<Map<String, CustomColumn>> custom(Table table, boolean line) {
        return optional(
                Table.CUSTOM,
                new MapForm<>(ExpressionForm.custom(line), (name, column) -> checkName(name, table), NAME).valued(),
                "Columns of the client's own, kept in custom of general." + table.name()
                        + ": their names and where they come from.");
    }

    private static void checkName(String name, Table table) throws Refusal {
        if (!name.matches(NAME)) {
            throw new Refusal(
                    "is not a column's name",
                    "a name has at most 63 small letters, digits and _, and begins with a letter, such as shelf_life");
        }
        if (table.column(name).isPresent()) {
            throw new Refusal(
                    "is a column of general." + table.name() + " already",
                    "map it outside custom, or take another name");
        }
    }

    private static Map<String, Expression> heads(Values v, List<Key<Expression>> columns) {
        columns.forEach(column -> v.find(column).ifPresent(expression -> checkAround(v, column, "", expression)));
        return read(v, columns);
    }

    private static EntitySpec.Each each(Values v) {
        v.find(EACH)
                .filter(each -> each.at().matches())
                .ifPresent(whole ->
                        v.refuse(EACH, "is the whole record", "point to the array in it, such as /location_levels"));
        return v.get(EACH);
    }

    /** The client's own columns. */
    private static Map<String, CustomColumn> own(Values v, Key<Map<String, CustomColumn>> custom) {
        Map<String, CustomColumn> own = v.find(custom).orElse(Map.of());
        own.forEach((name, column) -> checkAround(v, custom, "." + name, column.from()));
        return own;
    }

    /** @param below the key's path, empty if it is the column itself */
    private static void checkAround(Values v, Key<?> key, String below, Expression expression) {
        if (expression.parent() && !v.has(EACH)) {
            v.reading()
                    .refuse(
                            v.node(key),
                            v.node(key).path() + below + " begins with ^",
                            "^ looks from a line into its record; only columns of lines have it, and those of rows by each:");
        }
    }

    private static Map<String, Expression> read(Values v, List<Key<Expression>> columns) {
        Map<String, Expression> read = new LinkedHashMap<>();
        columns.forEach(column -> v.find(column).ifPresent(expression -> read.put(column.name(), expression)));
        return Collections.unmodifiableMap(read);
    }

    private static Map<String, Expression> checked(Model model, Map<String, Expression> columns, Values v) {
        List<String> keys = model.head().keyColumns();
        if (keys.stream().allMatch(key -> columns.get(key).value() != null)) {
            v.reading()
                    .refuse(
                            v.node(),
                            v.node().path() + " gives every record the same key",
                            "map " + String.join(" or ", keys) + " to a field of the record");
        }
        return columns;
    }
}
