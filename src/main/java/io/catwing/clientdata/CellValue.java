package io.catwing.clientdata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Set;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/**
 * What a cell holds: a text without blanks around it, a number as Excel shows it, or a truth value. A formula is what it
 * came to when the workbook was saved.
 *
 * @param value a String, BigDecimal or Boolean
 * @param format the number's format, or null
 * @param from1904 whether days are counted from 1904, as old workbooks from Macs do
 */
record CellValue(Object value, String format, boolean from1904) {
    private static final Set<String> ERRORS = Set.of(
            "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA");

    /** Excel keeps 15 digits and saves 17; 0.1 + 0.2 is 0.3 to whoever looks at it. */
    private static final MathContext SHOWN = new MathContext(15);

    /** Beyond what Excel can compute; also, writing out 1E999999999 would take a gigabyte. */
    private static final int LARGEST_SCALE = 330;

    /** Empty for a cell that is empty or holds blanks. */
    static Optional<CellValue> of(Cell cell, boolean from1904) throws BadCell {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return Optional.empty();
        }
        Object value = cell.getValue();
        if (cell.getType() == CellType.FORMULA && value == null) {
            throw new BadCell("the formula was saved without what it comes to: open the workbook in Excel and save it");
        }
        if (cell.getType() == CellType.ERROR || (cell.getType() == CellType.FORMULA && ERRORS.contains(value))) {
            throw new BadCell("the cell shows an error");
        }
        if (value instanceof BigDecimal number) {
            if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
                throw new BadCell("not a number that Excel can hold");
            }
            return Optional.of(new CellValue(number.round(SHOWN), cell.getDataFormatString(), from1904));
        }
        if (value instanceof String text) {
            String trimmed = trimmed(text);
            return trimmed.isEmpty() ? Optional.empty() : Optional.of(new CellValue(trimmed, null, from1904));
        }
        return value == null ? Optional.empty() : Optional.of(new CellValue(value, null, from1904));
    }

    /** What a person would read in the cell, more or less; for messages. */
    static String shown(Cell cell) {
        if (cell == null) {
            return "";
        }
        return cell.getValue() == null && cell.getRawValue() != null ? cell.getRawValue() : trimmed(cell.getText());
    }

    /** Texts that were pasted have blanks of all kinds around them: those that do not break and those that are not seen. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }

    /** The number in digits, never with an exponent: 536379.0 is 536379. */
    static String digits(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
