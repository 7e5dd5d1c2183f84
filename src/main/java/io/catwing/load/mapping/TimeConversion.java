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

    private final IsoTime iso = new IsoTime();

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
        int start = from;
        int end = from + length;
        while (start < end && chars[start] <= ' ') {
            start++;
        }
        while (end > start && chars[end - 1] <= ' ') {
            end--;
        }
        if (start == end) {
            out.putNull();
            return null;
        }
        String problem = date ? "is not a date" : "is not a time";
        if (scalar == Scalar.BOOLEAN || length > LONGEST) {
            return problem;
        }
        if (empty != null && empty.isText(chars, start, end)) {
            out.putNull();
            return null;
        }
        outside = false;
        if (reads(format, chars, start, end, out)) {
            return null;
        }
        for (int i = 0; i < later.size() && !outside; i++) {
            if (reads(later.get(i), chars, start, end, out)) {
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
    String convertIso(String text, CopyBuffer out) {
        char[] chars = text.toCharArray();
        outside = false;
        return reads(TimeFormat.ISO, chars, 0, chars.length, out)
                ? null
                : outside ? range.problem : date ? "is not a date" : "is not a time";
    }

    private boolean reads(TimeFormat form, char[] chars, int from, int to, CopyBuffer out) {
        if (form == TimeFormat.ISO) {
            return iso.read(chars, from, to) && write(iso, out);
        }
        try {
            return write(form.read(new String(chars, from, to - from)), out);
        } catch (DateTimeException | NumberFormatException | ArithmeticException anotherForm) {
            return false;
        }
    }

    private boolean write(IsoTime time, CopyBuffer out) {
        if (empty != null && empty.isYear(time.year())) {
            out.putNull();
            return true;
        }
        boolean dayOnly = time.dayOnly();
        boolean local = time.local();
        if (date && local && (dayOnly || !otherZone)) {
            return written(time.year(), time.month(), time.day(), out);
        }
        if (midnightIsDay && !dayOnly && (local ? naiveIsUtc : time.offset() == 0) && time.isMidnight()) {
            return write(LocalDate.of(time.year(), time.month(), time.day()), out);
        }
        if (!date && (local ? dayOnly ? localIsUtc : naiveIsUtc : time.offset() == 0)) {
            if (!written(time.year(), time.month(), time.day(), out)) {
                return false;
            }
            clock(time.hour(), time.minute(), time.second(), time.nanos(), out);
            return true;
        }
        if (dayOnly) {
            return write(LocalDate.of(time.year(), time.month(), time.day()), out);
        }
        LocalDateTime read = LocalDateTime.of(
                time.year(), time.month(), time.day(), time.hour(), time.minute(), time.second(), time.nanos());
        return local ? write(read, out) : write(read.atOffset(ZoneOffset.ofTotalSeconds(time.offset())), out);
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
