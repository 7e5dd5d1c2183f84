package io.catwing.load.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of rows in COPY's text format, grown as needed and reused. Escapes are those that PostgreSQL writes itself, so
 * that rows can be compared as bytes.
 */
public final class CopyBuffer {
    /** A buffer that one huge record has grown beyond this is released. */
    private static final int KEPT = 16 << 20;

    private byte[] bytes;
    private int length;

    public CopyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT / 4];
        }
    }

    public void truncate(int to) {
        length = to;
    }

    public void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    public void put(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    public void put(byte[] all) {
        put(all, 0, all.length);
    }

    /** Two bytes, big-endian, as in all that PostgreSQL sends. */
    public void int16(int value) {
        room(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    public void int32(int value) {
        room(4);
        bytes[length++] = (byte) (value >> 24);
        bytes[length++] = (byte) (value >> 16);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    public void int64(long value) {
        int32((int) (value >> 32));
        int32((int) value);
    }

    /** SQL's null. */
    void putNull() {
        put('\\');
        put('N');
    }

    /** Characters that are known to be ASCII and to need no escape. */
    void ascii(char[] text, int from, int count) {
        room(count);
        // In this form the compiler generates a few wide instructions.
        byte[] b = bytes;
        int to = length;
        for (int i = 0; i < count; i++) {
            b[to + i] = (byte) text[from + i];
        }
        length = to + count;
    }

    public void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** A number with at least this many digits, with leading zeros. */
    void digits(int number, int width) {
        room(width);
        for (int i = width - 1, rest = number; i >= 0; i--, rest /= 10) {
            bytes[length + i] = (byte) ('0' + rest % 10);
        }
        length += width;
    }

    /**
     * Any text, escaped.
     *
     * @return why PostgreSQL cannot keep it, or null
     */
    String text(char[] text, int from, int count) {
        // An escape is two bytes, a character of the basic plane up to three, a surrogate pair four.
        room(3 * count);
        byte[] b = bytes;
        int n = length;
        for (int i = from, end = from + count; i < end; i++) {
            char c = text[i];
            if (c < 0x80) {
                if (c == '\\' || c < ' ') {
                    if (c == 0) {
                        return "holds U+0000, which PostgreSQL cannot keep";
                    }
                    char escape = escape(c);
                    if (escape != 0) {
                        b[n++] = '\\';
                        c = escape;
                    }
                }
                b[n++] = (byte) c;
            } else if (c < 0x800) {
                b[n++] = (byte) (0xC0 | c >> 6);
                b[n++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                b[n++] = (byte) (0xE0 | c >> 12);
                b[n++] = (byte) (0x80 | c >> 6 & 0x3F);
                b[n++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text[i + 1])) {
                int point = Character.toCodePoint(c, text[++i]);
                b[n++] = (byte) (0xF0 | point >> 18);
                b[n++] = (byte) (0x80 | point >> 12 & 0x3F);
                b[n++] = (byte) (0x80 | point >> 6 & 0x3F);
                b[n++] = (byte) (0x80 | point & 0x3F);
            } else {
                return "holds half a surrogate pair, which is no character";
            }
        }
        length = n;
        return null;
    }

    private static char escape(char c) {
        return switch (c) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\b' -> 'b';
            case '\f' -> 'f';
            case 0x0B -> 'v';
            default -> 0;
        };
    }

    /** The text between two positions, unescaped; null for SQL's null. */
    public static String decode(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        if (raw.equals("\\N")) {
            return null;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                c = switch (raw.charAt(++i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'v' -> 0x0B;
                    default -> '\\';
                };
            }
            text.append(c);
        }
        return text.toString();
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(length, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }
}
