package io.catwing.backup;

import io.catwing.bucket.SpoolFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Compresses dumps and unpacks them: by the system's libdeflate, or, where that is not installed, by Java. What either
 * writes, both can read.
 */
@Component
public class Gzip {
    private static final int BUFFER = 1 << 16;

    private final BooleanSupplier hasLibdeflate;

    @Autowired
    public Gzip(SpoolFolder spool) {
        this(() -> Libdeflate.isThere(spool.folder()));
    }

    Gzip(BooleanSupplier hasLibdeflate) {
        this.hasLibdeflate = hasLibdeflate;
    }

    /** @param level 1 to 9 */
    Compressors compressors(int level) {
        return hasLibdeflate.getAsBoolean() ? new OfLibdeflate(level) : new OfJava(level);
    }

    /** What members of gzip hold. Close it. */
    InputStream unpacked(byte[] members) throws IOException {
        return hasLibdeflate.getAsBoolean()
                ? new Libdeflate.Unpacked(members)
                : new GZIPInputStream(new ByteArrayInputStream(members), BUFFER);
    }

    /** Safe for use by several threads. */
    interface Compressors extends AutoCloseable {
        /** One member of gzip or several, one after the other. */
        byte[] compress(byte[] bytes, int from, int length) throws IOException;

        @Override
        void close();
    }

    private record OfJava(int level) implements Compressors {
        @Override
        public byte[] compress(byte[] bytes, int from, int length) throws IOException {
            ByteArrayOutputStream member = new ByteArrayOutputStream(length / 4);
            try (GZIPOutputStream gzip = new ForRows(member, level)) {
                gzip.write(bytes, from, length);
            }
            return member.toByteArray();
        }

        @Override
        public void close() {
            // Each has ended its own.
        }
    }

    private static final class ForRows extends GZIPOutputStream {
        ForRows(ByteArrayOutputStream member, int level) throws IOException {
            super(member, BUFFER);
            def.setLevel(level);
            // Rows are mostly digits, which Huffman codes write shorter than short matches: smaller and faster.
            def.setStrategy(Deflater.FILTERED);
        }
    }

    private static final class OfLibdeflate implements Compressors {
        private final int level;
        private final Queue<Libdeflate.Compressor> idle = new ConcurrentLinkedQueue<>();
        private boolean closed;

        OfLibdeflate(int level) {
            this.level = level;
        }

        @Override
        public byte[] compress(byte[] bytes, int from, int length) {
            Libdeflate.Compressor some = idle.poll();
            Libdeflate.Compressor compressor = some == null ? new Libdeflate.Compressor(level) : some;
            try {
                ByteArrayOutputStream members = new ByteArrayOutputStream(length / 4);
                for (int at = 0; at < length; at += Libdeflate.SLICE) {
                    members.writeBytes(compressor.compress(bytes, from + at, Math.min(Libdeflate.SLICE, length - at)));
                }
                return members.toByteArray();
            } finally {
                done(compressor);
            }
        }

        private synchronized void done(Libdeflate.Compressor compressor) {
            if (closed) {
                compressor.close();
            } else {
                idle.add(compressor);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            for (Libdeflate.Compressor one = idle.poll(); one != null; one = idle.poll()) {
                one.close();
            }
        }
    }
}
