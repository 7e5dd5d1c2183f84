package io.catwing.fetch;

import io.catwing.failure.Secrets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Remembers how a body begins, so that a message can show it when the body turns out to be something else. */
final class FirstBytes extends FilterInputStream {
    /** More than is shown, so that a secret that is echoed there is known as a whole. */
    private static final int KEPT = 16 << 10;

    private static final int SHOWN = 80;

    private byte[] first = new byte[SHOWN];
    private int count;

    FirstBytes(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0 && count < KEPT) {
            keep(new byte[] {(byte) one}, 0, 1);
        }
        return one;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int some = super.read(to, offset, length);
        if (some > 0 && count < KEPT) {
            keep(to, offset, Math.min(some, KEPT - count));
        }
        return some;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void keep(byte[] bytes, int offset, int some) {
        if (count + some > first.length) {
            first = Arrays.copyOf(first, Math.min(KEPT, Math.max(count + some, 2 * first.length)));
        }
        System.arraycopy(bytes, offset, first, count, some);
        count += some;
    }

    /** {@code ; it begins with '…'}, without secrets and control characters; empty if nothing came. */
    String told() {
        if (count == 0) {
            return "";
        }
        String text = Secrets.mask(new String(first, 0, count, StandardCharsets.UTF_8));
        int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        StringBuilder shown = new StringBuilder("; it begins with '");
        text.substring(0, end).codePoints().forEach(point -> escaped(point, shown));
        return shown.append(end < text.length() ? "…'" : "'").toString();
    }

    private static void escaped(int point, StringBuilder to) {
        switch (point) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                    to.append(String.format("\\u%04x", point));
                } else {
                    to.appendCodePoint(point);
                }
            }
        }
    }
}
