package io.catwing.productimages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Ends a decoder that reads far more than the file holds: one of some hundred bytes may claim tables of millions of entries,
 * and the WebP decoder looks for each of them behind the end. Remembers that the file could not be read, which decoders take for
 * a fault of the image.
 */
final class BoundedImageInput extends ImageInputStreamImpl {
    /** Decoders go back by some bytes, and ask for single ones. */
    private static final int TIMES = 64;

    private static final long LEAST = 4L << 20;
    private static final int BYTES_A_CALL = 16;

    private final ImageInputStream in;
    private long left;
    private IOException broken;

    BoundedImageInput(ImageInputStream in, long length) {
        this.in = in;
        this.left = LEAST + TIMES * length;
    }

    /** Buffered, by the one that comes with the WebP reader: it asks for single bits. */
    static BoundedImageInput of(Path file) throws IOException {
        ImageInputStream in = ImageIO.createImageInputStream(file.toFile());
        if (in == null) {
            // Its maker keeps the reason to itself.
            throw new IOException(file + " cannot be opened");
        }
        return new BoundedImageInput(in, Files.size(file));
    }

    /** @throws IOException that a read met before */
    void requireSound() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        int read = next();
        count(1);
        streamPos += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        int read = next(into, offset, length);
        count(read);
        streamPos += Math.max(read, 0);
        return read;
    }

    private int next() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    /** All that is asked for: decoders take fewer bytes for the end of the file, and ask no further. */
    private int next(byte[] into, int offset, int length) throws IOException {
        try {
            int all = in.read(into, offset, length);
            for (int read = all; read > 0 && all < length; ) {
                read = in.read(into, offset + all, length - all);
                all += Math.max(read, 0);
            }
            return all;
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        broken = broken == null ? e : broken;
        return broken;
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
