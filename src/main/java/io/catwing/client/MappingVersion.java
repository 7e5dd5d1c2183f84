package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The version of a mapping: a hash of everything that determines the rows of a raw file, and of nothing else. A
 * file that was loaded with another version is loaded again; a new URL or a new secret reloads nothing.
 */
final class MappingVersion {
    /** Increment it when the loader produces other rows from the same file and mapping. */
    static final int LOADER_REVISION = 4;

    private MappingVersion() {}

    /** The mapping, with its expressions completed from the formats. */
    static EntitySpec.Mapping complete(EntitySpec.Mapping mapping, Model model, Formats formats) {
        Map<String, Expression> lines =
                model.line() == null ? Map.of() : complete(mapping.lineColumns(), model.line(), formats);
        return new EntitySpec.Mapping(
                complete(mapping.columns(), model.head(), formats),
                mapping.lines(),
                lines,
                mapping.shape(),
                mapping.equalKeys(),
                mapping.equalLines(),
                custom(mapping.custom(), formats),
                custom(mapping.lineCustom(), formats),
                mapping.where(),
                mapping.each(),
                mapping.deleted());
    }

    private static Map<String, CustomColumn> custom(Map<String, CustomColumn> columns, Formats formats) {
        Map<String, CustomColumn> whole = new TreeMap<>();
        columns.forEach(
                (name, c) -> whole.put(name, new CustomColumn(c.type(), formats.complete(c.from(), c.type(), false))));
        return Collections.unmodifiableMap(whole);
    }

    private static Map<String, Expression> complete(Map<String, Expression> columns, Table table, Formats formats) {
        Map<String, Expression> whole = new LinkedHashMap<>();
        for (Table.Column column : table.columns()) {
            Expression expression = columns.get(column.name());
            if (expression != null) {
                whole.put(column.name(), formats.complete(expression, column.type(), column.money()));
            }
        }
        return Collections.unmodifiableMap(whole);
    }

    /** Twelve hexadecimal digits. */
    static String of(Entity entity, ZoneId zone, EntitySpec.Mapping mapping) {
        return of(entity, zone, mapping, ZoneId::getRules);
    }

