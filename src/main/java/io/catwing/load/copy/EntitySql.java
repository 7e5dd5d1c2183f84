package io.catwing.load.copy;

import io.catwing.client.EqualKeys;
import io.catwing.client.Model;
import io.catwing.client.Model.Kind;
import io.catwing.client.Table;
import io.catwing.client.Table.Column;
import io.catwing.client.Table.Type;
import io.catwing.load.mapping.RecordMapping;
import io.catwing.postgres.SqlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements of one entity, made from the templates in {@code sql/load} and the names in {@link Model}. */
public final class EntitySql {
    private static final String STAGED_HEADS = "staged_head";
    private static final String STAGED_LINES = "staged_line";
    private static final String APPLYING = "applying_order";
    private static final String PICKED = "picked_line";

    final String askStored;
    final String copyStoredHeads;
    /** Null if there are no lines. */
    final String copyStoredLines;

    /** Null unless it is a listed entity. */
    public final String insertListed;

    public final String copyHeads;
    public final String copyLines;
    public final String stageHeads;
    public final String copyStagedHeads;
    final String stageLines;
    final String copyStagedLines;
    /** Executed one after the other, at the end of a transaction that staged something. */
    final List<String> merge = new ArrayList<>();

    public EntitySql(RecordMapping mapping) {
        Model model = mapping.model;
        Kind kind = model.kind();
        Table head = model.head();
        List<String> keys = head.keyColumns();
        List<String> mergeKeys = kind == Kind.DAILY ? with("source_date", keys) : keys;
        List<String> tail = kind == Kind.LISTED ? List.of("source_date", "first_seen") : List.of("source_date");
        List<String> copied = with("client_id", mapping.headColumns, tail);

        Map<String, String> names = table(head, mergeKeys);
        names.put("head", "general." + head.name());
        names.put("staged", STAGED_HEADS);
        names.put("conflict", list(with("client_id", mergeKeys), c -> c));
        List<String> numbers = IntStream.rangeClosed(1, keys.size())
                .mapToObj(Integer::toString)
                .toList();
        names.put("settings", list(numbers, i -> "set_config('catwing.key_" + i + "', ?, true)"));
        names.put("keys", list(numbers, i -> "current_setting('catwing.key_" + i + "')::text[]"));
        names.put("since", kind == Kind.LISTED ? "t.first_seen" : "t.source_date");
        names.put("key_columns", list(keys, c -> c));
        String sameDay = kind == Kind.DAILY ? " and t.source_date = current_setting('catwing.date')::date" : "";
        names.put("key_join", and(keys, c -> "t." + c + " = k." + c) + sameDay);
        // A row is compared with first_seen as it is copied: the file's own day.
        List<String> compared = kind == Kind.LISTED
                ? with("client_id", mapping.headColumns, List.of("source_date", "source_date"))
                : copied;
        names.put("t_columns", list(compared, c -> "t." + c));
        names.put("clean", clean(head, mapping.headColumns));
        askStored = SqlFile.read("load/ask-stored", names);
        copyStoredHeads = SqlFile.read("load/copy-stored-heads", names);
        names.put("key_columns", list(mergeKeys, c -> c));
        names.put("set_newer", list(values(head, mergeKeys), EntitySql::whicheverIsNewer));
        copyHeads = copy("general." + head.name(), copied);
        copyStagedHeads = copy(STAGED_HEADS, with("version", copied));
        stageHeads = stage(STAGED_HEADS, head, tail);
        insertListed = kind == Kind.LISTED ? SqlFile.read("load/insert-listed", names) : null;
        if (mapping.equalKeys == EqualKeys.SUM) {
            names.put("staged", "(" + SqlFile.read("load/add-up", addUp(head, keys)) + ") as added_up");
        }
        merge.add(SqlFile.read(kind == Kind.LISTED ? "load/merge-listed" : "load/merge-heads", names));

        Table line = model.line();
        if (line == null || mapping.lineColumns.isEmpty()) {
            copyLines = null;
            copyStoredLines = null;
            stageLines = null;
            copyStagedLines = null;
            return;
        }
        List<String> copiedLine = with("client_id", mapping.lineColumns, List.of("source_date"));
        copyLines = copy("general." + line.name(), copiedLine);
        stageLines = stage(STAGED_LINES, line, List.of("source_date"));
        copyStagedLines = copy(STAGED_LINES, with("version", copiedLine));
        mergeLines(mapping, line, names);
        names.put("t_columns", list(copiedLine, c -> "t." + c));
        names.put("clean", clean(line, mapping.lineColumns));
        copyStoredLines = SqlFile.read("load/copy-stored-lines", names);
    }

