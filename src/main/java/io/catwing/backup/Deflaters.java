package io.catwing.backup;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/** Compresses chunks to pieces that, one after the other, are one deflate stream. Safe for use by several threads. */
final class Deflaters implements AutoCloseable {
    private static final int SPARE = 1 << 10;

    private final int level;
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Deflaters(int level) {
        this.level = level;
    }

    /** @param before the end of the chunk before, to which this one may refer */
    byte[] deflate(byte[] chunk, int length, byte[] before) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        try {
            if (before.length > 0) {
                deflater.setDictionary(before);
            }
            deflater.setInput(chunk, 0, length);
            byte[] deflated = new byte[length / 4 + SPARE];
            int used = 0;
            while (true) {
                int some = deflater.deflate(deflated, used, deflated.length - used, Deflater.SYNC_FLUSH);
                used += some;
                if (used < deflated.length) {
                    return Arrays.copyOf(deflated, used);
                }
                deflated = Arrays.copyOf(deflated, deflated.length * 2);
            }
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
