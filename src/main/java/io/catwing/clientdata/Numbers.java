package io.catwing.clientdata;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Cells that are numbers, also where they are kept as texts: {@code 1250}, {@code 1,250.00}, {@code 1.250,00}, {@code 1 250,5}.
 *
 * <p>Where both a dot and a comma occur, the last is the decimal sign. One that occurs more than once divides thousands. A
 * single one before exactly three digits, as in {@code 1.250}, may be either and is refused: a guess would be wrong a
 * thousandfold.
 */
final class Numbers {
    private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]{1,15}([.,][0-9]{1,15})?");
    private static final Pattern EITHER = Pattern.compile("[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}");
    private static final Pattern DOTS = Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]{1,15})?");
    private static final Pattern COMMAS = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]{1,15})?");
    private static final Pattern GAPS = Pattern.compile("([0-9])[\\h'’](?=[0-9]{3}(?![0-9]))");

    private Numbers() {}

    /** From one number to another, both included. */
    static Conversion between(String least, String most) {
        BigDecimal lowest = new BigDecimal(least);
        BigDecimal highest = new BigDecimal(most);
        return cell -> {
            BigDecimal number = number(cell);
            if (number.compareTo(lowest) < 0 || number.compareTo(highest) > 0) {
                throw new BadCell("expected a number from " + least + " to " + most);
            }
            return new BigDecimal(CellValue.digits(number));
        };
    }

    /** A whole number of that range, as an Integer. */
    static Conversion whole(int least, int most) {
        Conversion between = between(String.valueOf(least), String.valueOf(most));
        return cell -> {
            try {
                return ((BigDecimal) between.convert(cell)).intValueExact();
            } catch (ArithmeticException fraction) {
                throw new BadCell("expected a whole number");
            }
        };
    }

    private static BigDecimal number(CellValue cell) throws BadCell {
        if (cell.value() instanceof BigDecimal number) {
            return number;
        }
        String text = GAPS.matcher(cell.value().toString()).replaceAll("$1");
        if (EITHER.matcher(text).matches()) {
            throw new BadCell("may be " + text.replaceAll("[.,]", "") + " or "
                    + text.replace(',', '.').replaceAll("0+$", "").replaceAll("\\.$", "")
                    + ": enter it as a number, not as a text");
        }
        if (PLAIN.matcher(text).matches()) {
            return new BigDecimal(text.replace(',', '.'));
        }
        if (DOTS.matcher(text).matches()) {
            return new BigDecimal(text.replace(".", "").replace(',', '.'));
        }
        if (COMMAS.matcher(text).matches()) {
            return new BigDecimal(text.replace(",", ""));
        }
        throw new BadCell("not a number");
    }
}