    private static Map<String, String> addUp(Table head, List<String> keys) {
        String values = head.columns().stream()
                .filter(c -> !c.key())
                .map(c -> addedUp(c) + " as " + c.name())
                .collect(Collectors.joining(", "));
        return Map.of("keys", list(keys, c -> c), "values", values, "staged", STAGED_HEADS);
    }

    private static String addedUp(Column column) {
        if (column.money()) {
            return SqlFile.read("load/weigh-price", Map.of("price", column.name()));
        }
        return column.type() == Type.NUMERIC
                ? "sum(" + column.name() + ")"
                : "(array_agg(" + column.name() + " order by version desc))[1]";
    }

    private static String clean(Table table, List<String> mapped) {
        List<String> others = table.columns().stream()
                .map(Column::name)
                .filter(c -> !mapped.contains(c))
                .toList();
        return others.isEmpty() ? "true" : "num_nonnulls(" + list(others, c -> "t." + c) + ") = 0";
    }

    private void mergeLines(RecordMapping mapping, Table line, Map<String, String> names) {
        names.putAll(table(line, line.keyColumns()));
        names.put("line", "general." + line.name());
        names.put("key", line.keyColumns().get(0));
        names.put("applying", APPLYING);
        names.put("lines", mapping.flat ? PICKED : STAGED_LINES);
        merge.add(SqlFile.read("load/find-applying", names));
        if (mapping.flat) {
            List<String> all = columns(line, List.of("source_date"));
            String number = "coalesce(l.line_id, row_number() over (partition by l." + names.get("key")
                    + " order by l.version)::text) as line_id";
            names.put("picked", PICKED);
            names.put("staged_lines", STAGED_LINES);
            names.put("p_columns", list(with("version", all), c -> "p." + c));
            names.put(
                    "flat_columns",
                    list(all, c -> mapping.countsFlatLines() && c.equals("line_id") ? number : "l." + c));
            merge.add(SqlFile.read("load/pick-flat-lines", names));
        }
        merge.add(SqlFile.read("load/delete-lines", names));
        merge.add(SqlFile.read("load/merge-lines", names));
    }

    private static Map<String, String> table(Table table, List<String> keys) {
        Map<String, String> names = new HashMap<>();
        List<String> all = columns(table, List.of("source_date"));
        List<String> values = values(table, keys);
        names.put("all_columns", list(all, c -> c));
        names.put("n_columns", list(all, c -> "n." + c));
        names.put("n_key_join", and(keys, c -> "t." + c + " = n." + c));
        // Compares text, not values: 1.1 and 1.10 are equal numbers, but not the same raw file.
        names.put(
                "n_differs",
                "row(" + list(values, c -> "n." + c) + ")::record *<> row(" + list(values, c -> "t." + c)
                        + ")::record");
        List<String> set = new ArrayList<>(values);
        if (!keys.contains("source_date")) {
            set.add("source_date");
        }
        names.put("set_columns", list(set, c -> c + " = excluded." + c));
        return names;
    }

    private static String whicheverIsNewer(String column) {
        return column + " = case when excluded.source_date >= t.source_date then excluded." + column + " else t."
                + column + " end";
    }

    private static List<String> values(Table table, List<String> keys) {
        return table.columns().stream()
                .map(Column::name)
                .filter(c -> !keys.contains(c))
                .toList();
    }

    private static List<String> columns(Table table, List<String> tail) {
        return with("client_id", table.columns().stream().map(Column::name).toList(), tail);
    }

    private static String copy(String table, List<String> columns) {
        return SqlFile.read("load/copy", Map.of("table", table, "columns", list(columns, c -> c)));
    }

    private static String stage(String staged, Table table, List<String> tail) {
        String all = list(columns(table, tail), c -> c);
        return SqlFile.read(
                "load/stage", Map.of("staged", staged, "table", "general." + table.name(), "all_columns", all));
    }

    private static String list(List<String> columns, UnaryOperator<String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }

    private static String and(List<String> columns, UnaryOperator<String> form) {
        return columns.stream().map(form).collect(Collectors.joining(" and "));
    }

    private static List<String> with(String first, List<String> then) {
        return with(first, then, List.of());
    }

    private static List<String> with(String first, List<String> then, List<String> last) {
        List<String> all = new ArrayList<>();
        all.add(first);
        all.addAll(then);
        all.addAll(last);
        return all;
    }
}
