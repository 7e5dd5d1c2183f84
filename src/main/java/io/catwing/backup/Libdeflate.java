package io.catwing.backup;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's libdeflate: gzip, for buffers that are in memory as a whole. What is handed to it and what it makes is held
 * outside of the heap, a slice at a time.
 */
final class Libdeflate {
    /** Bytes that are one member of gzip, at most. */
    static final int SLICE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Libdeflate.class);
    private static final String LIBRARY = "libdeflate.so.0";
    private static Boolean there;

    private Libdeflate() {}

    /**
     * Tells whether it can be used, and says in the log once if it cannot.
     *
     * @param folder of this process alone, in which what calls the library is unpacked and loaded from
     */
    static synchronized boolean isThere(Path folder) {
        if (there == null) {
            System.setProperty("jna.tmpdir", folder.toString());
            try {
                Native.register(Libdeflate.class, LIBRARY);
                there = true;
            } catch (LinkageError absent) {
                LOG.info(
                        "dumps are compressed by Java, which takes several times longer: {}\n\tHINT: apt-get install"
                                + " libdeflate0",
                        absent.getMessage());
                there = false;
            }
        }
        return there;
    }

    // Names and order as in libdeflate.h; a size_t is a long.

    private static native Pointer libdeflate_alloc_compressor(int level);

    private static native void libdeflate_free_compressor(Pointer compressor);

    private static native long libdeflate_gzip_compress_bound(Pointer compressor, long length);

    private static native long libdeflate_gzip_compress(
            Pointer compressor, Pointer from, long length, Pointer into, long room);

    private static native Pointer libdeflate_alloc_decompressor();

    private static native void libdeflate_free_decompressor(Pointer decompressor);

    private static native int libdeflate_gzip_decompress_ex(
            Pointer decompressor,
            Pointer from,
            long length,
            Pointer into,
            long room,
            LongByReference taken,
            LongByReference made);

    /** For one thread at a time. */
    static final class Compressor implements AutoCloseable {
        private final Pointer compressor;
        private final Memory from = new Memory(SLICE);
        private final Memory into;

        /** @param level 1 to 12 */
        Compressor(int level) {
            compressor = allocated(libdeflate_alloc_compressor(level));
            into = new Memory(libdeflate_gzip_compress_bound(compressor, SLICE));
        }

        /** One member. @param length {@link #SLICE} at most */
        byte[] compress(byte[] bytes, int at, int length) {
            from.write(0, bytes, at, length);
            long made = libdeflate_gzip_compress(compressor, from, length, into, into.size());
            if (made == 0) {
                throw new IllegalStateException(LIBRARY + " took more than it said that it would");
            }
            return into.getByteArray(0, (int) made);
        }

        @Override
        public void close() {
            libdeflate_free_compressor(compressor);
            from.close();
            into.close();
        }
    }

    /** What members of gzip hold, one after the other. */
    static final class Unpacked extends InputStream {
        private final byte[] members;
        private final Pointer decompressor = allocated(libdeflate_alloc_decompressor());
        private final Memory from = new Memory(2 * SLICE);
        private final Memory into = new Memory(SLICE);
        private final LongByReference taken = new LongByReference();
        private final LongByReference made = new LongByReference();
        private int next;
        private int at;
        private int end;
        private InputStream byJava;
        private boolean closed;

        Unpacked(byte[] members) {
            this.members = members;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int where, int length) throws IOException {
            while (byJava == null && at == end) {
                if (next == members.length) {
                    return length == 0 ? 0 : -1;
                }
                unpack();
            }
            if (byJava != null) {
                return byJava.read(bytes, where, length);
            }
            int some = Math.min(length, end - at);
            into.read(at, bytes, where, some);
            at += some;
            return some;
        }

        private void unpack() throws IOException {
            int length = (int) Math.min(from.size(), members.length - next);
            from.write(0, members, next, length);
            if (libdeflate_gzip_decompress_ex(decompressor, from, length, into, into.size(), taken, made) == 0) {
                next += (int) taken.getValue();
                at = 0;
                end = (int) made.getValue();
            } else {
                // Larger than a slice, as in older dumps; or no gzip, and then Java says what is wrong with it.
                byJava = new GZIPInputStream(new ByteArrayInputStream(members, next, members.length - next));
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                libdeflate_free_decompressor(decompressor);
                from.close();
                into.close();
            }
        }
    }

    private static Pointer allocated(Pointer some) {
        if (some == null) {
            throw new OutOfMemoryError("no memory for " + LIBRARY);
        }
        return some;
    }
}
