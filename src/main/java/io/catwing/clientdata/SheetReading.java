package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the rows below a header: each is passed to the sink, or rejected cell by cell. */
final class SheetReading<E extends Exception> {
    private final WorkbookKind kind;
    private final String sheet;
    private final HeaderRow header;
    private final boolean from1904;
    private final RowSink<E> sink;
    private final Map<String, Integer> rowOfKey = new HashMap<>();
    private long rows;
    private long rejected;

    SheetReading(WorkbookKind kind, String sheet, HeaderRow header, boolean from1904, RowSink<E> sink) {
        this.kind = kind;
        this.sheet = sheet;
        this.header = header;
        this.from1904 = from1904;
        this.sink = sink;
    }

    Reading result() {
        return new Reading(sheet, rows, rejected, header.ignored());
    }

    /** Rows in which all our columns are empty are skipped. */
    void read(SheetRow row) throws E {
        List<Field> fields = kind.fields();
        Object[] values = new Object[fields.size()];
        List<Rejection> bad = new ArrayList<>();
        List<Rejection> unfilled = new ArrayList<>();
        int filled = 0;
        for (int i = 0; i < values.length; i++) {
            SheetCell cell = row.cell(header.place(i));
            try {
                Optional<CellValue> value = CellValue.of(cell, from1904);
                if (value.isPresent()) {
                    filled++;
                    values[i] = fields.get(i).conversion().convert(value.get());
                } else if (fields.get(i).need() == Field.Need.CELL) {
                    unfilled.add(rejection(row, fields.get(i).name(), "must be filled in"));
                }
            } catch (BadCell reason) {
                filled++;
                bad.add(rejection(row, fields.get(i).name(), reason.getMessage()));
            }
        }
        if (filled == 0) {
            return;
        }
        bad.addAll(unfilled);
        if (bad.isEmpty()) {
            kind.contradiction(values).ifPresent(c -> bad.add(rejection(row, c.getKey(), c.getValue())));
        }
        if (bad.isEmpty()) {
            earlier(row, values).ifPresent(bad::add);
        }
        if (bad.isEmpty()) {
            rows++;
            sink.row(row.number(), values);
            return;
        }
        rejected++;
        for (Rejection rejection : bad) {
            sink.rejected(rejection);
        }
    }

    /** A duplicate key is a mistake in the sheet. Which of the rows is right is unknown: the first stays. */
    private Optional<Rejection> earlier(SheetRow row, Object[] values) {
        String key = kind.key().stream()
                .map(field -> String.valueOf(kind.value(values, field)))
                .collect(Collectors.joining("\u0001"));
        Integer first = rowOfKey.putIfAbsent(key, row.number());
        return first == null
                ? Optional.empty()
                : Optional.of(rejection(
                        row, kind.key().get(0), "the same " + String.join(", ", kind.key()) + " as in row " + first));
    }

    private Rejection rejection(SheetRow row, String field, String reason) {
        int place = -1;
        for (int i = 0; i < kind.fields().size(); i++) {
            place = kind.fields().get(i).name().equals(field) ? header.place(i) : place;
        }
        return new Rejection(sheet, row.number(), field, reason, CellValue.shown(row.cell(place)));
    }
}
