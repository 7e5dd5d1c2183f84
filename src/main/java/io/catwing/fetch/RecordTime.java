package io.catwing.fetch;

import io.catwing.client.DatePattern;
import io.catwing.client.Delta;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the time of a record that a delta goes on from. Without an offset it is a time of the zone that the client's
 * file says; a date alone is the client's day.
 */
final class RecordTime {
    private static final Pattern ODATA = Pattern.compile("/Date\\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\\)/");

    private final String format;
    private final ZoneId zone;
    private final ZoneId naive;
    private final DateTimeFormatter pattern;

    /** One for each format. @param zone the client's */
    static List<RecordTime> of(Delta.Newest newest, ZoneId zone) {
        ZoneId naive = newest.zone() == null ? zone : newest.zone();
        return newest.formats().stream()
                .map(format -> new RecordTime(format, zone, naive))
                .toList();
    }

    /** @param format as in the client's file @param naive of times without an offset */
    private RecordTime(String format, ZoneId zone, ZoneId naive) {
        this.naive = format.endsWith("_day") ? ZoneOffset.UTC : naive;
        this.format = format.replaceFirst("_day$", "");
        this.zone = format.endsWith("_day") ? ZoneOffset.UTC : zone;
        this.pattern = switch (this.format) {
            case "iso" -> null;
            case "epoch_seconds", "epoch_millis", "odata" -> null;
            default -> DatePattern.reader(format);
        };
    }

    /** @throws DateTimeException when it is none */
    Instant read(String text) {
        try {
            return switch (format) {
                case "epoch_seconds" -> millis(new BigDecimal(text).movePointRight(3));
                case "epoch_millis" -> millis(new BigDecimal(text));
                case "odata" -> {
                    Matcher odata = ODATA.matcher(text);
                    if (!odata.matches()) {
                        throw new DateTimeException(text);
                    }
                    yield Instant.ofEpochMilli(Long.parseLong(odata.group(1)));
                }
                case "iso" -> iso(text);
                default -> of(pattern.parse(text));
            };
        } catch (NumberFormatException | ArithmeticException none) {
            throw new DateTimeException(text, none);
        }
    }

    /** Cut to whole milliseconds: earlier rather than later. */
    private static Instant millis(BigDecimal millis) {
        return Instant.ofEpochMilli(
                millis.setScale(0, java.math.RoundingMode.FLOOR).longValueExact());
    }

    private Instant iso(String text) {
        String plain = text.replace(' ', 'T');
        if (!plain.contains("T")) {
            return LocalDate.parse(plain).atStartOfDay(zone).toInstant();
        }
        boolean offset = plain.matches(".*(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$")
                && plain.indexOf('T') > 0
                && plain.substring(plain.indexOf('T')).matches(".*(Z|z|[+-].*)$");
        return offset
                ? OffsetDateTime.parse(plain.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2")
                                .replaceFirst("([+-][0-9]{2})$", "$1:00"))
                        .toInstant()
                : LocalDateTime.parse(plain).atZone(naive).toInstant();
    }

    private Instant of(TemporalAccessor read) {
        LocalDate date = read.query(TemporalQueries.localDate());
        LocalTime time = read.query(TemporalQueries.localTime());
        ZoneId own = read.query(TemporalQueries.zone());
        ZoneId unsaid = time == null ? zone : naive;
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(own == null ? unsaid : own)
                .toInstant();
    }
}
