package io.catwing.backup;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/** Compresses pieces of a part so that, one after the other, they are one deflate stream. Safe for use by several threads. */
final class Deflaters implements AutoCloseable {
    /** How far back a compressor refers. */
    static final int WINDOW = 1 << 15;

    private static final int SPARE = 1 << 10;

    private final int level;
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Deflaters(int level) {
        this.level = level;
    }

    /** @param before the end of the piece before, to which this one may refer */
    byte[] deflate(byte[] chunk, int from, int length, byte[] before) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
            // Rows are mostly digits, which Huffman codes write shorter than short matches: smaller and faster.
            deflater.setStrategy(Deflater.FILTERED);
        }
        try {
            if (before.length > 0) {
                deflater.setDictionary(before);
            }
            deflater.setInput(chunk, from, length);
            byte[] deflated = new byte[length / 4 + SPARE];
            int used = 0;
            // Where there is no room left, there may be more; a first call only takes over the strategy.
            do {
                if (used == deflated.length) {
                    deflated = Arrays.copyOf(deflated, deflated.length * 2);
                }
                used += deflater.deflate(deflated, used, deflated.length - used, Deflater.SYNC_FLUSH);
            } while (used == deflated.length || !deflater.needsInput());
            return Arrays.copyOf(deflated, used);
        } finally {
            deflater.reset();
            if (closed) {
                deflater.end();
            } else {
                idle.add(deflater);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Deflater deflater = idle.poll(); deflater != null; deflater = idle.poll()) {
            deflater.end();
        }
    }
}
