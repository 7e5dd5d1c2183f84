package io.catwing.client;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * How an ERP writes the values of one column, beyond the first format and the decimal sign that an {@link Expression} has.
 * Only what the column's type can use is set.
 *
 * @param laterFormats of dates and times, tried in their order where the expression's own does not read the value
 * @param zone of times without an offset; null for the client's
 * @param midnightIsDay a time that is midnight in UTC stands for its day
 * @param emptyDates that mean null
 * @param numbers that are written as text
 * @param minorUnits whether it is an amount in the currency's smallest unit; null if not
 * @param objects that stand for one value
 */
public record Notation(
        List<String> laterFormats,
        ZoneId zone,
        boolean midnightIsDay,
        EmptyDates emptyDates,
        Numbers numbers,
        MinorUnits minorUnits,
        List<TypedObject> objects) {

    /** Nothing is declared. */
    public static final Notation PLAIN =
            new Notation(List.of(), null, false, EmptyDates.NONE, Numbers.PLAIN, null, List.of());

    /** The same, with other formats behind the first. */
    Notation withLater(List<String> formats) {
        return new Notation(formats, zone, midnightIsDay, emptyDates, numbers, minorUnits, objects);
    }

    /**
     * Dates that mean null.
     *
     * @param years any date of theirs, in the year as it is written
     * @param texts literally, with or without a time behind
     */
    public record EmptyDates(Set<Integer> years, Set<String> texts) {
        public static final EmptyDates NONE = new EmptyDates(Set.of(), Set.of());

        public boolean none() {
            return years.isEmpty() && texts.isEmpty();
        }
    }

    /**
     * Numbers that are written as text.
     *
     * @param thousands what separates groups: a point, comma, apostrophe or blank; 0 if it is not declared
     * @param negative ways besides a minus in front
     * @param currencySigns that may stand in front of the number or behind it
     */
    public record Numbers(char thousands, Set<Negative> negative, List<String> currencySigns) {
        public static final Numbers PLAIN = new Numbers((char) 0, Set.of(), List.of());

        public boolean plain() {
            return thousands == 0 && negative.isEmpty() && currencySigns.isEmpty();
        }
    }

    /** How a number is negative, besides a minus in front. */
    public enum Negative {
        /** 5.00- */
        TRAILING_MINUS,
        /** (5.00) */
        PARENTHESES,
        /** U+2212, the minus of typesetters, in front. */
        MINUS_SIGN
    }

    /** @param currency ISO 4217, of records whose mapping has no column currency; null if there is none */
    public record MinorUnits(String currency) {}

    /**
     * An object in the place of a single value.
     *
     * @param member that holds the value; null for a date in parts
     * @param parts names of year, month, day, hour, minute, second and the fraction in microseconds; null without parts
     */
    public record TypedObject(String member, List<String> parts) {}
}
