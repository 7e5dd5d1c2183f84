package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/**
 * How a day is written in a request. The day is taken as its start in the client's time zone, so that a pattern may contain
 * hours and an offset.
 */
record DayFormat(Function<ZonedDateTime, String> how) {
    static final DayFormat ISO = new DayFormat(day -> day.toLocalDate().toString());

    /** In front of a pattern that writes the day's start as it is in UTC. */
    private static final String UTC = "utc:";

    /** @param text instant, epoch_seconds, epoch_millis, or a pattern of java.time, of UTC behind {@code utc:} */
    static DayFormat parse(String text) throws Refusal {
        return switch (text) {
            case "instant" -> new DayFormat(day -> day.toInstant().toString());
            case "epoch_seconds" -> new DayFormat(day -> Long.toString(day.toEpochSecond()));
            case "epoch_millis" ->
                new DayFormat(day -> Long.toString(day.toInstant().toEpochMilli()));
            default -> {
                boolean utc = text.startsWith(UTC);
                DateTimeFormatter formatter = DatePattern.compile(utc ? text.substring(UTC.length()) : text);
                if (utc) {
                    yield new DayFormat(day -> formatter.format(day.withZoneSameInstant(ZoneOffset.UTC)));
                }
                yield new DayFormat(formatter::format);
            }
        };
    }

    String format(ZonedDateTime startOfDay) {
        return how.apply(startOfDay);
    }
}
