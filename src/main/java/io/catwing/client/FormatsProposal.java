package io.catwing.client;

import io.catwing.client.FormatsAdvice.Entry;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects what the values of some records would need under {@code formats}: what was refused, and what was taken literally
 * but hardly means what it says, such as a date in the year 1. A format is proposed if it reads every value of a field.
 */
public final class FormatsProposal {
    private static final String MIDNIGHT = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]00:00(:00(\\.0+)?)?(Z|[+-]00:?00)";

    private final ZoneId zone;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** @param zone of the client */
    public FormatsProposal(ZoneId zone) {
        this.zone = zone;
    }

    /** A field that a column is filled from. */
    private static final class Field {
        private final Table.Type type;
        private final Expression from;
        private final Map<Entry, String> certain = new LinkedHashMap<>();
        private List<List<Entry>> alternatives;
        private String example;
        private int values;
        private int midnights;

        Field(Table.Type type, Expression from) {
            this.type = type;
            this.from = from;
        }
    }

    /** A value that was read or refused. @param text whether it is a JSON string */
    public void value(
            Table.Column column, String source, Expression from, boolean text, String value, boolean refused) {
        Field field = field(column, source, from);
        field.values++;
        field.midnights += value.matches(MIDNIGHT) ? 1 : 0;
        if (refused) {
            refused(field, FormatsAdvice.of(column.type(), text, value), value);
        } else if (text) {
            literally(field, value);
        } else if (column.type() == Table.Type.TEXT && value.equals("false")) {
            certain(field, new Entry("empty", "false"), value);
        }
    }

    /** An object in the place of a value. @param members its names */
    public void object(Table.Column column, String source, Expression from, List<String> members) {
        refused(field(column, source, from), FormatsAdvice.ofObject(members), "an object");
    }

    private Field field(Table.Column column, String source, Expression from) {
        return fields.computeIfAbsent(column.name() + " from " + source, name -> new Field(column.type(), from));
    }

    private static void refused(Field field, List<List<Entry>> alternatives, String value) {
        List<List<Entry>> timeless = alternatives.stream()
                .filter(entries -> entries.stream().allMatch(entry -> Set.of("empty", "empty_dates", "objects")
                        .contains(entry.key())))
                .toList();
        if (!timeless.isEmpty()) {
            timeless.get(0).forEach(entry -> certain(field, entry, value));
        } else if (!alternatives.isEmpty()) {
            List<List<Entry>> both = field.alternatives == null
                    ? alternatives
                    : field.alternatives.stream().filter(alternatives::contains).toList();
            if (both.isEmpty()) {
                // No one format reads all of them: a list does.
                alternatives.get(0).forEach(entry -> certain(field, entry, value));
            } else {
                field.alternatives = both;
                field.example = field.example == null ? value : field.example;
            }
        }
    }

    /** Read as it stands, although it hardly means that. */
    private static void literally(Field field, String value) {
        boolean day = field.type.isTime();
        if (day && value.matches("(0001|9999)-.*")) {
            certain(field, new Entry("empty_dates", String.valueOf(Integer.parseInt(value.substring(0, 4)))), value);
        } else if (field.type == Table.Type.TEXT && value.matches("(?i)null|n/a")) {
            certain(field, new Entry("empty", FormatsAdvice.quoted(value)), value);
        }
    }

    private static void certain(Field field, Entry entry, String value) {
        field.certain.putIfAbsent(entry, value);
    }

    /**
     * The entries, each a line of YAML to be put below {@code formats:}, with what they come from in a comment. Empty if the
     * values need none.
     */
    public List<String> lines() {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        Map<String, Set<String>> reasons = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            Map<Entry, String> all = new LinkedHashMap<>(field.certain);
            if (field.alternatives != null) {
                String or = field.alternatives.stream()
                        .skip(1)
                        .limit(2)
                        .map(entries -> " or "
                                + entries.stream()
                                        .map(entry -> entry.key() + ": " + entry.value())
                                        .collect(Collectors.joining(" and ")))
                        .collect(Collectors.joining());
                field.alternatives.get(0).forEach(entry -> all.putIfAbsent(entry, field.example + or));
            }
            if (field.type == Table.Type.DATE
                    && field.values > 0
                    && field.values == field.midnights
                    && !field.from.notation().midnightIsDay()
                    && field.from.format() == null
                    && !zone.normalized().equals(ZoneOffset.UTC)) {
                all.put(new Entry("utc_midnight", "day"), "every value is midnight in UTC");
            }
            all.forEach((entry, why) -> {
                Set<String> into = values.computeIfAbsent(entry.key(), key -> declared(key, field));
                into.add(entry.value());
                reasons.computeIfAbsent(entry.key(), key -> new LinkedHashSet<>())
                        .add(name + ": " + why);
            });
        });
        List<String> lines = new ArrayList<>();
        values.forEach((key, all) -> {
            String value = FormatsAdvice.isList(key) || all.size() > 1
                    ? "[" + String.join(", ", all) + "]"
                    : all.iterator().next();
            String why = reasons.get(key).stream().limit(2).collect(Collectors.joining("; "));
            lines.add(key + ": " + value + "  # " + (why.length() > 160 ? why.substring(0, 160) + "…" : why));
        });
        return lines;
    }

    /** Formats of times that are there already: the list goes on. */
    private static Set<String> declared(String key, Field field) {
        Set<String> declared = new LinkedHashSet<>();
        if (key.equals("time")) {
            declared.add(FormatsAdvice.quotedPattern(field.from.format() == null ? "iso" : field.from.format()));
            field.from.notation().laterFormats().forEach(format -> declared.add(FormatsAdvice.quotedPattern(format)));
        }
        return declared;
    }
}
