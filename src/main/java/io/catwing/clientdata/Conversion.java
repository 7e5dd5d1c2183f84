package io.catwing.clientdata;

/** Makes a table's value of a cell that is not empty. */
@FunctionalInterface
interface Conversion {
    /** @return a String, BigDecimal, Integer, LocalDate, Boolean, a list of weekdays, or null where the cell says "none" */
    Object convert(CellValue cell) throws BadCell;
}
