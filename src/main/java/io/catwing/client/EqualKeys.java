package io.catwing.client;

import java.util.Locale;

/** Which records count if a key occurs more than once in one raw file. */
public enum EqualKeys {
    /** The last one. */
    LAST,
    /** All of them: quantities are added up, a price is their mean, everything else is the last one's. Only for a day's stock. */
    SUM,
    /** The first one; a later record is rejected, and so is an order with equal lines. */
    REJECT,
    /** All of them: a later line's id gets a suffix with its number, {@code 7#2}. Only for lines. */
    LINE_NUMBER;

    /** As it is written in a client's file. */
    static EqualKeys parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
