package io.catwing.ml.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.Encoding;

/**
 * Walks through the counts of encoded values without decoding any. Counts are inside the encoded bytes, and decoders allocate
 * memory by them. Anything inconsistent is an {@link IllegalStateException}, or the buffer's own exception at its end.
 */
final class EncodedCounts {
    /** Groups of 8 values packed in one run; writers end a run after some sixty. */
    private static final int MOST_GROUPS = 1 << 20;

    /** Differences in one page; writers begin another page after some ten thousand. */
    private static final int MOST_DIFFERENCES = 1 << 22;

    private static final int LARGEST_BLOCK = 1 << 16;

    private EncodedCounts() {}

    static int littleEndian(ByteBuffer in) {
        return part(in, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** The next bytes, which are skipped. */
    static ByteBuffer part(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalStateException("a part of " + length + " bytes in " + in.remaining());
        }
        ByteBuffer part = in.slice().limit(length);
        in.position(in.position() + length);
        return part;
    }

    static void checkValues(Encoding encoding, ByteBuffer in, int count) {
        switch (encoding) {
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> checkRuns(in, in.get() & 0xff, count);
            case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> checkDifferences(in, count);
            case DELTA_BYTE_ARRAY -> {
                checkDifferences(in, count);
                checkDifferences(in, count);
            }
            default -> {
                // The others are as long as they are.
            }
        }
    }

    /** Runs of the encoding called RLE, with packed ones between: levels, and dictionary indexes. */
    static void checkRuns(ByteBuffer in, int bits, int count) {
        if (bits > Integer.SIZE) {
            throw new IllegalStateException("values of " + bits + " bits");
        }
        long seen = 0;
        while (seen < count && in.hasRemaining()) {
            int header = variable(in);
            int length = header >>> 1;
            if ((header & 1) == 0) {
                seen += length;
                part(in, (bits + 7) / 8);
            } else {
                // The last group may be cut off.
                if (length > MOST_GROUPS || (long) (length - 1) * bits > in.remaining()) {
                    throw new IllegalStateException(
                            "a run of " + 8L * length + " values in " + in.remaining() + " bytes");
                }
                seen += 8L * length;
                part(in, Math.min(in.remaining(), length * bits));
            }
        }
    }

    /** The encoding DELTA_BINARY_PACKED, to its end. */
    private static void checkDifferences(ByteBuffer in, int most) {
        int block = variable(in);
        int parts = variable(in);
        int count = variable(in);
        if (block <= 0 || block > LARGEST_BLOCK || parts <= 0 || parts > block || block % parts != 0) {
            throw new IllegalStateException("blocks of " + block + " differences in " + parts + " parts");
        }
        if (count < 0 || count > most || count > MOST_DIFFERENCES) {
            throw new IllegalStateException(count + " differences in a page of " + most + " values");
        }
        skipVariable(in);
        for (int left = count - 1; left > 0; ) {
            skipVariable(in);
            ByteBuffer widths = part(in, parts);
            for (int i = 0; i < parts && left > 0; i++) {
                part(in, block / parts * widths.get() / 8);
                left -= block / parts;
            }
        }
    }

    private static void skipVariable(ByteBuffer in) {
        while ((in.get() & 0x80) != 0) {
            // The next byte belongs to it, too.
        }
    }

    private static int variable(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a count of more than five bytes");
    }
}
