package io.catwing.clientdata;

import java.util.List;

/**
 * A row of a sheet.
 *
 * @param number as Excel numbers it, from 1
 * @param cells by column from A, null where there is none or an empty one
 */
record SheetRow(int number, List<SheetCell> cells) {
    /** Null where it has none there. */
    SheetCell cell(int column) {
        return column < 0 || column >= cells.size() ? null : cells.get(column);
    }
}
