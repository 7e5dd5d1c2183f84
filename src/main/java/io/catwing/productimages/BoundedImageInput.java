package io.catwing.productimages;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Ends a decoder that reads far more than the file holds: one of some hundred bytes may claim tables of millions of entries,
 * and the WebP decoder looks for each of them behind the end.
 */
final class BoundedImageInput extends ImageInputStreamImpl {
    /** Decoders go back by some bytes, and ask for single ones. */
    private static final int TIMES = 64;

    private static final long LEAST = 4L << 20;
    private static final int BYTES_A_CALL = 16;

    private final ImageInputStream in;
    private long left;

    BoundedImageInput(ImageInputStream in, long length) {
        this.in = in;
        this.left = LEAST + TIMES * length;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        int read = in.read();
        count(1);
        streamPos += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        bitOffset = 0;
        int read = in.read(into, offset, length);
        count(read);
        streamPos += Math.max(read, 0);
        return read;
    }

    private void count(int bytes) throws IOException {
        left -= Math.max(bytes, BYTES_A_CALL);
        if (left < 0) {
            throw new IOException("it claims more than it holds");
        }
    }

    @Override
    public void seek(long to) throws IOException {
        super.seek(to);
        in.seek(to);
    }

    @Override
    public long length() {
        try {
            return in.length();
        } catch (IOException unknown) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        in.close();
    }
}
