package io.catwing.clientdata;

import io.catwing.client.Limits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cells that are texts or ids. */
final class Texts {
    /** Excel keeps 15 digits of a number; further ones are invented. */
    private static final BigDecimal TOO_LONG = BigDecimal.TEN.pow(15);

    private static final int LONGEST_TEXT = 1000;

    private Texts() {}

    /** Literally; numbers as their digits. */
    static Object text(CellValue cell) throws BadCell {
        checkTime(cell);
        return checked(
                cell.value() instanceof BigDecimal number
                        ? CellValue.digits(number)
                        : cell.value().toString());
    }

    /** Excel turns 3-12 into the twelfth of March, and stores that day. */
    private static void checkTime(CellValue cell) throws BadCell {
        if (cell.isOfTime()) {
            throw new BadCell("Excel has made a date of it: format the column as text and enter it again");
        }
    }

    /**
     * What Excel shows: a text literally, with its leading zeros; a number as its digits, with what its format adds. A
     * number that Excel could not keep completely, or shows in an unsupported way, is refused.
     */
    static Object id(CellValue cell) throws BadCell {
        if (cell.value() instanceof Boolean) {
            throw new BadCell("an id is a text or a number, not true or false");
        }
        checkTime(cell);
        String shown = checked((cell.value() instanceof BigDecimal number
                        ? number(number, cell.format())
                        : FormatCode.of(cell.format()).text(cell.value().toString()))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> new BadCell("its number format (" + Refusal.shown(String.valueOf(cell.format()))
                        + ") shows other than its digits: format the column as text and enter it again")));
        if (shown.length() > Limits.ID_CHARACTERS) {
            throw new BadCell("an id of more than " + Limits.ID_CHARACTERS + " characters");
        }
        return shown;
    }

    private static Optional<String> number(BigDecimal number, String format) throws BadCell {
        if (number.abs().compareTo(TOO_LONG) >= 0) {
            throw new BadCell(
                    "an id of more than 15 digits that is a number has lost its last ones in Excel: format the"
                            + " column as text and enter it again");
        }
        String digits = CellValue.digits(number.abs());
        if (digits.indexOf('.') >= 0) {
            boolean plain = format == null || format.equalsIgnoreCase("General") || format.equals("@");
            return plain ? Optional.of(CellValue.digits(number)) : Optional.empty();
        }
        return FormatCode.of(format).whole(digits, number.signum() < 0);
    }

    private static String checked(String text) throws BadCell {
        if (text.length() > LONGEST_TEXT) {
            throw new BadCell("a text of more than " + LONGEST_TEXT + " characters");
        }
        boolean unpaired = !StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (unpaired || text.indexOf(0) >= 0 || text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0) {
            throw new BadCell("holds a character that is none");
        }
        return text;
    }
}
