package io.catwing.load.mapping;

import io.catwing.client.DatePattern;
import io.catwing.failure.QuarantinedFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an ERP writes a time, if it is not ISO (which {@link TimeConversion} reads itself, for speed). */
interface TimeFormat {
    /** A marker: read by {@link TimeConversion}. */
    TimeFormat ISO = text -> {
        throw new DateTimeException("not read here");
    };

    Pattern ODATA = Pattern.compile("/Date\\((-?[0-9]{1,17})([+-][0-9]{1,4})?\\)/");

    /**
     * @return an Instant, OffsetDateTime, ZonedDateTime, LocalDateTime or LocalDate
     * @throws DateTimeException or NumberFormatException when the text has another format
     */
    TemporalAccessor read(String text);

    static TimeFormat of(String name) {
        return switch (name == null ? "iso" : name) {
            case "iso" -> ISO;
            case "epoch_seconds" -> text -> instant(new BigDecimal(text));
            case "epoch_millis" -> text -> instant(new BigDecimal(text).movePointLeft(3));
            // The offset says where the clock was; the milliseconds are UTC nevertheless.
            case "odata" -> TimeFormat::odata;
            // A date that its sender turned into a time: the time of day is meaningless.
            case "iso_day" -> TimeFormat::isoDay;
            case "epoch_seconds_day" -> text -> utcDay(instant(new BigDecimal(text)));
            case "epoch_millis_day" -> text -> utcDay(instant(new BigDecimal(text).movePointLeft(3)));
            case "odata_day" -> text -> utcDay(odata(text));
            default -> pattern(name);
        };
    }

    private static LocalDate utcDay(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static LocalDate isoDay(String text) {
        Conversion iso = new TimeConversion(ISO, ZoneOffset.UTC, TimeConversion.Range.DAYS, true);
        char[] all = text.toCharArray();
        if (iso.convert(Conversion.Scalar.STRING, all, 0, all.length, new CopyBuffer(32)) != null) {
            throw new DateTimeException("no ISO time");
        }
        return LocalDate.parse(text.substring(0, "2026-02-24".length()));
    }

    private static Instant instant(BigDecimal seconds) {
        if (seconds.precision() - seconds.scale() > 15 || seconds.scale() > 1000) {
            throw new DateTimeException("out of range");
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(9).longValue());
    }

    private static Instant odata(String text) {
        Matcher matcher = ODATA.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not of OData");
        }
        return Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
    }

    private static TimeFormat pattern(String pattern) {
        DateTimeFormatter formatter;
        try {
            formatter = DatePattern.reader(pattern);
        } catch (IllegalArgumentException notAPattern) {
            throw new QuarantinedFailure(
                    "'" + pattern + "' is not a time format: " + notAPattern.getMessage(),
                    "use iso, epoch_seconds, epoch_millis, odata or a pattern of java.time such as dd.MM.yyyy",
                    notAPattern);
        }
        return text -> formatter.parseBest(
                text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    }
}
