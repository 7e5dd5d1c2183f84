package io.catwing.clientdata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a workbook from a file, row by row: the first sheet that is not hidden and has all required columns. The
 * header may be below titles.
 */
final class WorkbookReader {
    /** Incremented when the same workbook would produce other rows: all are then read again. */
    static final int RULES = 3;

    /** Number of rows with content that are tried as the header. */
    private static final int TITLES = 50;

    private WorkbookReader() {}

    /**
     * All of it, or nothing that counts: what the sink received before a failure must be discarded.
     *
     * @throws Refusal when the file as a whole is not a workbook of that kind
     * @throws E when the sink does
     */
    static <E extends Exception> Reading read(Path file, WorkbookKind kind, RowSink<E> sink) throws Refusal, E {
        try {
            FileForm.check(file);
            try (WorkbookParts workbook = WorkbookParts.open(file)) {
                return read(workbook, kind, sink);
            }
        } catch (IOException broken) {
            throw Refusal.damaged(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static <E extends Exception> Reading read(WorkbookParts workbook, WorkbookKind kind, RowSink<E> sink)
            throws IOException, Refusal, E {
        HeaderRow best = null;
        String bestSheet = null;
        for (WorkbookParts.Sheet sheet : workbook.sheets()) {
            try (SheetRows rows = workbook.rows(sheet)) {
                int tried = 0;
                for (SheetRow row = rows.next(); row != null && tried < TITLES; row = rows.next()) {
                    HeaderRow header = HeaderRow.of(kind, row);
                    if (header.isComplete()) {
                        header.checkUnambiguous(sheet.name());
                        return read(rows, new SheetReading<>(kind, sheet.name(), header, workbook.from1904(), sink));
                    }
                    tried += header.headers().isEmpty() ? 0 : 1;
                    if (header.known() > (best == null ? 0 : best.known())) {
                        best = header;
                        bestSheet = sheet.name();
                    }
                }
            }
        }
        throw noHeader(kind, best, bestSheet, workbook.sheets());
    }

    private static <E extends Exception> Reading read(SheetRows rows, SheetReading<E> reading) throws Refusal, E {
        for (SheetRow row = rows.next(); row != null; row = rows.next()) {
            reading.read(row);
        }
        return reading.result();
    }

    private static Refusal noHeader(WorkbookKind kind, HeaderRow best, String sheet, List<WorkbookParts.Sheet> sheets) {
        String hint = "a workbook with the right headers is written by: catwing client-data template CLIENT";
        if (best == null) {
            return new Refusal(
                    "has no row of headers in the sheets "
                            + sheets.stream()
                                    .map(s -> "'" + s.name() + "'")
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
