package io.catwing.clientdata;

/** Converts a cell that is not empty to a table's value. */
@FunctionalInterface
interface Conversion {
    /** @return a String, BigDecimal, Integer, LocalDate, Boolean, a list of weekdays, or null if the cell says "none" */
    Object convert(CellValue cell) throws BadCell;
}
