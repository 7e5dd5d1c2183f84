package io.catwing.service.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Spans of time and sizes, for people. */
final class Ages {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Ages() {}

    /** Such as {@code 3 h}; whole units, the largest that fits. */
    static String of(Duration span) {
        if (span.toMinutes() < 1) {
            return Math.max(0, span.toSeconds()) + " s";
        } else if (span.toHours() < 1) {
            return span.toMinutes() + " min";
        }
        return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
    }

    /** Such as {@code 2026-02-24 03:15}, which is UTC. */
    static String utc(Instant time) {
        return MINUTES.format(time);
    }
}
