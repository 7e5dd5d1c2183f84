package io.catwing.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a text is no JSON, in words of our own: a parser's speak of its classes and of how to configure it. */
public final class JsonFault {
    private static final Pattern CHARACTER = Pattern.compile("(?s)Unexpected character \\('(.)' \\(code (\\d+).*");
    private static final Pattern CONTROL =
            Pattern.compile("(?s)Illegal (unquoted )?character \\(\\(CTRL-CHAR, code (\\d+)\\)\\).*");
    private static final Pattern TOKEN = Pattern.compile("(?s)Unrecognized token '(.{0,200}?)'.*");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("(?s)Non-standard token '([^']{1,20})'.*");
    private static final Pattern BYTE = Pattern.compile("(?s)Invalid UTF-8 (?:start|middle) byte (0x[0-9a-f]+).*");
    private static final Pattern ESCAPE =
            Pattern.compile("(?s)Unrecognized character escape (?:'(.)'|\\(CTRL-CHAR, code (\\d+)\\)).*");
    private static final Pattern CLOSING = Pattern.compile("(?s)Unexpected close marker '(.)'.*");
    private static final Pattern DEPTH = Pattern.compile("(?s)Document nesting depth \\((\\d+)\\).*");
    private static final Pattern LENGTH = Pattern.compile("(?s)(String|Name|Number)( value)? length \\((\\d+)\\).*");
    private static final int SHOWN = 40;

    private JsonFault() {}

    /** Continues a sentence: {@code the word 'down' stands where a value belongs}. */
    public static String of(JsonProcessingException e) {
        String said = String.valueOf(e.getOriginalMessage());
        Matcher found = CHARACTER.matcher(said);
        if (found.matches()) {
            return "the character " + character(found.group(1), Integer.parseInt(found.group(2)))
                    + " stands where none may";
        }
        found = CONTROL.matcher(said);
        if (found.matches()) {
            return "a control character (code " + found.group(2) + ") stands "
                    + (found.group(1) == null ? "between values" : "inside a text");
        }
        found = NOT_A_NUMBER.matcher(said);
        if (found.matches()) {
            return found.group(1) + " stands in the place of a number";
        }
        found = TOKEN.matcher(said);
        if (found.matches()) {
            return "the word '" + PrintableText.clean(found.group(1), SHOWN) + "' stands where a value belongs";
        }
        found = BYTE.matcher(said);
        if (found.matches()) {
            return "the byte " + found.group(1) + " is not UTF-8";
        }
        found = ESCAPE.matcher(said);
        if (found.matches()) {
            return "a text has an escape that JSON does not know";
        }
        found = CLOSING.matcher(said);
        if (found.matches()) {
            return "a " + found.group(1) + " closes what is not open";
        }
        found = DEPTH.matcher(said);
        if (found.matches()) {
            return "it is nested " + found.group(1) + " levels deep, more than is read";
        }
        found = LENGTH.matcher(said);
        if (found.matches()) {
            String what =
                    found.group(1).equals("String") ? "text" : found.group(1).toLowerCase(Locale.ROOT);
            return "a " + what + " is " + found.group(3) + " long, more than is read";
        }
        if (said.startsWith("Unexpected end-of-input")) {
            return "it ends in the middle";
        }
        return said.startsWith("Invalid numeric value") || said.contains("leading zero")
                ? "a number is written as JSON does not know it"
                : "it breaks the rules of JSON";
    }

    private static String character(String text, int code) {
        return text.isBlank() || !PrintableText.isPrintable(code) ? String.format("U+%04X", code) : "'" + text + "'";
    }
}
