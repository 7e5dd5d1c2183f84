package io.catwing.client.guess;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Entity;
import io.catwing.client.Model;
import io.catwing.client.Table;
import io.catwing.client.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which field each column may come from, by the names and the values of some records. */
public final class MappingGuess {
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Map<String, String> lineColumns = new LinkedHashMap<>();
    private final List<String> unused = new ArrayList<>();
    private String linesAt;

    /** @param records at least one */
    public MappingGuess(Entity entity, List<JsonNode> records) {
        Model model = Model.of(entity);
        Fields fields = new Fields(records);
        Set<JsonPointer> used = new HashSet<>();
        Optional<JsonPointer> lines = model.line() == null ? Optional.empty() : lines(fields);
        boolean flat = model.line() != null && lines.isEmpty();
        if (flat) {
            // Every record is a line: its own columns go first, but for the key of what it belongs to.
            key(model, fields, used, records.size(), true);
            line(model.line(), fields, used);
            head(model, fields, used);
            linesAt = "";
        } else {
            key(model, fields, used, records.size(), false);
            head(model, fields, used);
            lines.ifPresent(at -> {
                linesAt = at.toString();
                Fields ofLines = new Fields(fields.lists().get(at));
                Set<JsonPointer> usedOfLines = new HashSet<>();
                line(model.line(), ofLines, usedOfLines);
                ofLines.all().stream()
                        .filter(field -> !usedOfLines.contains(field))
                        .forEach(field -> unused.add(at + "/…" + field));
            });
        }
        fields.all().stream().filter(field -> !used.contains(field)).forEach(field -> unused.add(field.toString()));
    }

    private static Optional<JsonPointer> lines(Fields fields) {
        Map<JsonPointer, List<JsonNode>> lists = fields.lists();
        return Words.ofLines().stream()
                .flatMap(word -> lists.keySet().stream().filter(at -> Fields.isCalled(at, word)))
                .findFirst()
                .or(() -> lists.entrySet().stream()
                        .filter(list -> !list.getValue().isEmpty())
                        .max(Comparator.comparingInt(list -> list.getValue().size()))
                        .map(Map.Entry::getKey));
    }

    private void key(Model model, Fields fields, Set<JsonPointer> used, int records, boolean flat) {
        boolean alone = model.head().keyColumns().size() == 1;
        for (Column column : model.head().columns()) {
            if (!column.key()) {
                continue;
            }
            List<String> words = new ArrayList<>(Words.of(column));
            if (alone && !flat) {
                words.addAll(Words.ofKey());
            }
            Optional<JsonPointer> found = find(column, words, fields, used);
            if (found.isEmpty() && alone && !flat) {
                found = fields.all().stream()
                        .filter(field -> !used.contains(field) && fields.isUnique(field, records))
                        .findFirst();
            }
            found.ifPresent(used::add);
            columns.put(
                    column.name(),
                    found.map(JsonPointer::toString).orElse(flat ? "{value: LIST}" : "/" + column.name()));
        }
    }

    private void head(Model model, Fields fields, Set<JsonPointer> used) {
        for (Column column : model.head().columns()) {
            if (!column.key()) {
                find(column, Words.of(column), fields, used).ifPresent(field -> {
                    used.add(field);
                    columns.put(column.name(), field.toString());
                });
            }
        }
    }

    private void line(Table table, Fields fields, Set<JsonPointer> used) {
        for (Column column : table.columns()) {
            boolean ofHead = column.key() && !column.name().equals("line_id");
            if (!ofHead) {
                // The line that was ordered may be the line's own id as well.
                boolean again = column.name().equals("purchase_order_line_id");
                find(column, Words.of(column), fields, again ? Set.of() : used).ifPresent(field -> {
                    used.add(field);
                    lineColumns.put(column.name(), field.toString());
                });
            }
        }
    }

    private static Optional<JsonPointer> find(Column column, List<String> words, Fields fields, Set<JsonPointer> used) {
        return Stream.concat(
                        words.stream().flatMap(word -> fields.all().stream().filter(f -> Fields.isCalled(f, word))),
                        words.stream().flatMap(word -> fields.all().stream()
                                .filter(field -> Fields.isCalledInside(field, word))
                                .sorted(Comparator.comparingLong(MappingGuess::depth))))
                .filter(field -> !used.contains(field) && fields.fits(field, column.type()))
                .findFirst();
    }

    private static long depth(JsonPointer field) {
        return field.toString().chars().filter(c -> c == '/').count();
    }

    /** The lines of {@code mapping:}, without indentation but their own. */
    public List<String> yaml() {
        List<String> yaml = new ArrayList<>();
        columns.forEach((column, from) -> yaml.add(column + ": " + Yaml.text(from)));
        if (linesAt != null) {
            yaml.add("lines:");
            yaml.add("  at: " + Yaml.text(linesAt));
            lineColumns.forEach((column, from) -> yaml.add("  " + column + ": " + Yaml.text(from)));
        }
        return yaml;
    }

    /** Fields that no column is filled from. */
    public List<String> unused() {
        return unused;
    }
}
