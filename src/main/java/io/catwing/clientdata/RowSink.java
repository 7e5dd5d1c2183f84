package io.catwing.clientdata;

/** Receives the content of a workbook, row after row. */
interface RowSink<E extends Exception> {
    /**
     * An accepted row.
     *
     * @param number as numbered by Excel
     * @param values one per field of the workbook's kind, null if its cell is empty
     */
    void row(int number, Object[] values) throws E;

    /** A row may be rejected because of several of its cells; they are reported one after the other. */
    void rejected(Rejection rejection) throws E;
}
