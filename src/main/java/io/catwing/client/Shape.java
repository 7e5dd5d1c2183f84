package io.catwing.client;

/**
 * What may stand in the place of an array of records or lines, besides that array.
 *
 * @param oneIsObject one alone comes as an object, without the array around it
 * @param keyed they are the members of an object, or null
 */
public record Shape(boolean oneIsObject, Keyed keyed) {

    /** An array and nothing else. */
    public static final Shape ARRAY = new Shape(false, null);

    /**
     * An object whose members are the records or lines. A member's name is put into it, as its first field.
     *
     * @param as field that the member's name is put into; the member must not have it already
     * @param value field that a member goes into which is no object, or null where there are none such
     */
    public record Keyed(String as, String value) {}
}
