package io.catwing.clientdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cells that are dates: Excel's day numbers, with any format, and texts such as {@code 2019-03-25}, {@code 25.03.2019},
 * {@code 25/03/2019}, {@code 25 March 2019}. A time of day is dropped. {@code 03/04/2019} may be two days and is refused.
 */
final class Dates {
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2100, 12, 31);

    /** Excel has a 29 February 1900, so days from 1 March on are counted from a day earlier. */
    private static final LocalDate DAY_0 = LocalDate.of(1899, 12, 30);

    private static final LocalDate DAY_0_OF_1904 = LocalDate.of(1904, 1, 1);
    private static final BigDecimal DAY_60 = BigDecimal.valueOf(60);
    private static final BigDecimal FIRST_YEAR = BigDecimal.valueOf(1900);
    private static final BigDecimal LAST_YEAR = BigDecimal.valueOf(2100);
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_465);

    private static final int LONGEST = 60;

    private static final Pattern YEAR_FIRST =
            Pattern.compile("([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})([T ][0-9:.]+Z?)?");
    private static final Pattern YEAR_LAST =
            Pattern.compile("([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})( [0-9:.]+)?");

    private static final List<DateTimeFormatter> IN_WORDS =
            List.of(words("d MMM uuuu"), words("d MMMM uuuu"), words("MMM d uuuu"), words("MMMM d uuuu"));

    private Dates() {}

    static Object date(CellValue cell) throws BadCell {
        LocalDate date = cell.value() instanceof BigDecimal number
                ? ofNumber(number, cell.from1904())
                : ofText(cell.value().toString());
        if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
            throw new BadCell("expected a date from " + EARLIEST + " to " + LATEST + ", this is " + date);
        }
        return date;
    }

    private static LocalDate ofNumber(BigDecimal number, boolean from1904) throws BadCell {
        if (number.compareTo(LAST_DAY) > 0) {
            // 20190325, which is not a day number.
            return ofText(CellValue.digits(number));
        }
        if (number.compareTo(FIRST_YEAR) >= 0 && number.compareTo(LAST_YEAR) <= 0) {
            throw new BadCell("a year is not a date");
        }
        if (number.signum() < 0) {
            throw new BadCell("not a date");
        }
        long day = number.setScale(0, RoundingMode.FLOOR).longValueExact();
        if (from1904) {
            return DAY_0_OF_1904.plusDays(day);
        }
        return number.compareTo(DAY_60) < 0 ? DAY_0.plusDays(day + 1) : DAY_0.plusDays(day);
    }

    private static LocalDate ofText(String text) throws BadCell {
        if (text.length() > LONGEST) {
            throw new BadCell("not a date; write it as 2019-03-25");
        }
        Matcher yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.matches()) {
            return day(yearFirst.group(1), yearFirst.group(2), yearFirst.group(3));
        }
        Matcher yearLast = YEAR_LAST.matcher(text);
        if (yearLast.matches()) {
            int first = Integer.parseInt(yearLast.group(1));
            int second = Integer.parseInt(yearLast.group(3));
            // People who write dots write the day first.
            if (yearLast.group(2).equals(".") || first > 12 || first == second) {
                return day(yearLast.group(4), yearLast.group(3), yearLast.group(1));
            }
            if (second > 12) {
                return day(yearLast.group(4), yearLast.group(1), yearLast.group(3));
            }
            throw new BadCell("may be day " + first + " of month " + second + " or day " + second + " of month " + first
                    + ": write it as 2019-03-25");
        }
        String words = text.replaceAll("[,.]", " ").replaceAll("\\s+", " ").replace("Sept ", "Sep ");
        for (DateTimeFormatter format : IN_WORDS) {
            try {
                return LocalDate.parse(words, format);
            } catch (DateTimeException other) {
                continue;
            }
        }
        throw new BadCell("not a date; write it as 2019-03-25");
    }

    private static LocalDate day(String year, String month, String day) throws BadCell {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        } catch (DateTimeException none) {
            throw new BadCell("there is no such day");
        }
    }

    private static DateTimeFormatter words(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
