package io.catwing.load.mapping;

import io.catwing.client.Notation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.BitSet;

/** Dates that a client declared to mean nothing: years, and texts with or without a time behind. */
final class EmptyDates {
    private final BitSet years = new BitSet();
    private final char[][] texts;

    EmptyDates(Notation.EmptyDates declared) {
        declared.years().forEach(years::set);
        texts = declared.texts().stream().map(String::toCharArray).toArray(char[][]::new);
    }

    /** @param year as it is written */
    boolean isYear(int year) {
        return year > 0 && years.get(year);
    }

    static int yearOf(TemporalAccessor time) {
        return time instanceof Instant instant
                ? instant.atOffset(ZoneOffset.UTC).getYear()
                : time.get(ChronoField.YEAR);
    }

    boolean isText(char[] text, int from, int to) {
        for (char[] one : texts) {
            int after = from + one.length;
            if (after <= to && same(one, text, from) && (after == to || text[after] == 'T' || text[after] == ' ')) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(char[] one, char[] text, int from) {
        for (int i = 0; i < one.length; i++) {
            if (one[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
