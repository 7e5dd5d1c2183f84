package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Two formats of a list that read one text as two days or times, such as dd/MM/yyyy and MM/dd/yyyy. Decided by samples: what
 * one writes, the other must not read as anything else.
 */
final class AmbiguousFormats {
    private static final List<ZonedDateTime> SAMPLES = List.of(
            ZonedDateTime.of(2026, 4, 3, 10, 9, 8, 0, ZoneOffset.UTC),
            ZonedDateTime.of(2011, 12, 10, 0, 0, 0, 0, ZoneOffset.UTC),
            ZonedDateTime.of(2003, 2, 1, 11, 30, 0, 0, ZoneOffset.UTC));

    /** A text, and what both make of it. */
    record Two(String text, String one, String other) {
        String reason() {
            return "has " + one + " and " + other + ", which read '" + text + "' as two different times";
        }
    }

    private AmbiguousFormats() {}

    /** The first two such formats. */
    static Optional<Two> in(List<String> formats) {
        return formats.stream()
                .flatMap(one -> formats.stream()
                        .filter(other -> !other.equals(one))
                        .flatMap(other -> between(one, other).stream()))
                .findFirst();
    }

    private static Optional<Two> between(String one, String other) {
        return SAMPLES.stream()
                .map(sample -> write(one, sample))
                .filter(Objects::nonNull)
                .filter(text -> {
                    Object mine = read(one, text);
                    Object its = read(other, text);
                    return mine != null && its != null && !mine.equals(its);
                })
                .map(text -> new Two(text, one, other))
                .findFirst();
    }

    private static String write(String format, ZonedDateTime sample) {
        return switch (format) {
            case "iso", "iso_day" -> sample.toInstant().toString();
            case "epoch_seconds", "epoch_seconds_day" -> Long.toString(sample.toEpochSecond());
            case "epoch_millis", "epoch_millis_day" ->
                Long.toString(sample.toInstant().toEpochMilli());
            case "odata", "odata_day" -> "/Date(" + sample.toInstant().toEpochMilli() + ")/";
            default -> pattern(format).format(sample);
        };
    }

    /** Null if it is not of this format. */
    private static Object read(String format, String text) {
        try {
            Object read =
                    switch (format.replaceFirst("_day$", "")) {
                        case "iso" -> iso(text);
                        case "epoch_seconds" -> Instant.ofEpochSecond(Long.parseLong(text));
                        case "epoch_millis" -> Instant.ofEpochMilli(Long.parseLong(text));
                        case "odata" ->
                            text.startsWith("/Date(")
                                    ? Instant.ofEpochMilli(Long.parseLong(text.substring(6, text.length() - 2)))
                                    : null;
                        default -> plain(best(DatePattern.reader(format), text));
                    };
            return read != null && format.endsWith("_day") ? "day of " + read : read;
        } catch (DateTimeException | NumberFormatException | ArithmeticException another) {
            return null;
        }
    }

    private static Object iso(String text) {
        return plain(best(
                text.length() <= 10 ? DateTimeFormatter.ISO_LOCAL_DATE : DateTimeFormatter.ISO_DATE_TIME,
                text.replaceFirst("^(.{10}) ", "$1T")));
    }

    private static TemporalAccessor best(DateTimeFormatter formatter, String text) {
        return formatter.parseBest(
                text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    }

    /** In a form that can be compared: an instant, or what is local. */
    private static Object plain(TemporalAccessor time) {
        return time instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : time instanceof OffsetDateTime offset ? offset.toInstant() : time;
    }

    private static DateTimeFormatter pattern(String format) {
        try {
            return DatePattern.compile(format);
        } catch (Refusal refused) {
            throw new IllegalStateException("formats are checked one by one first", refused);
        }
    }
}
