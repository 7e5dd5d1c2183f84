package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;

/** How the pages of an answer follow each other. Pointers look into the body without its records. */
public sealed interface Paging {

    /** One answer is all. */
    record None() implements Paging {}

    /** Page numbers, {@code {{page}}} counting up from {@code first}. */
    record Page(int first, int size, Stop stop) implements Paging {}

    /** {@code {{offset}}} begins at {@code first}, 0 or 1, and grows by the number of records received. */
    record Offset(int first, int size, Stop stop) implements Paging {}

    /** The body holds the next page's address, absolute or relative; none means the last page. */
    record NextLink(Next next) implements Paging {}

    /** The Link header's {@code rel="next"} (RFC 8288); none means the last page. */
    record LinkHeader() implements Paging {}

    /** The body holds {@code {{cursor}}} of the next page; the last page has none, null or an empty one. */
    record Cursor(Next next, JsonPointer more) implements Paging {}

    /** {@code {{key}}} is the value at {@code key} in the last record that came; {@code first} starts. */
    record Keyset(JsonPointer key, String first, int size, Stop stop) implements Paging {}

    /**
     * {@code {{version}}} is the greatest integer at {@code version} in the records received. A delta begins where
     * the newest earlier raw file ended, and at {@code first} if there is none.
     */
    record Version(JsonPointer version, long first, int size, Stop stop) implements Paging {}

    /**
     * When a counted paging ends. If several rules are given, the first that applies ends it.
     *
     * @param pages pointer to the number of pages, or null
     * @param more pointer to a boolean, or null
     * @param shortPage a page with fewer than {@code size} records is the last; an empty page always is
     * @param total pointer to the number of records over all pages, or null: they end when all came
     * @param noKey of a keyset: the last page is the one whose last record has no key
     */
    record Stop(JsonPointer pages, JsonPointer more, boolean shortPage, JsonPointer total, boolean noKey) {
        public Stop(JsonPointer pages, JsonPointer more, boolean shortPage) {
            this(pages, more, shortPage, null, false);
        }
    }

    /** Where a page names the next one: exactly one is set. @param jq over the body without its records */
    record Next(JsonPointer at, String jq) {
        /** As it is written, for messages. */
        @Override
        public String toString() {
            return jq == null ? at.toString() : jq;
        }
    }

    /** Null where the paging has none. */
    static Stop stop(Paging paging) {
        if (paging instanceof Page page) {
            return page.stop();
        } else if (paging instanceof Offset offset) {
            return offset.stop();
        } else if (paging instanceof Keyset keyset) {
            return keyset.stop();
        } else if (paging instanceof Version version) {
            return version.stop();
        }
        return null;
    }
}
