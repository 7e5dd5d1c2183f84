package io.catwing.load.mapping;

import io.catwing.client.Notation.Negative;
import io.catwing.client.Notation.Numbers;
import java.util.Comparator;
import java.util.List;

/**
 * A number that is written for people, as a client declares it: 1.234,56- or (€ 1'234.50). Anything else is no number: groups
 * have three digits (or two before the last three, 1,23,456), one sign, one currency.
 */
final class WrittenNumber {
    private final char decimal;
    private final Numbers numbers;
    /** The longest first: Rs. before Rs. */
    private final List<String> signs;

    private String rest;
    private boolean negative;
    private boolean signed;
    private boolean currency;

    WrittenNumber(char decimal, Numbers numbers) {
        this.decimal = decimal;
        this.numbers = numbers;
        this.signs = numbers.currencySigns().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** As a JSON number; empty for blanks, null if it is not written in this way. */
    char[] plain(char[] text, int start, int end) {
        rest = trimmed(new String(text, start, end - start));
        negative = false;
        signed = false;
        currency = false;
        if (rest.isEmpty()) {
            return new char[0];
        }
        boolean more = true;
        while (more) {
            more = takeSign() || takeCurrency();
            rest = trimmed(rest);
        }
        String digits = digits();
        return digits == null ? null : (negative ? "-" + digits : digits).toCharArray();
    }

    private boolean takeSign() {
        if (signed || rest.length() < 2) {
            return false;
        }
        char first = rest.charAt(0);
        char last = rest.charAt(rest.length() - 1);
        if (first == '(' && last == ')' && numbers.negative().contains(Negative.PARENTHESES)) {
            rest = rest.substring(1, rest.length() - 1);
            negative = true;
        } else if (first == '-' || first == '+') {
            rest = rest.substring(1);
            negative = first == '-';
        } else if (first == '\u2212' && numbers.negative().contains(Negative.MINUS_SIGN)) {
            rest = rest.substring(1);
            negative = true;
        } else if (last == '-' && numbers.negative().contains(Negative.TRAILING_MINUS)) {
            rest = rest.substring(0, rest.length() - 1);
            negative = true;
        } else {
            return false;
        }
        signed = true;
        return true;
    }

    private boolean takeCurrency() {
        if (currency) {
            return false;
        }
        for (String sign : signs) {
            if (rest.startsWith(sign) && !isAbbreviated(sign)) {
                rest = rest.substring(sign.length());
            } else if (rest.endsWith(sign)) {
                rest = rest.substring(0, rest.length() - sign.length());
            } else {
                continue;
            }
            currency = true;
            return true;
        }
        return false;
    }

    /** The point of Rs.500 belongs to the sign, and is no decimal one. */
    private boolean isAbbreviated(String sign) {
        return Character.isLetter(sign.charAt(sign.length() - 1))
                && rest.length() > sign.length()
                && rest.charAt(sign.length()) == decimal;
    }

    /** Without what separates thousands, and with a point; null if it is not digits in such groups. */
    private String digits() {
        int point = rest.indexOf(decimal);
        String whole = point < 0 ? rest : rest.substring(0, point);
        String fraction = point < 0 ? "" : rest.substring(point + 1);
        String ungrouped = ungrouped(whole);
        return ungrouped == null || !areDigits(fraction) || ungrouped.isEmpty() && fraction.isEmpty()
                ? null
                : fraction.isEmpty() ? ungrouped : ungrouped + "." + fraction;
    }

    private String ungrouped(String whole) {
        StringBuilder all = new StringBuilder();
        int run = 0;
        int groups = 0;
        int middle = 0;
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c >= '0' && c <= '9') {
                all.append(c);
                run++;
                continue;
            }
            boolean first = groups == 0;
            boolean wide = first ? run < 1 || run > 3 || whole.charAt(0) == '0' : run != (middle == 0 ? run : middle);
            if (!separates(c) || wide || !first && run != 2 && run != 3) {
                return null;
            }
            middle = first ? 0 : run;
            groups++;
            run = 0;
        }
        return groups > 0 && run != 3 ? null : all.toString();
    }

    private boolean separates(char c) {
        return switch (numbers.thousands()) {
            // Between thousands a point goes without saying where the comma is decimal.
            case 0 -> decimal == ',' && c == '.';
            case ' ' -> isBlank(c);
            case '\'' -> c == '\'' || c == '\u2019';
            default -> c == numbers.thousands();
        };
    }

    private static boolean areDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** No-break and thin blanks included. */
    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isSpaceChar(c);
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
