package io.catwing.clientdata;

/**
 * A cell with content, as it is in the sheet.
 *
 * @param text its value; the digits of a number, true or false for a boolean
 * @param format the code of its number format, or null
 * @param formula whether the value is a formula's result
 */
record SheetCell(Kind kind, String text, String format, boolean formula) {
    /** What a cell is. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        /** A date that is written as such, as in 2026-02-24T00:00:00; most dates are numbers with a format. */
        DATE,
        ERROR,
        /** A formula that was saved without its result. */
        UNKNOWN
    }
}
