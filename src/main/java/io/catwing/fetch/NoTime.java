package io.catwing.fetch;

import com.fasterxml.jackson.databind.node.TextNode;
import io.catwing.client.Delta;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** What stands in a record in place of the time of its last change where it has none. */
final class NoTime {
    private final Delta.Newest newest;
    private final ZoneId naive;

    /** @param zone the client's */
    NoTime(Delta.Newest newest, ZoneId zone) {
        this.newest = newest;
        this.naive = newest.zone() == null ? zone : newest.zone();
    }

    /** Blank, or declared as a value or date. */
    boolean is(String text) {
        return text.isBlank()
                || newest.empty().contains(text)
                || newest.empty().contains(new TextNode(text).toString())
                || newest.emptyDates().texts().stream().anyMatch(date -> begins(text.strip(), date));
    }

    private static boolean begins(String text, String date) {
        return text.equals(date) || text.startsWith(date + "T") || text.startsWith(date + " ");
    }

    /** In a year that is declared, as the record writes it: in UTC or without an offset. */
    boolean is(Instant time) {
        return Stream.of(ZoneOffset.UTC, naive)
                .anyMatch(zone ->
                        newest.emptyDates().years().contains(time.atZone(zone).getYear()));
    }
}
