package io.catwing.load.mapping;

import io.catwing.client.Expression;
import io.catwing.client.Limits;
import io.catwing.client.Notation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;

/**
 * Dates, and times as UTC text. Times without an offset are the client's local ones; a date is the client's local day.
 * Fractions are cut to microseconds, which is what PostgreSQL keeps.
 */
final class TimeConversion implements Conversion {
    private static final int LONGEST = 100;

    /** First and last day that is accepted; of a time, in UTC. */
    enum Range {
        DAYS(Limits.EARLIEST_DAY, Limits.LATEST_DAY, "is outside the years 1 to 9999"),
        EVENTS(
                Limits.EARLIEST_EVENT,
                Limits.LATEST_EVENT,
                "is before " + Limits.EARLIEST_EVENT + " or after " + Limits.LATEST_EVENT);

        private final int first;
        private final int last;
        private final String problem;

        Range(LocalDate first, LocalDate last, String problem) {
            this.first = number(first.getYear(), first.getMonthValue(), first.getDayOfMonth());
            this.last = number(last.getYear(), last.getMonthValue(), last.getDayOfMonth());
            this.problem = problem;
        }

        private boolean holds(int year, int month, int day) {
            int number = number(year, month, day);
            return number >= first && number <= last;
        }

        private static int number(int year, int month, int day) {
            return (Math.max(-1, Math.min(year, 10_000)) * 100 + month) * 100 + day;
        }
    }

    private final TimeFormat format;
    /** Tried in their order if the first does not read a value. */
    private final List<TimeFormat> later;

    private final ZoneId zone;
    /** Of times without an offset. */
    private final ZoneId naive;

    private final boolean otherZone;
    private final boolean localIsUtc;
    private final boolean naiveIsUtc;
    private final boolean midnightIsDay;
    /** Null if none are declared. */
    private final EmptyDates empty;

    private final Range range;
    private final boolean date;

    private char[] text;
    private int at;
    private int end;

    /** Whether it was well-formed. */
    private boolean outside;

    private LocalDate offsetDay;
    private ZoneOffset dayOffset;

    TimeConversion(TimeFormat format, ZoneId zone, Range range, boolean date) {
        this(format, List.of(), Notation.PLAIN, zone, range, date);
    }

    TimeConversion(Expression expression, ZoneId zone, Range range, boolean date) {
        this(
                TimeFormat.of(expression.format()),
                expression.notation().laterFormats().stream()
                        .map(TimeFormat::of)
                        .toList(),
                expression.notation(),
                zone,
                range,
                date);
    }

    private TimeConversion(
            TimeFormat format, List<TimeFormat> later, Notation notation, ZoneId zone, Range range, boolean date) {
        this.format = format;
        this.later = later;
        this.zone = zone.normalized();
        this.naive = notation.zone() == null ? this.zone : notation.zone().normalized();
        this.otherZone = !naive.equals(this.zone);
        this.localIsUtc = this.zone.equals(ZoneOffset.UTC);
        this.naiveIsUtc = naive.equals(ZoneOffset.UTC);
        this.midnightIsDay = notation.midnightIsDay();
        this.empty = notation.emptyDates().none() ? null : new EmptyDates(notation.emptyDates());
        this.range = range;
        this.date = date;
    }

    @Override
    public String convert(Scalar scalar, char[] chars, int from, int length, CopyBuffer out) {
        text = chars;
        at = from;
        end = from + length;
        while (at < end && text[at] <= ' ') {
            at++;
        }
        while (end > at && text[end - 1] <= ' ') {
            end--;
        }
        if (at == end) {
            out.putNull();
            return null;
        }
        String problem = date ? "is not a date" : "is not a time";
        if (scalar == Scalar.BOOLEAN || length > LONGEST) {
            return problem;
        }
        if (empty != null && empty.isText(text, at, end)) {
            out.putNull();
            return null;
        }
        outside = false;
        int start = at;
        if (reads(format, out)) {
            return null;
        }
        for (int i = 0; i < later.size() && !outside; i++) {
            at = start;
            if (reads(later.get(i), out)) {
                return null;
            }
        }
        if (outside) {
            return range.problem;
        }
        return later.isEmpty()
                ? problem + (format == TimeFormat.ISO ? " in ISO form" : " in the declared form")
                : problem + " in any of the declared forms";
    }

