package io.catwing.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one table in a plain dump: what {@code COPY … TO STDOUT} writes, one line a row. A row's text as {@code
 * row(…)::text} gives it can be made from such a line, so that digests cost no second reading of the tables.
 */
final class CopyBlock {
    private static final boolean[] SPECIAL = new boolean[256];

    static {
        for (char c : "\"\\(), \t\n\u000b\f\r".toCharArray()) {
            SPECIAL[c] = true;
        }
    }

    final String table;

    /** Places in the line of the columns that the digest covers, in its order; null where it has none. */
    private final int[] places;

    private final int columns;

    /** @param digested columns in the digest's order; null where the table has no digest that can be made from the dump */
    CopyBlock(String table, List<String> columns, List<String> digested) {
        this.table = table;
        this.columns = columns.size();
        this.places = digested == null || !columns.containsAll(digested)
                ? null
                : digested.stream().mapToInt(columns::indexOf).toArray();
    }

    boolean hasDigest() {
        return places != null;
    }

    /** Whole lines only. */
    CopyRows.Sums sum(byte[] chunk, int from, int to) {
        CopyRows.Sums sums = new CopyRows.Sums();
        RowText text = new RowText();
        int[] ends = new int[columns];
        int begin = from;
        int column = 0;
        for (int i = from; i < to; i++) {
            byte b = chunk[i];
            if (b == '\n') {
                sums.rows++;
                if (places != null) {
                    check(column + 1 == columns);
                    ends[column] = i;
                    sums.add(text.md5(chunk, begin, ends, places));
                }
                begin = i + 1;
                column = 0;
            } else if (b == '\t' && places != null) {
                check(column + 1 < columns);
                ends[column++] = i;
            }
        }
        return sums;
    }

    private void check(boolean asManyAsNamed) {
        if (!asManyAsNamed) {
            throw new IllegalStateException("a row of " + table + " in the dump has not " + columns + " columns");
        }
    }

    /** Makes the text of one row after the other. */
    private static final class RowText {
        private final MessageDigest md5;
        private byte[] text = new byte[1 << 10];
        private int length;

        RowText() {
            try {
                md5 = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has MD5", e);
            }
        }

        byte[] md5(byte[] line, int begin, int[] ends, int[] places) {
            length = 0;
            // Twice is the most that quoting makes of a value.
            int longest = 2 * (ends[ends.length - 1] - begin) + 4 * places.length + 4;
            if (text.length < longest) {
                text = Arrays.copyOf(text, 2 * longest);
            }
            char before = '(';
            for (int place : places) {
                text[length++] = (byte) before;
                before = ',';
                int from = place == 0 ? begin : ends[place - 1] + 1;
                value(line, from, ends[place]);
            }
            text[length++] = ')';
            md5.update(text, 0, length);
            return md5.digest();
        }

        private void value(byte[] line, int from, int to) {
            for (int i = from; i < to; i++) {
                if (SPECIAL[line[i] & 0xff]) {
                    boolean isNull = to - from == 2 && line[from] == '\\' && line[from + 1] == 'N';
                    if (!isNull) {
                        quoted(line, from, to);
                    }
                    return;
                }
            }
            if (from == to) {
                text[length++] = '"';
                text[length++] = '"';
            } else {
                System.arraycopy(line, from, text, length, to - from);
                length += to - from;
            }
        }

        /** Takes COPY's escapes away and puts the quotes of a row's text around it. */
        private void quoted(byte[] line, int from, int to) {
            text[length++] = '"';
            for (int i = from; i < to; i++) {
                byte b = line[i];
                if (b == '\\') {
                    b = unescaped(line[++i]);
                }
                if (b == '"' || b == '\\') {
                    text[length++] = b;
                }
                text[length++] = b;
            }
            text[length++] = '"';
        }

        private static byte unescaped(byte escaped) {
            return switch (escaped) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'v' -> 0x0b;
                default -> escaped;
            };
        }
    }
}