    /** @param rulesOf a zone; those of this Java, which an update of it may change */
    static String of(Entity entity, ZoneId zone, EntitySpec.Mapping mapping, Function<ZoneId, ZoneRules> rulesOf) {
        StringBuilder canonical = new StringBuilder();
        add(canonical, "loader", Integer.toString(LOADER_REVISION));
        add(canonical, "entity", entity.toString());
        add(canonical, "zone", zone.getId());
        new TreeMap<>(mapping.columns()).forEach((column, e) -> add(canonical, column, e));
        add(canonical, "lines", text(mapping.lines()));
        // Not if nothing is declared: what was loaded before shapes existed stays.
        if (!mapping.shape().equals(Shape.ARRAY)) {
            add(canonical, mapping.shape());
        }
        if (mapping.each() != null) {
            add(canonical, "each", text(mapping.each().at()));
            add(canonical, mapping.each().shape());
        }
        if (mapping.equalKeys() != EqualKeys.LAST) {
            add(canonical, "equal_keys", mapping.equalKeys().toString());
        }
        if (mapping.equalLines() != EqualKeys.LAST) {
            add(canonical, "equal_lines", mapping.equalLines().toString());
        }
        new TreeMap<>(mapping.lineColumns()).forEach((column, e) -> add(canonical, column, e));
        mapping.custom().forEach((name, c) -> add(canonical, "custom", name, c));
        mapping.lineCustom().forEach((name, c) -> add(canonical, "line_custom", name, c));
        if (mapping.where() != null) {
            add(canonical, "where", mapping.where());
        }
        if (mapping.deleted() != null) {
            add(canonical, "deleted_when", mapping.deleted().when());
            add(
                    canonical,
                    "absent_is_deleted",
                    Boolean.toString(mapping.deleted().absent()));
        }
        zones(Model.of(entity), zone, mapping)
                .filter(known -> !rulesOf.apply(known).isFixedOffset())
                .forEach(known -> add(canonical, known.getId(), ZoneOffsets.text(rulesOf.apply(known))));
        return sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    /** Those by which the mapping's dates and times are read. */
    private static Stream<ZoneId> zones(Model model, ZoneId zone, EntitySpec.Mapping mapping) {
        Stream<Expression> columns = Stream.concat(
                times(mapping.columns(), model.head()),
                model.lines().stream().flatMap(lines -> times(mapping.lineColumns(), lines)));
        Stream<Expression> custom = Stream.of(mapping.custom(), mapping.lineCustom())
                .flatMap(own -> own.values().stream())
                .filter(column -> column.type().isTime())
                .map(CustomColumn::from);
        return Stream.concat(columns, custom)
                .flatMap(e -> Stream.of(
                        Optional.of(zone), Optional.ofNullable(e.notation().zone())))
                .flatMap(Optional::stream)
                .distinct()
                .sorted(Comparator.comparing(ZoneId::getId));
    }

    private static Stream<Expression> times(Map<String, Expression> columns, Table table) {
        return table.columns().stream()
                .filter(column -> column.type().isTime() && columns.containsKey(column.name()))
                .map(column -> columns.get(column.name()));
    }

    /** In hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(StringBuilder to, Shape shape) {
        Shape.Keyed keyed = shape.keyed();
        add(to, "one_is_object", Boolean.toString(shape.oneIsObject()));
        add(to, "keyed_as", keyed == null ? null : keyed.as());
        add(to, "keyed_value", keyed == null ? null : keyed.value());
    }

    private static void add(StringBuilder to, String kind, String name, CustomColumn column) {
        add(to, kind, column.type().name());
        add(to, name, column.from());
    }

    private static void add(StringBuilder to, String column, Expression e) {
        add(to, "column", column);
        add(to, "at", text(e.at()));
        add(to, "jq", e.jq());
        add(to, "value", e.value());
        add(to, "parent", Boolean.toString(e.parent()));
        add(to, "format", e.format());
        add(to, "decimal", String.valueOf(e.decimal()));
        e.empty().stream().sorted().forEach(value -> add(to, "empty", value));
        // Not if nothing is declared: what was loaded before notations existed stays.
        if (!e.notation().equals(Notation.PLAIN)) {
            add(to, e.notation());
        }
    }

    private static void add(StringBuilder to, Notation n) {
        n.laterFormats().forEach(format -> add(to, "later_format", format));
        add(to, "zone", n.zone() == null ? null : n.zone().getId());
        add(to, "midnight_is_day", Boolean.toString(n.midnightIsDay()));
        n.emptyDates().years().stream().sorted().forEach(year -> add(to, "empty_year", year.toString()));
        n.emptyDates().texts().stream().sorted().forEach(text -> add(to, "empty_date", text));
        add(to, "thousands", String.valueOf(n.numbers().thousands()));
        n.numbers().negative().stream().sorted().forEach(way -> add(to, "negative", way.name()));
        n.numbers().currencySigns().forEach(sign -> add(to, "currency_sign", sign));
        add(to, "minor_units", Boolean.toString(n.minorUnits() != null));
        add(to, "currency", n.minorUnits() == null ? null : n.minorUnits().currency());
        n.objects().forEach(object -> {
            add(to, "object", object.member());
            add(to, "parts", object.parts() == null ? null : String.join("\n", object.parts()));
        });
    }

    private static String text(JsonPointer pointer) {
        return pointer == null ? null : pointer.toString();
    }

    /** With its length, so that two texts cannot be confused with one. */
    private static void add(StringBuilder to, String name, String text) {
        to.append(name).append('=');
        to.append(text == null ? "-" : text.length() + ":" + text).append('\n');
    }
}