    /** As {@link #convert}, of a text in ISO form, whatever is declared. */
    String convertIso(String iso, CopyBuffer out) {
        text = iso.toCharArray();
        at = 0;
        end = text.length;
        outside = false;
        return iso(out) ? null : outside ? range.problem : date ? "is not a date" : "is not a time";
    }

    private boolean reads(TimeFormat form, CopyBuffer out) {
        if (form == TimeFormat.ISO) {
            return iso(out);
        }
        try {
            return write(form.read(new String(text, at, end - at)), out);
        } catch (DateTimeException | NumberFormatException | ArithmeticException anotherForm) {
            return false;
        }
    }

    /** {@code 2011-01-05}, {@code 2011-01-05T10:00[:00[.123456789]]} or a blank for the T, with or without an offset. */
    private boolean iso(CopyBuffer out) {
        int year = number(4);
        int month = expect('-') ? number(2) : -1;
        int day = expect('-') ? number(2) : -1;
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            return false;
        }
        int hour = 0;
        int minute = 0;
        int second = 0;
        int nanos = 0;
        boolean dayOnly = at == end;
        if (!dayOnly) {
            if (!expect('T') && !expect(' ') && !expect('t')) {
                return false;
            }
            hour = number(2);
            minute = expect(':') ? number(2) : -1;
            if (at < end && text[at] == ':') {
                at++;
                second = number(2);
                if (at < end && (text[at] == '.' || text[at] == ',')) {
                    at++;
                    nanos = fraction();
                }
            }
            if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0) {
                return false;
            }
        }
        boolean local = at == end;
        int offset = local ? 0 : offset();
        if (at != end) {
            return false;
        }
        if (empty != null && empty.isYear(year)) {
            out.putNull();
            return true;
        }
        if (date && local && (dayOnly || !otherZone)) {
            return written(year, month, day, out);
        }
        if (midnightIsDay && !dayOnly && (local ? naiveIsUtc : offset == 0) && (hour | minute | second | nanos) == 0) {
            return write(LocalDate.of(year, month, day), out);
        }
        if (!date && (local ? dayOnly ? localIsUtc : naiveIsUtc : offset == 0)) {
            if (!written(year, month, day, out)) {
                return false;
            }
            clock(hour, minute, second, nanos, out);
            return true;
        }
        if (dayOnly) {
            return write(LocalDate.of(year, month, day), out);
        }
        LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
        return local ? write(time, out) : write(time.atOffset(ZoneOffset.ofTotalSeconds(offset)), out);
    }

    private int number(int width) {
        if (end - at < width) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < width; i++) {
            int digit = text[at++] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private int fraction() {
        int first = at;
        int nanos = 0;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
            if (at - first < 9) {
                nanos = nanos * 10 + text[at] - '0';
            }
        }
        for (int digits = at - first; digits < 9; digits++) {
            nanos *= 10;
        }
        return at == first ? -1 : nanos;
    }

    /** Seconds east; leaves {@code at} before the end if there is no offset. */
    private int offset() {
        if (expect('Z') || expect('z')) {
            return 0;
        }
        int sign = expect('+') ? 1 : expect('-') ? -1 : 0;
        if (sign == 0) {
            return 0;
        }
        int hours = number(2);
        int minutes = 0;
        if (at < end) {
            expect(':');
            minutes = number(2);
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || hours == 18 && minutes > 0) {
            at = -1;
            return 0;
        }
        return sign * (hours * 3600 + minutes * 60);
    }

    private boolean expect(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean write(TemporalAccessor read, CopyBuffer out) {
        TemporalAccessor value = midnightIsDay ? orDay(read) : read;
        if (empty != null && empty.isYear(EmptyDates.yearOf(value))) {
            out.putNull();
            return true;
        }
        if (date) {
            LocalDate day = value instanceof LocalDate local
                    ? local
                    : value instanceof LocalDateTime local && !otherZone
                            ? local.toLocalDate()
                            : LocalDate.ofInstant(instant(value), zone);
            return written(day.getYear(), day.getMonthValue(), day.getDayOfMonth(), out);
        }
        Instant instant = instant(value);
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (!written(utc.getYear(), utc.getMonthValue(), utc.getDayOfMonth(), out)) {
            return false;
        }
        clock(utc.getHour(), utc.getMinute(), utc.getSecond(), utc.getNano(), out);
        return true;
    }

    /** The day, of a time that is midnight in UTC and written as such. */
    private TemporalAccessor orDay(TemporalAccessor value) {
        if (value instanceof LocalDate || value instanceof LocalDateTime && !naiveIsUtc) {
            return value;
        }
        ZoneOffset written = value.isSupported(ChronoField.OFFSET_SECONDS)
                ? ZoneOffset.ofTotalSeconds(value.get(ChronoField.OFFSET_SECONDS))
                : ZoneOffset.UTC;
        LocalDateTime utc = value instanceof LocalDateTime local
                ? local
                : LocalDateTime.ofInstant(Instant.from(value), ZoneOffset.UTC);
        boolean midnight = written.equals(ZoneOffset.UTC) && utc.toLocalTime().equals(LocalTime.MIDNIGHT);
        return midnight ? utc.toLocalDate() : value;
    }

    private Instant instant(TemporalAccessor value) {
        if (value instanceof Instant instant) {
            return instant;
        } else if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        } else if (value instanceof OffsetDateTime withOffset) {
            return withOffset.toInstant();
        } else if (value instanceof LocalDateTime local) {
            return otherZone ? local.atZone(naive).toInstant() : local(local);
        }
        return local(((LocalDate) value).atStartOfDay());
    }

    /**
     * Most days have one offset: it is looked up once a day, not once a row. A time that a clock change skips is moved by
     * the length of the gap: a skipped midnight is the first instant of its day.
     */
    private Instant local(LocalDateTime time) {
        LocalDate day = time.toLocalDate();
        if (!day.equals(offsetDay)) {
            ZonedDateTime start = day.atStartOfDay(zone);
            ZonedDateTime next = day.plusDays(1).atStartOfDay(zone);
            offsetDay = day;
            boolean same = start.toLocalTime().equals(LocalTime.MIDNIGHT)
                    && start.getOffset().equals(next.getOffset());
            dayOffset = same ? start.getOffset() : null;
        }
        return dayOffset == null ? time.atZone(zone).toInstant() : time.toInstant(dayOffset);
    }

    /** @return false if the day is out of range */
    private boolean written(int year, int month, int day, CopyBuffer out) {
        if (!range.holds(year, month, day)) {
            outside = true;
            return false;
        }
        out.digits(year, 4);
        out.put('-');
        out.digits(month, 2);
        out.put('-');
        out.digits(day, 2);
        return true;
    }

    private static void clock(int hour, int minute, int second, int nanos, CopyBuffer out) {
        out.put(' ');
        out.digits(hour, 2);
        out.put(':');
        out.digits(minute, 2);
        out.put(':');
        out.digits(second, 2);
        if (nanos >= 1000) {
            int micros = nanos / 1000;
            int width = 6;
            // As PostgreSQL writes it: without trailing zeros.
            for (; micros % 10 == 0; micros /= 10) {
                width--;
            }
            out.put('.');
            out.digits(micros, width);
        }
        out.ascii("+00");
    }
}
