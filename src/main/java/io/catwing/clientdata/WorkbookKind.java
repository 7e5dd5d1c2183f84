package io.catwing.clientdata;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A workbook: its name, the table of its rows, and its columns, in the order of the table's. As declared in {@code
 * workbooks/<name>.yaml}; {@link Workbooks} adds the user's names for columns.
 */
public final class WorkbookKind {
    /** Before the workbooks, which are read with it. */
    private static final Pattern RANGE = Pattern.compile("(whole )?number (-?[0-9]+) to ([0-9]+)");

    public static final WorkbookKind SUPPLIERS = new WorkbookKind("static_suppliers_list");
    public static final WorkbookKind LOCATIONS = new WorkbookKind("locations");
    public static final WorkbookKind SUPPLY_NETWORK = new WorkbookKind("supply_network_config");

    private final String stem;
    private final Map<String, Object> about;
    private final List<Field> fields;
    private final int rules;

    private WorkbookKind(String stem) {
        this.stem = stem;
        about = read(stem);
        fields = map(about.get("columns")).entrySet().stream()
                .map(column -> field(column.getKey(), map(column.getValue())))
                .toList();
        rules = WorkbookReader.RULES;
    }

    private WorkbookKind(WorkbookKind kind, Map<String, List<String>> also) {
        stem = kind.stem;
        about = kind.about;
        fields = kind.fields.stream()
                .map(field -> field.withSynonyms(also.getOrDefault(field.name(), List.of())))
                .toList();
        rules = also.isEmpty() ? kind.rules : 31 * kind.rules + also.hashCode();
    }

    /** The three. */
    public static List<WorkbookKind> values() {
        return List.of(SUPPLIERS, LOCATIONS, SUPPLY_NETWORK);
    }

    /** @param also other names, by column */
    WorkbookKind with(Map<String, List<String>> also) {
        return new WorkbookKind(this, also);
    }

    /** The kind of a file, by its name. */
    public static Optional<WorkbookKind> ofFile(String fileName) {
        return values().stream()
                .filter(kind -> kind.fileName().equals(fileName.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** By its name without the ending. */
    public static WorkbookKind parse(String name) {
        return ofFile(name.endsWith(".xlsx") ? name : name + ".xlsx")
                .orElseThrow(() -> new AbortingFailure(
                        "'" + name + "' is none of the workbooks",
                        "there are "
                                + String.join(
                                        ", ",
                                        values().stream()
                                                .map(WorkbookKind::stem)
                                                .toList())));
    }

    private static Field field(String name, Map<String, Object> column) {
        return new Field(
                name,
                Field.Need.valueOf(
                        String.valueOf(column.getOrDefault("need", "optional")).toUpperCase(Locale.ROOT)),
                conversion(column.get("holds")),
                texts(column.get("also")),
                (String) column.get("note"),
                (String) column.get("example"));
    }

    private static Conversion conversion(Object holds) {
        if (holds instanceof Map<?, ?>) {
            return Choices.oneOf(map(holds));
        }
        Matcher range = RANGE.matcher(holds.toString());
        if (range.matches()) {
            return range.group(1) == null
                    ? Numbers.between(range.group(2), range.group(3))
                    : Numbers.whole(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)));
        }
        return switch (holds.toString()) {
            case "id" -> Texts::id;
            case "text" -> Texts::text;
            case "date" -> Dates::date;
            case "weekdays" -> Weekdays::weekdays;
            case "yes or no" -> Choices::yesOrNo;
            default -> throw new IllegalStateException("no cell holds '" + holds + "'");
        };
    }

    private static Map<String, Object> read(String stem) {
        try (InputStream in = WorkbookKind.class.getResourceAsStream("/workbooks/" + stem + ".yaml")) {
            return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Object node) {
        return new ArrayList<>((List<String>) node);
    }

    String stem() {
        return stem;
    }

    /** As stored in S3. */
    public String fileName() {
        return stem + ".xlsx";
    }

    String table() {
        return (String) about.get("table");
    }

    List<Field> fields() {
        return fields;
    }

    /** A different number if the same workbook may produce other rows; it is then read again. */
    int rules() {
        return rules;
    }

    /** Columns whose combined values must be unique in a sheet. */
    List<String> key() {
        return texts(about.get("key"));
    }

    /** Where a person may put it, below the client's prefix; the first wins. */
    List<String> places() {
        return texts(about.get("places"));
    }

    /** Whether the table stores the number of the row. */
    boolean isNumbered() {
        return about.containsKey("numbered");
    }

    /** What is wrong with a row whose cells are each valid: the column to report, and why. */
    Optional<Map.Entry<String, String>> contradiction(Object[] row) {
        if (!about.containsKey("either")) {
            return Optional.empty();
        }
        List<String> filled = texts(about.get("either")).stream()
                .filter(column -> value(row, column) != null)
                .toList();
        return filled.size() > 1
                ? Optional.of(Map.entry(filled.get(1), (String) about.get("reason")))
                : Optional.empty();
    }

    Object value(Object[] row, String field) {
        for (int i = 0; i < row.length; i++) {
            if (fields.get(i).name().equals(field)) {
                return row[i];
            }
        }
        throw new IllegalArgumentException(field + " is no field of " + this);
    }

    @Override
    public String toString() {
        return stem;
    }
}
