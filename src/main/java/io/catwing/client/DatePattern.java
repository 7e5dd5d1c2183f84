package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Patterns of java.time, and the mistakes that they let pass: YYYY, DD and mm do not mean what they seem to. */
public final class DatePattern {
    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2026, 2, 24, 15, 45, 56, 123_000_000, ZoneOffset.UTC);
    private static final String HINT = "year is yyyy, month MM, day dd, hour HH, minute mm; text stands in 'quotes'";

    private static final Sound READABLE = new Sound();

    private DatePattern() {}

    /** A pattern for writing days. */
    static DateTimeFormatter compile(String pattern) throws Refusal {
        String letters = letters(pattern);
        if (letters.contains("Y") && !letters.contains("w")) {
            throw new Refusal("says YYYY, the year of the week, which is wrong around New Year", "write yyyy");
        }
        if (letters.contains("D") && letters.contains("M")) {
            throw new Refusal("says D, the day of the year, beside a month", "write dd");
        }
        if (letters.contains("m") && !letters.matches(".*[HhKk].*")) {
            throw new Refusal("says mm, which is minutes, without hours", "write MM for the month");
        }
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            if (formatter.format(SAMPLE).isEmpty()) {
                throw new Refusal("writes nothing", HINT);
            }
            return formatter;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refusal("is not a date pattern: " + e.getMessage(), HINT);
        }
    }

    /**
     * Reads what a pattern describes, strictly: a 31st of February is not a date. Names of months, and AM and PM, may be
     * written in any case.
     *
     * @throws IllegalArgumentException if it is not a pattern
     */
    public static DateTimeFormatter reader(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(plainYears(pattern))
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** In strict mode, y is the year of an era and requires the era; u is the year that everybody means. */
    private static String plainYears(String pattern) {
        boolean era = letters(pattern).contains("G");
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            plain.append(c == 'y' && !quoted && !era ? 'u' : c);
        }
        return plain.toString();
    }

    /** What is not quoted. */
    private static String letters(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    /** Whether the times that a format of {@code formats} reads are of no zone of their own. */
    static boolean hasNoOffset(String format) {
        return !Scalars.FORMS.contains(format.replaceFirst("_day$", ""))
                && letters(format).matches("[^XxZOVvz]*");
    }

    /** A pattern for reading dates and times: it must describe a complete day, and a complete time if it describes any. */
    static void checkReadable(String pattern) throws Refusal {
        READABLE.once(pattern, DatePattern::check);
    }

    private static void check(String pattern) throws Refusal {
        DateTimeFormatter formatter = compile(pattern);
        try {
            TemporalAccessor read = reader(pattern).parse(formatter.format(SAMPLE));
            if (read.query(TemporalQueries.localDate()) == null) {
                throw new Refusal("does not give a whole date", HINT);
            }
            boolean times = letters(pattern).matches(".*[HhKkmsSAnN].*");
            if (times && read.query(TemporalQueries.localTime()) == null) {
                throw new Refusal("does not give a whole time", "HH is the hour of 24; hh needs a, which is AM or PM");
            }
        } catch (DateTimeException e) {
            throw new Refusal("cannot read what it writes: " + e.getMessage(), HINT);
        }
    }
}
