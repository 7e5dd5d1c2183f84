package io.catwing.load.mapping;

import io.catwing.client.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A raw file's bytes as the parser reads them. Keeps those of the current record, so that a rejected one is stored
 * literally, and computes the file's SHA-256.
 */
final class RecordWindow extends InputStream {
    private final InputStream source;
    private final MessageDigest sha256;

    private byte[] kept = new byte[1 << 16];
    /** Position in the file of the first byte kept. */
    private long base;

    private int length;
    private long from;

    RecordWindow(InputStream source) throws IOException {
        PushbackInputStream afterMark = new PushbackInputStream(source, 3);
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        byte[] mark = afterMark.readNBytes(3);
        boolean marked = mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF;
        if (marked) {
            sha256.update(mark);
        } else {
            afterMark.unread(mark);
        }
        this.source = afterMark;
    }

    /** Bytes before this position are no longer needed. */
    void forgetBefore(long place) {
        from = place;
    }

    /** A piece of the file that has not been forgotten. */
    byte[] piece(long start, long end) {
        return Arrays.copyOfRange(kept, (int) (start - base), (int) (end - base));
    }

    /** Of the whole file, once it has been read to its end. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = source.read(into, offset, count);
        if (read > 0) {
            sha256.update(into, offset, read);
            keep(into, offset, read);
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private void keep(byte[] bytes, int offset, int count) throws IOException {
        if (kept.length - length < count) {
            int unused = (int) Math.min(from - base, length);
            System.arraycopy(kept, unused, kept, 0, length - unused);
            base += unused;
            length -= unused;
            if (length + count > Limits.RAW_RECORD_BYTES) {
                throw new RecordTooLong();
            }
            if (kept.length - length < count) {
                kept = Arrays.copyOf(kept, Math.max(length + count, kept.length * 2));
            }
        }
        System.arraycopy(bytes, offset, kept, length, count);
        length += count;
    }

    /** A record is longer than the heap can hold. */
    static final class RecordTooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
