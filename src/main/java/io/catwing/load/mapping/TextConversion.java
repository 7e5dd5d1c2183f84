package io.catwing.load.mapping;

import io.catwing.client.Limits;

/** Text unchanged; numbers and booleans literally. */
final class TextConversion implements Conversion {
    private final boolean key;
    private final boolean id;

    /** @param id has the length limit of one */
    TextConversion(boolean key, boolean id) {
        this.key = key;
        this.id = id;
    }

    @Override
    public String convert(Scalar scalar, char[] text, int from, int length, CopyBuffer out) {
        if (scalar != Scalar.STRING) {
            out.ascii(text, from, length);
        } else {
            String problem = out.text(text, from, length);
            if (problem != null) {
                return problem;
            }
        }
        if (key && length == 0) {
            return "is empty";
        }
        return id && length > Limits.ID_CHARACTERS
                ? "is longer than the " + Limits.ID_CHARACTERS + " characters of an id"
                : null;
    }
}
