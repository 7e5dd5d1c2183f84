package io.catwing.load.mapping;

import java.util.Locale;

/** true and false as in JSON, as text, as Y and N, yes and no, 1 and 0. */
final class BooleanConversion implements Conversion {
    @Override
    public String convert(Scalar scalar, char[] text, int from, int length, CopyBuffer out) {
        if (length > 8) {
            return "is not a boolean";
        }
        switch (new String(text, from, length).strip().toLowerCase(Locale.ROOT)) {
            case "true", "y", "yes", "1" -> out.put('t');
            case "false", "n", "no", "0" -> out.put('f');
            case "" -> out.putNull();
            default -> {
                return "is not a boolean";
            }
        }
        return null;
    }
}
