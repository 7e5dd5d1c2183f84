package io.catwing.client;

import java.util.Set;

/**
 * How an ERP says that there is no record, besides an empty array.
 *
 * @param statuses of HTTP, such as 404
 * @param values in place of the records
 */
public record NoneWhen(Set<Integer> statuses, Set<Value> values) {

    /** Nothing is declared. */
    public static final NoneWhen UNDECLARED = new NoneWhen(Set.of(), Set.of());

    /** What may be in place of the records. */
    public enum Value {
        /** Nothing at the pointer. */
        MISSING("missing"),
        NULL("null_value"),
        FALSE("false_value"),
        EMPTY_TEXT("empty_text"),
        /** A status 200 without any body. */
        EMPTY_BODY("empty_body");

        private final String word;

        Value(String word) {
            this.word = word;
        }

        /** As it is written in a client's file. */
        public String word() {
            return word;
        }
    }

    public boolean says(Value value) {
        return values.contains(value);
    }
}
