package io.catwing.clientdata;

import java.util.SortedMap;

/**
 * A row of a sheet.
 *
 * @param number as Excel numbers it, from 1
 * @param cells those that hold something, by column from 0: a row of one cell may have it in the last of 16,384 columns
 */
record SheetRow(int number, SortedMap<Integer, SheetCell> cells) {
    /** Null where it has none there. */
    SheetCell cell(int column) {
        return cells.get(column);
    }
}
