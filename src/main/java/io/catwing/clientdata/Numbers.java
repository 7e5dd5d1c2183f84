package io.catwing.clientdata;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cells that are numbers, also where they are kept as texts: {@code 1250}, {@code 1,250.00}, {@code 1.250,00}, {@code 1 250,5}.
 *
 * <p>If both a dot and a comma occur, the last is the decimal separator. One that occurs more than once separates thousands. A
 * single one before exactly three digits, as in {@code 1.250}, may be either. If both numbers make sense it is refused: a
 * wrong guess would be off by a thousand.
 */
final class Numbers {
    private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]{1,15}([.,][0-9]{1,15})?");
    private static final Pattern EITHER = Pattern.compile("[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}");
    private static final Pattern DOTS = Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]{1,15})?");
    private static final Pattern COMMAS = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]{1,15})?");
    private static final Pattern GAPS = Pattern.compile("([0-9])[\\h'’](?=[0-9]{3}(?![0-9]))");

    private static final int LONGEST = 60;

    private Numbers() {}

    /** From one number to another, both included. Of an ambiguous text, the number within this range counts. */
    static Conversion between(String least, String most) {
        BigDecimal lowest = new BigDecimal(least);
        BigDecimal highest = new BigDecimal(most);
        return cell -> {
            List<BigDecimal> possible = numbers(cell).stream()
                    .filter(number -> number.compareTo(lowest) >= 0 && number.compareTo(highest) <= 0)
                    .map(number -> new BigDecimal(CellValue.digits(number)))
                    .toList();
            if (possible.isEmpty()) {
                throw new BadCell("expected a number from " + least + " to " + most);
            }
            if (possible.size() > 1) {
                throw new BadCell("may be " + possible.get(0).toPlainString() + " or "
                        + possible.get(1).toPlainString() + ": enter it as a number, not as a text");
            }
            return possible.get(0);
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

    /** The meaning of a cell: one number, or two. */
    private static List<BigDecimal> numbers(CellValue cell) throws BadCell {
        if (cell.isOfTime()) {
            throw new BadCell("Excel has made a date of it: format the column as a number and enter it again");
        }
        if (cell.value() instanceof BigDecimal number) {
            return List.of(number);
        }
        String shown = cell.value().toString();
        String text = shown.length() > LONGEST ? "" : GAPS.matcher(shown).replaceAll("$1");
        return EITHER.matcher(text).matches()
                ? List.of(new BigDecimal(text.replaceAll("[.,]", "")), new BigDecimal(text.replace(',', '.')))
                : List.of(number(text));
    }

    private static BigDecimal number(String text) throws BadCell {
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
