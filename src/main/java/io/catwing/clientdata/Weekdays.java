package io.catwing.clientdata;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cells that list weekdays: {@code Mon,Wed}, {@code Monday and Thursday}, {@code 1;3}, {@code Mon-Fri}, {@code daily}. Names
 * are English, two letters at least; numbers are ISO's, 1 for Monday.
 */
final class Weekdays {
    private static final Set<String> ANY_DAY = Set.of("daily", "any", "any day", "every day", "all", "all days");
    private static final Pattern DASH = Pattern.compile("\\s*[-–—]\\s*");
    private static final Pattern RANGE = Pattern.compile("([^-]+)-([^-]+)");

    private static final int LONGEST = 100;

    private Weekdays() {}

    /** @return ISO weekdays as a sorted list of Short, or null for any day */
    static Object weekdays(CellValue cell) throws BadCell {
        if (cell.value() instanceof BigDecimal number
                && number.stripTrailingZeros().scale() > 0) {
            throw new BadCell("a number with a fraction: write the days as Mon,Wed");
        }
        String text = (cell.value() instanceof BigDecimal number
                        ? CellValue.digits(number)
                        : cell.value().toString())
                .toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            throw new BadCell("not a list of weekdays; write Mon,Wed or 1;3");
        }
        if (ANY_DAY.contains(text)) {
            return null;
        }
        Set<Integer> days = new TreeSet<>();
        for (String part : DASH.matcher(text).replaceAll("-").split("[,;/+&|\\s]+")) {
            if (!part.isEmpty() && !part.equals("and")) {
                add(part, days);
            }
        }
        if (days.isEmpty()) {
            throw new BadCell("not a list of weekdays; write Mon,Wed or 1;3");
        }
        List<Short> sorted = new ArrayList<>();
        days.forEach(day -> sorted.add(day.shortValue()));
        return sorted;
    }

    private static void add(String part, Set<Integer> days) throws BadCell {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
            days.add(day(part));
            return;
        }
        int last = day(range.group(2));
        for (int day = day(range.group(1)); day != last; day = day % 7 + 1) {
            days.add(day);
        }
        days.add(last);
    }

    private static int day(String word) throws BadCell {
        if (word.matches("[1-7]")) {
            return word.charAt(0) - '0';
        }
        String name = word.replace(".", "");
        if (name.length() >= 2) {
            for (DayOfWeek day : DayOfWeek.values()) {
                String whole = day.name().toLowerCase(Locale.ROOT);
                if (whole.startsWith(name) || name.equals(whole + "s")) {
                    return day.getValue();
                }
            }
        }
        throw new BadCell("'" + word + "' is no weekday; write Mon,Wed or 1;3");
    }
}
