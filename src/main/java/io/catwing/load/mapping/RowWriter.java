package io.catwing.load.mapping;

import io.catwing.client.EqualKeys;
import io.catwing.client.Model.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes a mapped record into a set of rows: its head's row and its lines', in COPY's format. */
final class RowWriter {
    private final ColumnValues values;
    private final RecordMapping mapping;
    private final int[] headOut;
    private final int[] lineOut;
    private final CustomValues headCustom;
    private final CustomValues lineCustom;
    private final LineIds lineIds;
    /** The number that distinguishes a flat line from earlier ones with its id, 1 if there are none. */
    private int number = 1;

    private final int idSource;
    private final Supplier<List<String>> key = this::key;

    RowWriter(ColumnValues values) {
        this.values = values;
        this.mapping = values.mapping();
        headOut = mapping.headOut.stream().mapToInt(i -> i).toArray();
        lineOut = mapping.lineOut.stream().mapToInt(i -> i).toArray();
        headCustom = new CustomValues(values, mapping.headCustom);
        lineCustom = new CustomValues(values, mapping.lineCustom);
        int id = mapping.lineColumns.indexOf("line_id");
        idSource = id < 0 || mapping.equalLines != EqualKeys.LINE_NUMBER ? RecordMapping.PLACE : lineOut[id];
        // Positions do not repeat; flat lines are numbered in the database, since their order may be spread over
        // chunks.
        lineIds =
                id < 0 || mapping.flat || lineOut[id] == RecordMapping.PLACE ? null : new LineIds(values, lineOut[id]);
    }

    /**
     * Looks for lines with the same id in the record that was just mapped.
     *
     * @return why that rejects the record, or null
     */
    Rejection meetLines() {
        if (lineIds == null) {
            return null;
        }
        lineIds.look(values.lines());
        if (lineIds.equal() == 0 || mapping.equalLines != EqualKeys.REJECT) {
            return null;
        }
        return new Rejection(
                mapping.linesAt + "/" + lineIds.firstEqual(),
                "a later line of the record has the same line_id, and lines.on_equal_keys is reject");
    }

    /** Lines of the record with a duplicate id. */
    int equalLines() {
        return lineIds == null ? 0 : lineIds.equal();
    }

    /** @param number of a flat line among those with its id, from 1 */
    void numberRecord(int number) {
        this.number = number;
    }

    void write(RowSet rows, LocalDate date) {
        String day = date.toString();
        CopyBuffer row = rows.heads;
        row.ascii(mapping.client);
        for (int source : headOut) {
            row.put('\t');
            if (source == RecordMapping.CUSTOM) {
                headCustom.write(-1, row);
            } else {
                values.write(source, -1, row);
            }
        }
        row.put('\t');
        row.ascii(day);
        if (mapping.model.kind() == Kind.LISTED) {
            row.put('\t');
            row.ascii(day);
        }
        row.put('\n');
        int lines = lineOut.length == 0 ? 0 : values.lines();
        boolean all = lineIds == null || mapping.equalLines == EqualKeys.LINE_NUMBER;
        for (int line = 0; line < lines; line++) {
            if (all || lineIds.isLast(line)) {
                writeLine(rows.lines, line, day);
            }
        }
        rows.add(key, date);
    }

    private void writeLine(CopyBuffer row, int line, String day) {
        row.ascii(mapping.client);
        for (int source : lineOut) {
            row.put('\t');
            if (source == RecordMapping.CUSTOM) {
                lineCustom.write(line, row);
            } else if (source != RecordMapping.PLACE) {
                values.write(source, line, row);
                if (source == idSource) {
                    number(line, row);
                }
            } else if (mapping.flat) {
                row.putNull();
            } else {
                row.ascii(Integer.toString(line + 1));
            }
        }
        row.put('\t');
        row.ascii(day);
        row.put('\n');
    }

    private void number(int line, CopyBuffer row) {
        int n = lineIds == null ? number : lineIds.numberOf(line);
        if (n > 1) {
            row.ascii("#" + n);
        }
    }

    private List<String> key() {
        if (mapping.keySlots.size() == 1) {
            return List.of(values.text(~mapping.keySlots.get(0), -1));
        }
        List<String> key = new ArrayList<>(mapping.keySlots.size());
        for (int slot : mapping.keySlots) {
            key.add(values.text(~slot, -1));
        }
        return key;
    }
}
