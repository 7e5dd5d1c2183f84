package io.catwing.load;

/** Text as it is; numbers and booleans to the letter. */
final class TextConversion implements Conversion {
    /** In characters. PostgreSQL's index rows hold 2,704 bytes, and a key has up to three parts. */
    static final int LONGEST_KEY = 250;

    private final boolean key;

    TextConversion(boolean key) {
        this.key = key;
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
        return key && length > LONGEST_KEY ? "is longer than the " + LONGEST_KEY + " characters of a key" : null;
    }
}
