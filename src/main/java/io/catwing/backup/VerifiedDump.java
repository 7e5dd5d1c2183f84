package io.catwing.backup;

import io.catwing.failure.QuarantinedFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The SQL of a dump, checked while it is read: its end is told only after the compressed bytes were all there and had the
 * SHA-256 that they should. Whoever sees the end has seen the dump that was verified.
 */
final class VerifiedDump extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final String key;
    private final String sha256;
    private final long bytes;
    private final DigestInputStream hashed;
    private final Members compressed;
    private InputStream sql;
    private long read;
    private boolean ended;

    /** @param bytes of SQL */
    VerifiedDump(InputStream object, String key, String sha256, long bytes) {
        this.key = key;
        this.sha256 = sha256;
        this.bytes = bytes;
        try {
            this.hashed = new DigestInputStream(object, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        this.compressed = new Members(hashed);
    }

    /** Java's reader takes a gzip's first member for all of it where the stream does not say at once that more is there. */
    private static final class Members extends PushbackInputStream {
        Members(InputStream in) {
            super(in, 1);
        }

        @Override
        public int available() throws IOException {
            int next = read();
            if (next < 0) {
                return 0;
            }
            unread(next);
            return 1;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            if (sql == null) {
                sql = new GZIPInputStream(compressed, BUFFER);
            }
            int got = sql.read(into, at, length);
            if (got < 0) {
                checkWhole();
                ended = true;
            } else {
                read += got;
            }
            return got;
        } catch (ZipException | EOFException damaged) {
            throw damaged(damaged.getMessage() == null ? "it is cut" : damaged.getMessage(), damaged);
        }
    }

    private void checkWhole() throws IOException {
        byte[] rest = new byte[BUFFER];
        while (compressed.read(rest) >= 0) {
            // What comes after the end of the gzip counts for the hash.
        }
        String found = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        if (!found.equals(sha256)) {
            throw damaged("it has SHA-256 " + found + ", but " + sha256 + " was written", null);
        }
        if (read != bytes) {
            throw damaged("it holds " + read + " bytes of SQL, but " + bytes + " were written", null);
        }
    }

    private QuarantinedFailure damaged(String how, Exception cause) {
        return new QuarantinedFailure(
                key + " is damaged: " + how,
                "do not use it: ./catwing backup --status lists the others; look into the S3 server",
                cause);
    }

    @Override
    public void close() throws IOException {
        compressed.close();
    }
}
