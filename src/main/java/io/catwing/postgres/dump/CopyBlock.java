package io.catwing.postgres.dump;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one table in a plain dump: what {@code COPY … TO STDOUT} writes, one line a row. A row's text as {@code
 * row(…)::text} gives it can be made from such a line, so that digests cost no second reading of the tables.
 */
public final class CopyBlock {
    /** What a byte means in a line: mostly nothing, which one look tells. */
    private static final byte[] MEANING = new byte[256];

    /** Its value stands in quotes in a row's text, or is null. */
    private static final byte QUOTES = 1;

    private static final byte ENDS_VALUE = 2;
    private static final byte ENDS_ROW = 3;

    /** Begins an escape of two bytes. */
    private static final byte ESCAPES = 4;

    static {
        for (char c : "\"(), \u000b\f\r".toCharArray()) {
            MEANING[c] = QUOTES;
        }
        MEANING['\\'] = ESCAPES;
        MEANING['\t'] = ENDS_VALUE;
        MEANING['\n'] = ENDS_ROW;
    }

    private final String table;

    /** Places in the line of the columns that the digest covers, in its order; null where it has none. */
    private final int[] places;

    private final int columns;

    /** @param digested columns in the digest's order; null where the table has no digest that can be made from the dump */
    public CopyBlock(String table, List<String> columns, List<String> digested) {
        this.table = table;
        this.columns = columns.size();
        this.places = digested == null || !columns.containsAll(digested)
                ? null
                : digested.stream().mapToInt(columns::indexOf).toArray();
    }

    /** The table, in the canonical form of {@link Names}. */
    public String table() {
        return table;
    }

    public boolean hasDigest() {
        return places != null;
    }

    /** Whole lines only. */
    public CopyRows.Sums sum(byte[] chunk, int from, int to) {
        CopyRows.Sums sums = new CopyRows.Sums();
        if (places == null) {
            for (int i = from; i < to; i++) {
                if (chunk[i] == '\n') {
                    sums.rows++;
                }
            }
            return sums;
        }
        RowText text = new RowText(places, columns);
        text.begin(from);
        int column = 0;
        for (int i = from; i < to; i++) {
            byte meaning = MEANING[chunk[i] & 0xff];
            if (meaning == 0) {
                continue;
            }
            if (meaning == QUOTES) {
                check(column < columns);
                text.quote(column);
            } else if (meaning == ESCAPES) {
                check(column < columns);
                // All that COPY escapes is white space or a backslash, which a row's text quotes, but a backspace.
                if (chunk[++i] == 'b') {
                    text.escape(column);
                } else {
                    text.quote(column);
                }
            } else if (meaning == ENDS_VALUE) {
                check(column + 1 < columns);
                text.end(column++, i);
            } else {
                check(column + 1 == columns);
                text.end(column, i);
                sums.rows++;
                sums.add(text.md5(chunk));
                text.begin(i + 1);
                column = 0;
            }
        }
        return sums;
    }

    private void check(boolean asManyAsNamed) {
        if (!asManyAsNamed) {
            throw new IllegalStateException("a row of " + table + " in the dump has not " + columns + " columns");
        }
    }

    /** Makes the text of one row after the other, and hands it on piece by piece: a row may be as large as the heap allows. */
    private static final class RowText {
        /** Bytes of a value between looks for room. */
        private static final int BLOCK = 1 << 12;

        private static final int PUNCTUATION = 8;

        private final MessageDigest md5;
        private final int[] places;
        private final int[] ends;
        private final boolean[] quoted;
        private final boolean[] escaped;
        private int begin;
        private final byte[] text = new byte[4 * BLOCK];
        private int length;

        RowText(int[] places, int columns) {
            this.places = places;
            ends = new int[columns];
            quoted = new boolean[columns];
            escaped = new boolean[columns];
            try {
                md5 = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has MD5", e);
            }
        }

        void begin(int at) {
            begin = at;
            Arrays.fill(quoted, false);
            Arrays.fill(escaped, false);
        }

        void escape(int column) {
            escaped[column] = true;
        }

        void quote(int column) {
            quoted[column] = true;
        }

        void end(int column, int at) {
            ends[column] = at;
        }

        byte[] md5(byte[] line) {
            char before = '(';
            for (int place : places) {
                makeRoom();
                text[length++] = (byte) before;
                before = ',';
                int from = place == 0 ? begin : ends[place - 1] + 1;
                value(line, from, ends[place], quoted[place], escaped[place]);
            }
            text[length++] = ')';
            handOn();
            return md5.digest();
        }

        /** For a block, of which quoting makes twice as much at most, and what stands around it. */
        private void makeRoom() {
            if (text.length - length < 2 * BLOCK + PUNCTUATION) {
                handOn();
            }
        }

        private void handOn() {
            md5.update(text, 0, length);
            length = 0;
        }

        private void value(byte[] line, int from, int to, boolean quotes, boolean escapes) {
            if (quotes) {
                boolean isNull = to - from == 2 && line[from] == '\\' && line[from + 1] == 'N';
                if (!isNull) {
                    text[length++] = '"';
                    unescape(line, from, to);
                    text[length++] = '"';
                }
            } else if (escapes) {
                unescape(line, from, to);
            } else if (from == to) {
                text[length++] = '"';
                text[length++] = '"';
            } else if (to - from > BLOCK) {
                handOn();
                md5.update(line, from, to - from);
            } else {
                System.arraycopy(line, from, text, length, to - from);
                length += to - from;
            }
        }

        /** Takes COPY's escapes away and doubles what a row's text doubles. */
        private void unescape(byte[] line, int from, int to) {
            int i = from;
            while (to - i > BLOCK) {
                i = unescapeBlock(line, i, i + BLOCK);
                makeRoom();
            }
            unescapeBlock(line, i, to);
        }

        /** @return where it ended: an escape is not cut */
        private int unescapeBlock(byte[] line, int from, int to) {
            int i = from;
            for (; i < to; i++) {
                byte b = line[i];
                if (b == '\\') {
                    b = unescaped(line[++i]);
                }
                if (b == '"' || b == '\\') {
                    text[length++] = b;
                }
                text[length++] = b;
            }
            return i;
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
