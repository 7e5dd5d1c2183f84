package io.catwing.clientdata;

import io.catwing.failure.PrintableText;

/**
 * A cell because of which its row was rejected; a row of {@code ops.rejected_row}. Printable, but not masked: a rebuilt database
 * must have the same.
 *
 * @param row as numbered by Excel
 * @param column our name for it
 * @param value what the cell shows, truncated if it is long
 */
public record Rejection(String sheet, int row, String column, String reason, String value) {
    private static final int SHOWN = 200;

    public Rejection {
        sheet = PrintableText.printable(sheet, SHOWN);
        column = PrintableText.printable(column, SHOWN);
        reason = PrintableText.printable(reason, PrintableText.LONGEST_MESSAGE);
        value = PrintableText.printable(value, SHOWN + 1);
    }
}
