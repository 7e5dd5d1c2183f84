package io.catwing.client;

/**
 * What may replace an array of records or lines.
 *
 * @param oneIsObject a single one comes as an object, without the array around it
 * @param keyed they are the members of an object, or null
 */
public record Shape(boolean oneIsObject, Keyed keyed) {

    /** Only an array. */
    public static final Shape ARRAY = new Shape(false, null);

    /**
     * An object whose members are the records or lines. A member's name is put into it, as its first field.
     *
     * @param as field that the member's name is put into; the member must not have it already
     * @param value field for a member that is not an object, or null if there are none
     */
    public record Keyed(String as, String value) {}
}
