package io.catwing.http;

import io.catwing.failure.QuarantinedFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An answer with the client's limit on its length, counted after decompression. */
public final class LimitedBody extends FilterInputStream {

    private final long limit;
    private final String hint;
    private long bytes;

    /** @param hint what to do if it is longer */
    public LimitedBody(InputStream in, long limit, String hint) {
        super(in);
        this.limit = limit;
        this.hint = hint;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) {
        bytes += read;
        if (bytes > limit) {
            throw new QuarantinedFailure("the answer is longer than the limit of " + limit + " bytes", hint);
        }
    }
}
