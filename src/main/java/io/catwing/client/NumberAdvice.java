package io.catwing.client;

import io.catwing.client.FormatsAdvice.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What would have to be declared for a number that is written for people. */
final class NumberAdvice {
    private static final Pattern CURRENCY = Pattern.compile(
            "^([A-Z]{3}|[\\p{Sc}]|[A-Z]{1,3}\\p{Sc}|kr\\.?|zł|Fr\\.|R)?[\\s\\p{Z}]*(.*?)[\\s\\p{Z}]*([A-Z]{3}|\\p{Sc}|kr\\.?|zł|Fr\\.)?$");
    private static final Pattern GROUPED =
            Pattern.compile("[0-9]{1,3}([.,'\u2019 \u00a0\u202f\u2009])(?:[0-9]{2,3}\\1)*[0-9]{3}([.,][0-9]*)?");

    private NumberAdvice() {}

    static List<List<Entry>> of(String value) {
        List<Entry> around = new ArrayList<>();
        String rest = value;
        for (int i = 0; i < 3; i++) {
            rest = withoutSign(withoutCurrency(rest, around), around);
        }
        if (!rest.matches("[0-9].*") && !rest.matches("[.,][0-9]+")) {
            return List.of();
        }
        List<List<Entry>> ofDigits = digits(rest);
        if (ofDigits == null || ofDigits.isEmpty() && around.isEmpty()) {
            return List.of();
        }
        if (ofDigits.isEmpty()) {
            return List.of(around);
        }
        return ofDigits.stream()
                .map(entries -> {
                    List<Entry> all = new ArrayList<>(entries);
                    all.addAll(around);
                    return List.copyOf(all);
                })
                .toList();
    }

    private static String withoutCurrency(String text, List<Entry> around) {
        Matcher matcher = CURRENCY.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        for (int group : new int[] {1, 3}) {
            if (matcher.group(group) != null) {
                around.add(new Entry("currency_signs", FormatsAdvice.quoted(matcher.group(group))));
            }
        }
        return matcher.group(2);
    }

    private static String withoutSign(String text, List<Entry> around) {
        if (text.matches("\\(.+\\)")) {
            around.add(new Entry("negative", "parentheses"));
            return text.substring(1, text.length() - 1).strip();
        } else if (text.matches(".+-")) {
            around.add(new Entry("negative", "trailing_minus"));
            return text.substring(0, text.length() - 1).strip();
        } else if (text.matches("\u2212.+")) {
            around.add(new Entry("negative", "minus_sign"));
            return text.substring(1).strip();
        }
        return text.matches("[-+].+") ? text.substring(1).strip() : text;
    }

    /** Null if they are none; empty if they need nothing. */
    private static List<List<Entry>> digits(String text) {
        if (text.matches("[0-9]*\\.?[0-9]*")) {
            return List.of();
        }
        Entry comma = new Entry("decimal", "\",\"");
        if (text.matches("[0-9]{1,3},[0-9]{3}")) {
            // One comma before three digits may be either.
            return text.startsWith("0") ? List.of(List.of(comma)) : List.of(List.of(thousands(',')), List.of(comma));
        }
        Matcher grouped = GROUPED.matcher(text);
        if (grouped.matches()) {
            char sign = grouped.group(1).charAt(0);
            String fraction = grouped.group(2);
            boolean withComma = fraction != null && fraction.startsWith(",");
            if (fraction != null && fraction.charAt(0) == sign) {
                return null;
            }
            // A point between thousands goes without saying where the comma is decimal.
            boolean pointed = sign == '.';
            return List.of(
                    pointed ? List.of(comma) : withComma ? List.of(comma, thousands(sign)) : List.of(thousands(sign)));
        }
        return text.matches("[0-9]*,[0-9]*") ? List.of(List.of(comma)) : null;
    }

    private static Entry thousands(char sign) {
        char plain = sign == '\u2019' ? '\'' : sign == '.' || sign == ',' || sign == '\'' ? sign : ' ';
        return new Entry("thousands", '"' + String.valueOf(plain) + '"');
    }
}
