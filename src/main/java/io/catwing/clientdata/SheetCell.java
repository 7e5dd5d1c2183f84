package io.catwing.clientdata;

/**
 * A cell that holds something, as the sheet has it.
 *
 * @param text its value; of a number its digits, of a truth value true or false
 * @param format the code of its number format, or null
 * @param formula whether the value is what a formula came to
 */
record SheetCell(Kind kind, String text, String format, boolean formula) {
    /** What a cell is. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        /** A date that is written as one, as in 2026-02-24T00:00:00; most dates are numbers with a format. */
        DATE,
        ERROR,
        /** A formula that was saved without what it comes to. */
        UNKNOWN
    }
}
