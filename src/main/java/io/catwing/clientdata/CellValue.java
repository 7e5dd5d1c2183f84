package io.catwing.clientdata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The content of a cell: a text without surrounding blanks, a number as Excel shows it, or a boolean. A formula counts as
 * its result when the workbook was saved.
 *
 * @param value a String, BigDecimal, Boolean, or a date that is {@link Written}
 * @param format the code of its number format, or null
 * @param from1904 whether days are counted from 1904, as old workbooks from Macs do
 */
record CellValue(Object value, String format, boolean from1904) {
    private static final Set<String> ERRORS = Set.of(
            "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA");

    /** Excel keeps 15 digits and saves 17; 0.1 + 0.2 is shown as 0.3. */
    private static final MathContext SHOWN = new MathContext(15);

    /** Beyond what Excel can compute; also, writing out 1E999999999 would take a gigabyte. */
    private static final int LARGEST_SCALE = 330;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]{1,400}\\.?[0-9]{0,400}|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,9})?");

    /** Empty if the cell is empty or holds only blanks. */
    static Optional<CellValue> of(SheetCell cell, boolean from1904) throws BadCell {
        if (cell == null) {
            return Optional.empty();
        }
        String text = trimmed(cell.text());
        return switch (cell.kind()) {
            case UNKNOWN ->
                throw new BadCell(
                        "the formula was saved without what it comes to: open the workbook in Excel and save it");
            case ERROR -> throw new BadCell("the cell shows an error");
            case TRUTH -> Optional.of(new CellValue(text.equals("true"), cell.format(), from1904));
            case NUMBER -> Optional.of(new CellValue(number(text), cell.format(), from1904));
            case DATE -> Optional.of(new CellValue(new Written(text), cell.format(), from1904));
            case TEXT -> {
                if (cell.formula() && ERRORS.contains(text)) {
                    throw new BadCell("the cell shows an error");
                }
                yield text.isEmpty() ? Optional.empty() : Optional.of(new CellValue(text, cell.format(), from1904));
            }
        };
    }

    /** A date as strict workbooks store it, instead of a number of days. */
    record Written(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static BigDecimal number(String text) throws BadCell {
        if (!NUMBER.matcher(text).matches()) {
            throw new BadCell("the cell says that it is a number and is none");
        }
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
            throw new BadCell("not a number that Excel can hold");
        }
        return number.round(SHOWN);
    }

    /** Whether Excel shows a date, a time or a duration. */
    boolean isOfTime() {
        return value instanceof Written
                || value instanceof BigDecimal && FormatCode.of(format).isOfTime();
    }

    /** Roughly what a person would read in the cell; for messages. */
    static String shown(SheetCell cell) {
        return cell == null ? "" : trimmed(cell.text());
    }

    /** Pasted texts are surrounded by blanks of all kinds: non-breaking and invisible ones. */
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
