package io.catwing.load.mapping;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups the lines of a flat file into orders, as if they had been nested: then new orders go
 * directly into the table. The file must fit into one chunk; for a larger one the database groups the lines.
 */
public final class FlatOrders {
    private final boolean counted;
    private final int idColumn;

    public FlatOrders(RecordMapping mapping) {
        counted = mapping.countsFlatLines();
        // The client is before the mapped columns.
        idColumn = 1 + mapping.lineColumns.indexOf("line_id");
    }

    /** @param flat all records of one file, each a line with its order's head */
    public void group(Chunk flat, RowSet into, LocalDate date) {
        Map<String, List<Integer>> orders = new LinkedHashMap<>();
        for (int record = 0; record < flat.size(); record++) {
            orders.computeIfAbsent(flat.keys.get(0).get(record), key -> new ArrayList<>(4))
                    .add(record);
        }
        orders.forEach((key, records) -> {
            int last = records.get(records.size() - 1);
            into.heads.put(flat.heads.bytes(), flat.headFrom(last), flat.headTo(last) - flat.headFrom(last));
            if (counted) {
                number(flat, records, into.lines);
            } else {
                copyLast(flat, records, into.lines);
            }
            into.add(() -> List.of(key), date);
        });
    }

    private void number(Chunk flat, List<Integer> records, CopyBuffer into) {
        byte[] bytes = flat.lines.bytes();
        int number = 0;
        for (int record : records) {
            int from = flat.linesFrom(record);
            int id = idFrom(bytes, from);
            into.put(bytes, from, id - from);
            into.ascii(Integer.toString(++number));
            int after = idTo(bytes, id);
            into.put(bytes, after, flat.linesTo(record) - after);
        }
    }

    private void copyLast(Chunk flat, List<Integer> records, CopyBuffer into) {
        byte[] bytes = flat.lines.bytes();
        Map<String, Integer> lastOf = new HashMap<>();
        for (int record : records) {
            int id = idFrom(bytes, flat.linesFrom(record));
            lastOf.put(new String(bytes, id, idTo(bytes, id) - id, StandardCharsets.UTF_8), record);
        }
        for (int record : lastOf.values()) {
            into.put(bytes, flat.linesFrom(record), flat.linesTo(record) - flat.linesFrom(record));
        }
    }

    private int idFrom(byte[] bytes, int row) {
        int at = row;
        for (int tabs = idColumn; tabs > 0; at++) {
            if (bytes[at] == '\t') {
                tabs--;
            }
        }
        return at;
    }

    private static int idTo(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\t') {
            at++;
        }
        return at;
    }
}
