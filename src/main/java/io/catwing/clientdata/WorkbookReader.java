package io.catwing.clientdata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/**
 * Reads a workbook from a file, row by row: the first sheet that is not hidden and has all columns that are needed. The
 * header may stand below titles.
 */
final class WorkbookReader {
    /** Goes up when the same workbook would give other rows: all are then read again. */
    static final int RULES = 1;

    /** Rows with something in them that are tried as the header. */
    private static final int TITLES = 50;

    private WorkbookReader() {}

    /**
     * All of it, or nothing that counts: what the sink was given before a failure is to be forgotten.
     *
     * @throws Refusal when the file as a whole is no workbook of that kind
     * @throws E when the sink does
     */
    static <E extends Exception> Reading read(Path file, WorkbookKind kind, RowSink<E> sink) throws Refusal, E {
        try {
            FileForm.check(file);
            WorkbookParts.Facts facts = WorkbookParts.check(file);
            ReadingOptions options = new ReadingOptions(facts.styled(), true);
            try (ReadableWorkbook workbook = open(file, options)) {
                return read(workbook, kind, facts.from1904(), sink);
            }
        } catch (IOException broken) {
            throw Refusal.damaged(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static ReadableWorkbook open(Path file, ReadingOptions options) throws IOException, Refusal {
        try {
            return new ReadableWorkbook(file.toFile(), options);
        } catch (RuntimeException broken) {
            throw Refusal.damaged(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static <E extends Exception> Reading read(
            ReadableWorkbook workbook, WorkbookKind kind, boolean from1904, RowSink<E> sink)
            throws IOException, Refusal, E {
        HeaderRow best = null;
        String bestSheet = null;
        List<Sheet> sheets = workbook.getSheets()
                .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                .toList();
        for (Sheet sheet : sheets) {
            try (Stream<Row> stream = sheet.openStream()) {
                Iterator<Row> rows = stream.iterator();
                int tried = 0;
                for (Row row = next(rows); row != null && tried < TITLES; row = next(rows)) {
                    HeaderRow header = HeaderRow.of(kind, row);
                    if (header.isComplete()) {
                        header.checkUnambiguous(sheet.getName());
                        return read(rows, new SheetReading<>(kind, sheet.getName(), header, from1904, sink));
                    }
                    tried += header.headers().isEmpty() ? 0 : 1;
                    if (header.known() > (best == null ? 0 : best.known())) {
                        best = header;
                        bestSheet = sheet.getName();
                    }
                }
            }
        }
        throw noHeader(kind, best, bestSheet, sheets);
    }

    private static <E extends Exception> Reading read(Iterator<Row> rows, SheetReading<E> reading) throws Refusal, E {
        for (Row row = next(rows); row != null; row = next(rows)) {
            reading.read(row);
        }
        return reading.result();
    }

    /** The next row, or null; what the library throws there is the workbook's fault. */
    private static Row next(Iterator<Row> rows) throws Refusal {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (RuntimeException broken) {
            throw Refusal.damaged(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static Refusal noHeader(WorkbookKind kind, HeaderRow best, String sheet, List<Sheet> sheets) {
        String hint = "a workbook with the right headers is written by: catwing client-data template CLIENT";
        if (best == null) {
            return new Refusal(
                    "has no row of headers in the sheets "
                            + sheets.stream()
                                    .map(s -> "'" + s.getName() + "'")
                                    .limit(10)
                                    .collect(Collectors.joining(", "))
                            + ": expected "
                            + kind.fields().stream()
                                    .filter(Field::columnNeeded)
                                    .map(Field::name)
                                    .collect(Collectors.joining(", ")),
                    hint);
        }
        return new Refusal(
                "has no column " + String.join(", ", best.missing()) + ": row " + best.number() + " of sheet '" + sheet
                        + "' has "
                        + best.headers().stream().map(h -> "'" + h + "'").collect(Collectors.joining(", ")),
                hint);
    }
}
