package io.catwing.clientdata;

import java.math.BigDecimal;

/** Cells that are texts or ids. */
final class Texts {
    /** Excel keeps 15 digits of a number; whatever comes after them is made up. */
    private static final BigDecimal TOO_LONG = BigDecimal.TEN.pow(15);

    private static final int LONGEST_ID = 200;
    private static final int LONGEST_TEXT = 1000;

    private Texts() {}

    /** As it stands there; numbers as their digits. */
    static Object text(CellValue cell) throws BadCell {
        return checked(
                cell.value() instanceof BigDecimal number
                        ? CellValue.digits(number)
                        : cell.value().toString());
    }

    /**
     * A text stays as it is, with its leading zeros. A number is its digits, with leading zeros where its format shows some;
     * one that Excel could not keep whole is refused.
     */
    static Object id(CellValue cell) throws BadCell {
        if (cell.value() instanceof Boolean) {
            throw new BadCell("an id is a text or a number, not true or false");
        }
        if (!(cell.value() instanceof BigDecimal number)) {
            String text = checked((String) cell.value());
            if (text.length() > LONGEST_ID) {
                throw new BadCell("an id of more than " + LONGEST_ID + " characters");
            }
            return text;
        }
        if (number.abs().compareTo(TOO_LONG) >= 0) {
            throw new BadCell(
                    "an id of more than 15 digits that is a number has lost its last ones in Excel: format the"
                            + " column as text and enter it again");
        }
        String digits = CellValue.digits(number);
        String format = cell.format();
        return format != null && format.matches("0{2,30}") && digits.matches("[0-9]+")
                ? "0".repeat(Math.max(0, format.length() - digits.length())) + digits
                : digits;
    }

    private static String checked(String text) throws BadCell {
        if (text.length() > LONGEST_TEXT) {
            throw new BadCell("a text of more than " + LONGEST_TEXT + " characters");
        }
        if (text.indexOf(0) >= 0 || text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0) {
            throw new BadCell("holds a character that is none");
        }
        return text;
    }
}
