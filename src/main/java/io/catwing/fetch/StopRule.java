package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import java.util.regex.Pattern;

/** Applies a counted paging's stop rule, and sees that the ERP keeps to what it said of the pages before. */
final class StopRule {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final Paging.Stop stop;
    private final int size;
    private long pages;
    private long records;
    private long declaredPages = -1;
    private long declaredRecords = -1;
    private boolean fullPageCame;
    private boolean guess;

    StopRule(Paging.Stop stop, int size) {
        this.stop = stop;
        this.size = size;
    }

    /** @return another page follows */
    boolean goesOn(PageAnswer page) {
        pages++;
        boolean more = page.records() > 0;
        if (!more) {
            requireNotPromised(page);
        }
        // What an empty page does not say, it need not say.
        if (stop.pages() != null && (more || page.says(stop.pages()))) {
            more &= declaresMore(page);
        }
        if (stop.more() != null && (more || page.says(stop.more()))) {
            more &= saysMore(page);
        }
        records += page.records();
        if (stop.total() != null && (more || page.says(stop.total()))) {
            more &= lacksSome(page);
        }
        guess = false;
        // An ERP that filters what it has paged sends short pages, and says that more follow.
        if (more && stop.shortPage() && !declares() && page.records() < size) {
            more = goesOnAfterShort(page);
        }
        fullPageCame |= page.records() >= size;
        return more;
    }

    /**
     * A page that is short although the size was heeded before is the last. Where no page was full yet, the ERP may give
     * fewer than it was asked for, so that the next page is asked for once more.
     */
    private boolean goesOnAfterShort(PageAnswer page) {
        if (page.complete() != null) {
            return !page.complete();
        }
        guess = !fullPageCame;
        return guess;
    }

    /** The answer says whether pages follow: by their number, a boolean or a total. */
    boolean declares() {
        return stop.pages() != null || stop.more() != null || stop.total() != null;
    }

    /** The page that comes now is asked for in doubt. */
    boolean isGuess() {
        return guess;
    }

    /** What the pages before said of the one that comes now. */
    Announced announced() {
        if (pages == 0 || guess) {
            return Announced.NOTHING;
        }
        return stop.pages() != null || stop.total() != null
                ? Announced.PAGE
                : stop.more() != null || stop.noKey() ? Announced.MORE : Announced.NOTHING;
    }

    /** The end is what the client's file declares, and no conclusion from a page's length. */
    boolean isSure(PageAnswer last) {
        return last.records() == 0 || declares();
    }

    /** An empty page that does not repeat a number ends nothing that this number, as the pages before gave it, promised. */
    private void requireNotPromised(PageAnswer page) {
        if (pages <= declaredPages && !page.says(stop.pages())) {
            throw empty(" of " + declaredPages + " is empty");
        }
        if (records < declaredRecords && !page.says(stop.total())) {
            throw emptyBefore(declaredRecords);
        }
    }

    private boolean declaresMore(PageAnswer page) {
        long declared = number(page.envelope(), stop.pages(), "paging.stop.pages");
        if (declaredPages >= 0 && declared != declaredPages) {
            throw new QuarantinedFailure(
                    "the ERP declared " + declaredPages + " pages and, on page " + pages + ", " + declared,
                    "its data changed while it was read; run the same command again");
        }
        declaredPages = declared;
        if (pages < declared && page.records() == 0) {
            throw empty(" of " + declared + " is empty");
        }
        return pages < declared;
    }

    private boolean lacksSome(PageAnswer page) {
        long total = number(page.envelope(), stop.total(), "paging.stop.total");
        // What grows is read to its new end. What shrinks has moved records to pages before, or counts what is left.
        if (total < declaredRecords) {
            throw new QuarantinedFailure(
                    "the ERP declared " + declaredRecords + " records and, on page " + pages + ", " + total,
                    "its data changed while it was read: run the same command again; or paging.stop.total counts what"
                            + " remains, and another stop rule is needed");
        }
        declaredRecords = total;
        if (records < total && page.records() == 0) {
            throw emptyBefore(total);
        }
        if (records > total) {
            throw new QuarantinedFailure(
                    "the ERP declared " + total + " records, but " + records + " came in " + pages + " pages",
                    "its data changed while it was read: run the same command again; or paging.stop.total counts something"
                            + " else");
        }
        return records < total;
    }

    private boolean saysMore(PageAnswer page) {
        JsonNode more = page.envelope().at(stop.more());
        if (!more.isBoolean()) {
            throw new QuarantinedFailure(
                    "the answer holds no true or false at paging.stop.more '" + stop.more() + "'",
                    "correct paging.stop.more in the client's file");
        }
        if (more.booleanValue() && page.records() == 0) {
            throw empty(" is empty, but the ERP says that more follows");
        }
        return more.booleanValue();
    }

    private QuarantinedFailure emptyBefore(long total) {
        return empty(" is empty, but the ERP declared " + total + " records and " + records + " came");
    }

    private QuarantinedFailure empty(String how) {
        return new QuarantinedFailure(
                "page " + pages + how,
                "its data changed while it was read, or the ERP is at fault; run the same command again");
    }

    /** A whole number in the envelope, written as a number or as text. */
    static long number(JsonNode envelope, JsonPointer at, String setting) {
        Long number = wholeNumber(envelope.at(at));
        if (number == null) {
            throw new QuarantinedFailure(
                    "the answer holds no whole number at " + setting + " '" + at + "'",
                    "correct " + setting + " in the client's file");
        }
        return number;
    }

    /** Null where it is none. */
    static Long wholeNumber(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isTextual() && WHOLE.matcher(node.textValue()).matches() ? Long.valueOf(node.textValue()) : null;
    }
}
