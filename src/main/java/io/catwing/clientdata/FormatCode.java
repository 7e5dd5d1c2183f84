package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A number format's code, as far as it affects whole numbers and texts: leading zeros, and texts around and between, such as
 * {@code 000000}, {@code "SUP-"0000}, {@code 000\-000}, {@code "V-"@}.
 */
final class FormatCode {
    private static final String GENERAL = "general";
    private static final String PLACES = "0#?";

    /** Characters that represent themselves. */
    private static final String BARE = "-+():!^&'~{}<>= $";

    /** Of dates and times, in any language that Excel keeps in a file. */
    private static final String OF_TIME = "ymdhs\u5e74\u6708\u65e5";

    /** @param text shown literally, or null if the character has a meaning */
    private record Token(String text, char sign) {}

    private final List<List<Token>> sections = new ArrayList<>(List.of(new ArrayList<>()));
    private boolean ofTime;

    private FormatCode(String code) {
        for (int at = 0; at < code.length(); ) {
            at = read(code, at);
        }
    }

    /** @param code of a cell, or null for none, which is General */
    static FormatCode of(String code) {
        return new FormatCode(code == null ? GENERAL : code);
    }

    /** @return where the next token begins */
    private int read(String code, int at) {
        char sign = code.charAt(at);
        switch (sign) {
            case '"' -> {
                int end = code.indexOf('"', at + 1);
                end = end < 0 ? code.length() : end;
                literal(code.substring(at + 1, end));
                return end + 1;
            }
            case '\\' -> {
                literal(code.substring(at + 1, Math.min(code.length(), at + 2)));
                return at + 2;
            }
            case '_' -> {
                literal(" ");
                return at + 2;
            }
            case '*' -> {
                return at + 2;
            }
            case '[' -> {
                int end = code.indexOf(']', at);
                end = end < 0 ? code.length() : end;
                bracket(code.substring(at + 1, end));
                return end + 1;
            }
            case ';' -> {
                sections.add(new ArrayList<>());
                return at + 1;
            }
            default -> {
                if (code.regionMatches(true, at, GENERAL, 0, GENERAL.length())) {
                    last().add(new Token(null, 'G'));
                    return at + GENERAL.length();
                }
                ofTime |= OF_TIME.indexOf(Character.toLowerCase(sign)) >= 0;
                last().add(BARE.indexOf(sign) >= 0 ? new Token(String.valueOf(sign), ' ') : new Token(null, sign));
                return at + 1;
            }
        }
    }

    private List<Token> last() {
        return sections.get(sections.size() - 1);
    }

    private void literal(String text) {
        last().add(new Token(text, ' '));
    }

    /** A colour, a language with a currency, a duration, or a condition, which is not supported. */
    private void bracket(String inside) {
        String lower = inside.toLowerCase(Locale.ROOT);
        if (inside.startsWith("$")) {
            literal(inside.substring(1).replaceFirst("-[^-]*$", ""));
        } else if (lower.matches("h+|m+|s+")) {
            ofTime = true;
        } else if (!lower.matches("black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+")) {
            last().add(new Token(null, '['));
        }
    }

    /** Whether a number is shown as a date, a time or a duration. */
    boolean isOfTime() {
        return ofTime;
    }

    /**
     * How a whole number is shown.
     *
     * @param digits of it, without its sign
     * @return empty if it is shown with more than its digits, or in a way that is not supported
     */
    Optional<String> whole(String digits, boolean negative) {
        boolean zero = digits.matches("0+");
        int section = negative && sections.size() > 1 ? 1 : zero && sections.size() > 2 ? 2 : 0;
        return fill(sections.get(section), digits, null).map(shown -> negative && section == 0 ? "-" + shown : shown);
    }

    /** How a text is shown. */
    Optional<String> text(String text) {
        boolean said = last().stream().anyMatch(token -> token.text() == null && token.sign() == '@');
        return said ? fill(last(), "", text) : Optional.of(text);
    }

    /** Digits fill positions from the right; the first position takes all that are left. */
    private static Optional<String> fill(List<Token> tokens, String digits, String text) {
        int first = -1;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            first = tokens.get(i).text() == null && PLACES.indexOf(tokens.get(i).sign()) >= 0 ? i : first;
        }
        StringBuilder shown = new StringBuilder();
        int left = digits.length();
        boolean all = text != null;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            if (token.text() != null) {
                shown.insert(0, token.text());
            } else if (token.sign() == 'G' || token.sign() == '@') {
                shown.insert(0, text == null ? digits : text);
                all = true;
            } else if (PLACES.indexOf(token.sign()) >= 0 && text == null) {
                int from = i == first ? 0 : Math.max(0, left - 1);
                String part = digits.substring(from, left);
                left = from;
                shown.insert(0, part.isEmpty() || part.equals("0") && digits.equals("0") ? empty(token.sign()) : part);
                all |= i == first;
            } else {
                return Optional.empty();
            }
        }
        return all && !shown.isEmpty() ? Optional.of(shown.toString()) : Optional.empty();
    }

    private static String empty(char place) {
        return place == '0' ? "0" : place == '?' ? " " : "";
    }
}
