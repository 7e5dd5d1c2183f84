package io.catwing.load.copy;

import io.catwing.client.Table;
import io.catwing.client.Table.Column;
import io.catwing.client.Table.Type;
import io.catwing.load.mapping.CopyBuffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Converts rows from COPY's text format to its binary format, which costs the server a third less: it need not parse numbers and
 * dates. A value that is invalid in the text format is refused here, as the server would refuse it.
 */
public final class BinaryForm {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int EPOCH_DAY_2000 = 10_957;
    private static final int DATE_LENGTH = 10;

    private final Type[] types;
    private byte[] digits = new byte[64];
    private byte[] dateText = new byte[DATE_LENGTH];
    private int date;

    /** @param columns of the table that are copied, between the client and the file's date */
    public BinaryForm(Table table, List<String> columns) {
        List<Type> all = new ArrayList<>();
        all.add(Type.TEXT);
        for (String column : columns) {
            all.add(table.column(column).map(Column::type).orElseThrow());
        }
        all.add(Type.DATE);
        types = all.toArray(Type[]::new);
    }

    void begin(CopyBuffer out) {
        out.put(HEADER);
    }

    void end(CopyBuffer out) {
        out.int16(-1);
    }

    /**
     * One row.
     *
     * @return where the next one begins
     */
    int row(byte[] text, int from, CopyBuffer out) throws SQLException {
        out.int16(types.length);
        int at = from;
        for (Type type : types) {
            int to = at;
            while (text[to] != '\t' && text[to] != '\n') {
                to++;
            }
            if (to - at == 2 && text[at] == '\\' && text[at + 1] == 'N') {
                out.int32(-1);
            } else {
                value(type, text, at, to, out);
            }
            at = to + 1;
        }
        return at;
    }

    private void value(Type type, byte[] text, int from, int to, CopyBuffer out) throws SQLException {
        try {
            switch (type) {
                case TEXT -> text(text, from, to, out);
                case NUMERIC -> numeric(text, from, to, out);
                case JSON -> json(text, from, to, out);
                case BOOLEAN -> {
                    out.int32(1);
                    out.put((char) (text[from] == 't' ? 1 : 0));
                }
                case DATE -> {
                    out.int32(4);
                    out.int32(date(text, from, to));
                }
                case TIMESTAMP -> {
                    out.int32(8);
                    out.int64(time(text, from, to));
                }
            }
        } catch (DateTimeException | NumberFormatException unusual) {
            String value = new String(text, from, Math.min(to - from, 80), StandardCharsets.UTF_8);
            // invalid_text_representation
            throw new SQLException("'" + value + "' has no binary form: " + unusual.getMessage(), "22P02", unusual);
        }
    }

    private static void text(byte[] text, int from, int to, CopyBuffer out) {
        int escapes = 0;
        for (int i = from; i < to; i++) {
            if (text[i] == '\\') {
                escapes++;
                i++;
            }
        }
        out.int32(to - from - escapes);
        if (escapes == 0) {
            out.put(text, from, to - from);
        } else {
            out.put(CopyBuffer.decode(text, from, to).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** jsonb is its text after a version byte. */
    private static void json(byte[] text, int from, int to, CopyBuffer out) {
        byte[] json = CopyBuffer.decode(text, from, to).getBytes(StandardCharsets.UTF_8);
        out.int32(1 + json.length);
        out.put((char) 1);
        out.put(json);
    }

    /** Groups of four digits on both sides of the decimal point; the scale is kept, as 1.10 is not 1.1. */
    private void numeric(byte[] text, int from, int to, CopyBuffer out) {
        boolean negative = text[from] == '-';
        int start = negative ? from + 1 : from;
        int point = to;
        for (int i = start; i < to; i++) {
            if (text[i] == '.') {
                point = i;
            } else if (text[i] < '0' || text[i] > '9') {
                byte[] plain = plain(text, from, to);
                numeric(plain, 0, plain.length, out);
                return;
            }
        }
        int scale = Math.max(0, to - point - 1);
        int whole = (point - start + 3) / 4;
        int groups = whole + (scale + 3) / 4;
        if (digits.length < groups * 4) {
            digits = new byte[groups * 8];
        }
        Arrays.fill(digits, 0, groups * 4, (byte) 0);
        for (int i = point - 1, d = whole * 4 - 1; i >= start; i--, d--) {
            digits[d] = (byte) (text[i] - '0');
        }
        for (int i = 0; i < scale; i++) {
            digits[whole * 4 + i] = (byte) (text[point + 1 + i] - '0');
        }
        int first = 0;
        int last = groups;
        while (first < last && group(first) == 0) {
            first++;
        }
        while (last > first && group(last - 1) == 0) {
            last--;
        }
        boolean zero = first == last;
        out.int32(8 + 2 * (last - first));
        out.int16(last - first);
        out.int16(zero ? 0 : whole - 1 - first);
        out.int16(negative && !zero ? 0x4000 : 0);
        out.int16(scale);
        for (int g = first; g < last; g++) {
            out.int16(group(g));
        }
    }

    private int group(int g) {
        int d = g * 4;
        return ((digits[d] * 10 + digits[d + 1]) * 10 + digits[d + 2]) * 10 + digits[d + 3];
    }

    /** Without an exponent. */
    private static byte[] plain(byte[] text, int from, int to) {
        BigDecimal number = new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
        return (number.scale() < 0 ? number.setScale(0) : number)
                .toPlainString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Days since 2000; usually the same as in the previous row. */
    private int date(byte[] text, int from, int to) {
        if (to - from != DATE_LENGTH) {
            throw new DateTimeException("not a date of four digits, two and two");
        }
        if (!Arrays.equals(text, from, to, dateText, 0, DATE_LENGTH)) {
            int year = number(text, from, 4);
            if (year == 0) {
                throw new DateTimeException("there was no year 0");
            }
            date = Math.toIntExact(LocalDate.of(year, number(text, from + 5, 2), number(text, from + 8, 2))
                            .toEpochDay()
                    - EPOCH_DAY_2000);
            System.arraycopy(text, from, dateText, 0, DATE_LENGTH);
        }
        return date;
    }

    /** Microseconds since 2000, of {@code 2026-02-24 03:15:00.5+00}. */
    private long time(byte[] text, int from, int to) {
        int zone = to - 3;
        if (to - from < 22 || text[zone] != '+' || text[zone + 1] != '0' || text[zone + 2] != '0') {
            throw new DateTimeException("not a time in UTC");
        }
        long seconds = date(text, from, from + DATE_LENGTH) * 86_400L
                + number(text, from + 11, 2) * 3600L
                + number(text, from + 14, 2) * 60L
                + number(text, from + 17, 2);
        int micros = 0;
        for (int i = from + 20, worth = 100_000; i < zone; i++, worth /= 10) {
            micros += (text[i] - '0') * worth;
        }
        return seconds * 1_000_000 + micros;
    }

    private static int number(byte[] text, int from, int width) {
        int number = 0;
        for (int i = from; i < from + width; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException("not a digit");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
