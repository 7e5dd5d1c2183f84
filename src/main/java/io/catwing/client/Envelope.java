package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Set;

/**
 * What an ERP wraps around its records.
 *
 * @param records pointer to the array of records; the empty pointer if the body itself is that array
 * @param total where the number of records is declared, or null
 * @param error pointer to an error text that is shown when a predicate fails, or null
 * @param success jq over the body without its records: anything except true is a failure; or null
 * @param retry jq over the body without its records: true means ask again; or null
 * @param beside children that the same body holds beside the records, or null
 * @param shape what may be at {@code records} besides an array; of the children beside, too
 * @param noneWhen how the ERP says that there is no record
 * @param notNext names of fields that look like a next page or an incomplete list, but are not
 */
public record Envelope(
        JsonPointer records,
        Total total,
        JsonPointer error,
        String success,
        String retry,
        Beside beside,
        Shape shape,
        NoneWhen noneWhen,
        Set<String> notNext) {

    /** Records come as an array, and none as an empty one. */
    public Envelope(JsonPointer records, Total total, JsonPointer error, String success, String retry, Beside beside) {
        this(records, total, error, success, retry, beside, Shape.ARRAY, NoneWhen.UNDECLARED, Set.of());
    }

    /** No declaration of how records come, besides names that mean nothing. */
    boolean saysNotNextAlone() {
        return equals(new Envelope(
                JsonPointer.empty(), null, null, null, null, null, Shape.ARRAY, NoneWhen.UNDECLARED, notNext));
    }

    /**
     * Children beside their parents. They are put into each parent under the field {@code as}, unchanged.
     *
     * @param at pointer to the children's array in the body
     * @param key pointer into a record
     * @param parent pointer into a child to the same value
     */
    public record Beside(JsonPointer at, JsonPointer key, JsonPointer parent, String as) {}

    /**
     * A declared number of records.
     *
     * @param at pointer into the body
     * @param of which records it counts
     */
    public record Total(JsonPointer at, Counts of) {

        /** Which records a declared number counts. */
        public enum Counts {
            /** Of all pages; each page that says it says the same. */
            ALL,
            /** Of all pages, and what later pages say there means something else. */
            FIRST_PAGE,
            /** Of the page that says it, and of those after it. */
            REMAINING,
            /** Of the pages after the one that says it. */
            FOLLOWING
        }

        /**
         * Records of all pages.
         *
         * @param declared on a page
         * @param before records of the pages before it
         * @param here records of the page
         */
        public long inAll(long declared, long before, long here) {
            return switch (of) {
                case ALL, FIRST_PAGE -> declared;
                case REMAINING -> before + declared;
                case FOLLOWING -> before + here + declared;
            };
        }
    }
}
