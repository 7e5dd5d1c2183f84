package io.catwing.clientdata;

import java.util.SortedMap;

/**
 * A row of a sheet.
 *
 * @param number as numbered by Excel, from 1
 * @param cells with content, by column from 0: a row of one cell may have it in the last of 16,384 columns
 */
record SheetRow(int number, SortedMap<Integer, SheetCell> cells) {
    /** Null if the cell is empty. */
    SheetCell cell(int column) {
        return cells.get(column);
    }
}
