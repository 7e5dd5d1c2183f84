package io.catwing.client;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a time zone says, as text: its offsets in the years that data is of, however its rules are written down. */
final class ZoneOffsets {
    private static final Instant FIRST =
            LocalDate.of(1970, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant LAST =
            LocalDate.of(2040, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    /** Of thousands of clients' entities, which are in few zones. */
    private static final Map<ZoneRules, String> TEXTS = new ConcurrentHashMap<>();

    private ZoneOffsets() {}

    /** The offset with which 1970 began, and each other one with the second since which it was there until 2040. */
    static String text(ZoneRules rules) {
        return TEXTS.computeIfAbsent(rules, ZoneOffsets::write);
    }

    /** Whether a clock there shows a later time than UTC in some part of the year. */
    static boolean aheadOfUtc(ZoneRules rules) {
        return Stream.of("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z")
                .anyMatch(at -> rules.getOffset(Instant.parse(at)).getTotalSeconds() > 0);
    }

    private static String write(ZoneRules rules) {
        StringBuilder text = new StringBuilder(rules.getOffset(FIRST).toString());
        for (ZoneOffsetTransition next = rules.nextTransition(FIRST);
                next != null && next.getInstant().isBefore(LAST);
                next = rules.nextTransition(next.getInstant())) {
            text.append(' ').append(next.toEpochSecond()).append(next.getOffsetAfter());
        }
        return text.toString();
    }
}
