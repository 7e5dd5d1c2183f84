package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * What the file of a day brings of an entity that is not fetched as a snapshot each day.
 *
 * @param days that the window covers, ending with the business date; 1 for a feed, whose window begins where the newest earlier
 *     file ended
 * @param overlap how much earlier the window begins
 * @param feed where the next file goes on, or null for a window of days
 * @param snapshot on which days the file is a snapshot instead, or null
 * @param cap records that the ERP answers with at most for a window, which is then halved; 0 for no such limit
 * @param tooLarge errors by which the ERP refuses a window as too large, which is then halved
 */
public record Delta(int days, Duration overlap, Feed feed, Snapshot snapshot, int cap, List<DeclaredError> tooLarge) {

    /** A window of days. */
    public static Delta of(int days) {
        return new Delta(days, Duration.ZERO, null, null, 0, List.of());
    }

    /** Goes on where the newest earlier raw file ended, which keeps its cursor; without one everything is asked for. */
    public sealed interface Feed {}

    /** The last page holds the address of what will have changed. @param forgotten statuses of an ERP that no longer knows it */
    public record Link(JsonPointer at, Set<Integer> forgotten) implements Feed {}

    /** The last page holds a text for {@code {{token}}}. @param forgotten as for a link */
    public record Token(JsonPointer at, Set<Integer> forgotten) implements Feed {}

    /**
     * The time of the newest record that came.
     *
     * @param at pointer into a record
     * @param formats as in {@code formats.time}, tried in their order
     * @param zone of times without an offset; null for the client's
     * @param first day that the first file begins with, or null for everything
     * @param empty values that mean no time, as JSON
     * @param emptyDates that mean no time
     */
    public record Newest(
            JsonPointer at,
            List<String> formats,
            ZoneId zone,
            LocalDate first,
            Set<String> empty,
            Notation.EmptyDates emptyDates)
            implements Feed {}

    /**
     * Days whose file is a snapshot.
     *
     * @param every null for the first of a month
     * @param requests in place of the entity's; none if those are sent, without where to go on
     */
    public record Snapshot(DayOfWeek every, List<RequestSpec> requests) {
        /** Whether the file of a business date is one. */
        public boolean on(LocalDate date) {
            return every == null ? date.getDayOfMonth() == 1 : date.getDayOfWeek() == every;
        }
    }

    /** Asks for what changed since another file, so that a day that was missed is in the next one. */
    public boolean isFeed() {
        return feed != null;
    }

    /** A window may be asked for in halves. */
    public boolean halves() {
        return cap > 0 || !tooLarge.isEmpty();
    }

    /** For people: {@code delta of 3 days}. */
    String described() {
        String what = feed instanceof Link
                ? "delta by link"
                : feed instanceof Token
                        ? "delta by token"
                        : feed instanceof Newest
                                ? "delta since the newest record"
                                : "delta of " + days + (days == 1 ? " day" : " days");
        return snapshot == null
                ? what
                : what + " and a snapshot each " + (snapshot.every() == null ? "month" : day(snapshot.every()));
    }

    static String day(DayOfWeek day) {
        return day.name().toLowerCase(java.util.Locale.ROOT);
    }
}
