package io.catwing.fetch;

import io.catwing.client.Limits;
import java.io.IOException;
import java.io.Reader;

/** A text as a parser reads it. Keeps what was read since a place, so that a record can be stored as it was sent. */
final class KeptText extends Reader {
    private final Reader text;
    private char[] kept = new char[1 << 14];
    /** Place in the text of the first character that is kept. */
    private long base;

    private int length;
    private long from;

    KeptText(Reader text) {
        this.text = text;
    }

    /** What stands before is not asked for any more. */
    void forgetBefore(long place) {
        from = Math.max(from, place);
    }

    /** A piece that was not forgotten. */
    String text(long start, long end) {
        return new String(kept, (int) (start - base), (int) (end - start));
    }

    @Override
    public int read(char[] to, int offset, int count) throws IOException {
        int read = text.read(to, offset, count);
        if (read > 0) {
            keep(to, offset, read);
        }
        return read;
    }

    private void keep(char[] characters, int offset, int count) {
        if (kept.length - length < count) {
            int unused = (int) Math.max(0, Math.min(from - base, length));
            System.arraycopy(kept, unused, kept, 0, length - unused);
            base += unused;
            length -= unused;
            XmlElement.requireShort(length);
            if (kept.length - length < count) {
                kept = java.util.Arrays.copyOf(
                        kept, Math.max(length + count, Math.min(kept.length, Limits.RECORD_BYTES) * 2));
            }
        }
        System.arraycopy(characters, offset, kept, length, count);
        length += count;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
