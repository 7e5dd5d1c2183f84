package io.catwing.clientdata;

/** Who takes what a workbook holds, row after row. */
interface RowSink<E extends Exception> {
    /**
     * A row that is as it should be.
     *
     * @param number as Excel numbers it
     * @param values a value a field of the workbook's kind, null where its cell is empty
     */
    void row(int number, Object[] values) throws E;

    /** A row may be rejected for several of its cells; they come one after the other. */
    void rejected(Rejection rejection) throws E;
}
