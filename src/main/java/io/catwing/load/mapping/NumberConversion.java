package io.catwing.load.mapping;

import io.catwing.client.Limits;
import io.catwing.client.Notation;

/** Numbers literally, so that 1.10 stays 1.10; the syntax is checked here, so that no COPY fails because of a bad one. */
final class NumberConversion implements Conversion {
    private final boolean comma;
    /** Null if no more is declared than the decimal sign. */
    private final WrittenNumber written;

    NumberConversion(boolean comma, Notation.Numbers numbers) {
        this.comma = comma;
        this.written = numbers.plain() ? null : new WrittenNumber(comma ? ',' : '.', numbers);
    }

    @Override
    public String convert(Scalar scalar, char[] text, int from, int length, CopyBuffer out) {
        if (scalar == Scalar.BOOLEAN) {
            return "is not a number";
        }
        int start = from;
        int end = from + length;
        while (start < end && text[start] <= ' ') {
            start++;
        }
        while (end > start && text[end - 1] <= ' ') {
            end--;
        }
        if (start == end) {
            out.putNull();
            return null;
        }
        char[] plain = text;
        if (written != null && scalar == Scalar.STRING) {
            boolean already = !comma && check(text, text[start] == '+' ? start + 1 : start, end) == null;
            if (!already) {
                plain = written.plain(text, start, end);
                if (plain == null) {
                    return "is not a number in the declared form";
                }
                start = 0;
                end = plain.length;
                if (end == 0) {
                    out.putNull();
                    return null;
                }
            }
        } else if (comma && scalar == Scalar.STRING) {
            plain = withPoint(text, start, end);
            if (plain == null) {
                return "is not a number with a decimal comma";
            }
            start = 0;
            end = plain.length;
        }
        if (plain[start] == '+') {
            start++;
        }
        String problem = check(plain, start, end);
        if (problem == null) {
            out.ascii(plain, start, end - start);
        }
        return problem;
    }

    private static String check(char[] text, int start, int end) {
        int i = start;
        if (i < end && text[i] == '-') {
            i++;
        }
        int digits = 0;
        // Digits before the decimal point, from the first that is not zero; negative if there are zeros after the
        // decimal point.
        int whole = 0;
        int fraction = 0;
        boolean zero = true;
        boolean point = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits++;
                zero &= c == '0';
                whole += point ? zero ? -1 : 0 : zero ? 0 : 1;
                fraction += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return "is not a number";
        }
        int exponent = 0;
        if (i < end && (text[i] == 'e' || text[i] == 'E')) {
            i++;
            boolean negative = i < end && text[i] == '-';
            if (i < end && (negative || text[i] == '+')) {
                i++;
            }
            if (i == end) {
                return "is not a number";
            }
            for (; i < end && text[i] >= '0' && text[i] <= '9'; i++) {
                exponent = Math.min(exponent * 10 + text[i] - '0', 1_000_000);
            }
            exponent = negative ? -exponent : exponent;
        }
        if (i != end) {
            return "is not a number";
        }
        if (end - start > Limits.NUMBER_CHARACTERS) {
            return "is longer than the " + Limits.NUMBER_CHARACTERS + " characters of a number";
        }
        // A zero has no digits before the point to count, and neither PostgreSQL nor a BigDecimal takes every exponent.
        return zero && exponent > Limits.EXPONENT
                ? "has an exponent above " + Limits.EXPONENT
                : tooMany(zero ? 0 : whole + exponent, fraction - exponent);
    }

    private static String tooMany(int whole, int fraction) {
        if (whole > Limits.WHOLE_DIGITS) {
            return "has more than " + Limits.WHOLE_DIGITS + " digits before the point";
        }
        return fraction > Limits.FRACTION_DIGITS
                ? "has more than " + Limits.FRACTION_DIGITS + " digits behind the point"
                : null;
    }

    /** 1.234,56 as 1234.56; null if a point does not separate thousands. */
    private static char[] withPoint(char[] text, int start, int end) {
        StringBuilder plain = new StringBuilder(end - start);
        boolean grouped = false;
        boolean fraction = false;
        int run = 0;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c == '.' || c == ',') {
                // 0.123 is hardly 123: no group of thousands begins with a zero.
                boolean wrongGroup = grouped ? run != 3 : c == '.' && (run == 0 || run > 3 || text[i - run] == '0');
                if (fraction || wrongGroup) {
                    return null;
                }
                grouped |= c == '.';
                fraction = c == ',';
                if (fraction) {
                    plain.append('.');
                }
                run = 0;
            } else {
                if (c >= '0' && c <= '9') {
                    run++;
                } else if (grouped && !fraction && (c == 'e' || c == 'E')) {
                    // 1.25E3 has a decimal point: its digits behind the E are none of a group.
                    return null;
                }
                plain.append(c);
            }
        }
        return grouped && !fraction && run != 3 ? null : plain.toString().toCharArray();
    }
}
