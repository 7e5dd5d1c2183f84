package io.catwing.client;

import java.time.LocalDate;

/**
 * The limits on values that concern more than one stage. What is inside passes every stage (fetch, load, enrich, stats,
 * model features, digest, dump and restore); what is outside is refused by the first stage that sees it, naming file,
 * record and field. A stage with a smaller limit of its own would fail at a value that an earlier stage accepted, so every
 * stage reads its limits here.
 */
public final class Limits {
    /** Of one fetched record, in bytes as stored; it is completely in the heap while it is mapped. */
    public static final int RECORD_BYTES = 32 << 20;

    /** The same for reading raw files: those from before the limit existed must not be lost to a rebuild. */
    public static final int RAW_RECORD_BYTES = 2 * RECORD_BYTES;

    /** Of one text, in characters: an image as base64 fits, an endless text does not. */
    public static final int TEXT_CHARACTERS = 20_000_000;

    /** Of a field's name, in bytes of UTF-8. */
    public static final int NAME_BYTES = 50_000;

    /** Lines of one order, and prices of one list; fetch refuses an answer with more, load rejects the record. */
    public static final int LINES = 500_000;

    /** Nested objects and arrays in one answer of an ERP, including the outermost. */
    public static final int NESTING = 500;

    /** The same in a raw file, whose records may hold a second answer (a detail, children). */
    public static final int RAW_NESTING = 2 * NESTING + 8;

    /** Characters of a number as written, including exponent and zeros. */
    public static final int NUMBER_CHARACTERS = 1_000;

    /** Digits of a number before the decimal point: it is less than 10^38; products and sums are far from a double's limit. */
    public static final int WHOLE_DIGITS = 38;

    /** Digits of a number after the decimal point; the smallest double has 340. */
    public static final int FRACTION_DIGITS = 350;

    /** Of a zero; the exponents of other numbers are limited by their digits, to less. */
    public static final int EXPONENT = 2_000;

    /**
     * Of an id, in characters (of UTF-16), and so at most 750 bytes: an index row of PostgreSQL holds 2,704, and a key has up
     * to three ids.
     */
    public static final int ID_CHARACTERS = 250;

    /** Earliest date, and earliest time except for events. */
    public static final LocalDate EARLIEST_DAY = LocalDate.of(1, 1, 1);

    /** Latest date, and latest time except for events. */
    public static final LocalDate LATEST_DAY = LocalDate.of(9999, 12, 31);

    /**
     * Earliest day, in UTC, on which something was ordered, shipped or received: statistics and features have a row per day
     * from there on.
     */
    public static final LocalDate EARLIEST_EVENT = LocalDate.of(1970, 1, 1);

    /** Latest day, in UTC, on which something was ordered, shipped or received. */
    public static final LocalDate LATEST_EVENT = LocalDate.of(2199, 12, 31);

    /** Of a message that is shown or stored, in characters. */
    public static final int MESSAGE = 600;

    private Limits() {}
}
