package io.catwing.clientdata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as Office Open XML escapes them: characters that XML cannot hold, and some that it could, are written as _xHHHH_. */
final class ExcelText {
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private ExcelText() {}

    /** With usual line ends; Excel writes a carriage return before each. */
    static String decode(String text) {
        String decoded = text;
        if (text.contains("_x")) {
            StringBuilder out = new StringBuilder();
            Matcher escape = ESCAPE.matcher(text);
            int from = 0;
            while (escape.find(from)) {
                out.append(text, from, escape.start()).append((char) Integer.parseInt(escape.group(1), 16));
                from = escape.end();
            }
            decoded = out.append(text, from, text.length()).toString();
        }
        return decoded.indexOf('\r') < 0
                ? decoded
                : decoded.replace("\r\n", "\n").replace('\r', '\n');
    }
}
