package io.catwing.backup;

import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.backup.CopyScanner.Segment;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Takes a plain dump as pg_dump writes it and makes the spool file of it, in one pass: chunks of whole lines are
 * compressed, and their rows digested, on several threads; they are written in order, as one member of gzip that any
 * gunzip reads (some readers stop at the end of a first member). A handful of chunks is all that is in the heap. A command that is ended
 * closes this from another thread than the one that writes.
 */
final class DumpWriter extends OutputStream {
    /** What one PUT takes. */
    static final long GREATEST = 5L << 30;

    private static final int CHUNK = 1 << 20;
    /** Chunks that wait for a thread: pg_dump and the server go on while one is busy. */
    private static final int WAITING = 4;

    private static final int LONGEST_LINE = 256 << 20;
    private static final int WINDOW = 1 << 15;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** A last, empty block: every chunk ends with a block that is none. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final Path spool;
    private final OutputStream file;
    private final ExecutorService workers;
    private final int ahead;
    private final Deflaters deflaters;
    private final CopyScanner scanner;
    private final Deque<Future<Part>> parts = new ArrayDeque<>();
    private final SortedMap<String, CopyRows> tables = new TreeMap<>();
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256;
    private byte[] buffer = new byte[CHUNK];
    private int used;
    private byte[] window = {};
    private long bytes;
    private long uncompressed;
    private boolean closed;

    /** A chunk when its threads are done with it. */
    private record Part(byte[] deflated, int length, Map<CopyBlock, CopyRows.Sums> rows) {}

    /**
     * @param file gets the compressed bytes; closed with this
     * @param threads that digest and compress
     */
    DumpWriter(Path spool, OutputStream file, int threads, int level, Map<String, List<String>> digested)
            throws IOException {
        this.spool = spool;
        this.file = file;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "backup-dump");
            thread.setDaemon(true);
            return thread;
        });
        this.ahead = threads + WAITING;
        this.deflaters = new Deflaters(level);
        this.scanner = new CopyScanner(digested);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        put(HEADER, HEADER.length);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int some = Math.min(left, buffer.length - used);
            System.arraycopy(from, at, buffer, used, some);
            used += some;
            at += some;
            left -= some;
            if (used == buffer.length) {
                cut();
            }
        }
    }

    /** Hands on the whole lines of a full buffer. */
    private void cut() throws IOException {
        int end = used;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        if (end == 0) {
            if (buffer.length >= LONGEST_LINE) {
                throw new QuarantinedFailure(
                        "the dump has a row of more than " + LONGEST_LINE + " bytes",
                        "find it by pg_column_size, and whoever sends such values");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return;
        }
        byte[] rest = Arrays.copyOfRange(buffer, end, Math.max(end + CHUNK, used));
        int restLength = used - end;
        submit(buffer, end);
        buffer = rest;
        used = restLength;
    }

    private void submit(byte[] chunk, int length) throws IOException {
        crc.update(chunk, 0, length);
        uncompressed += length;
        List<Segment> segments = scanner.scan(chunk, length);
        byte[] before = window;
        window = Arrays.copyOfRange(chunk, Math.max(0, length - WINDOW), length);
        while (parts.size() >= ahead) {
            finish(parts.remove());
        }
        parts.add(workers.submit(() -> work(chunk, length, before, segments)));
    }

    private Part work(byte[] chunk, int length, byte[] before, List<Segment> segments) {
        Map<CopyBlock, CopyRows.Sums> rows = new LinkedHashMap<>();
        for (Segment segment : segments) {
            CopyRows.Sums sums = segment.block().sum(chunk, segment.from(), segment.to());
            // Before its rows, a table is named with none.
            rows.merge(segment.block(), sums, (none, some) -> some);
        }
        byte[] deflated = deflaters.deflate(chunk, length, before);
        return new Part(deflated, deflated.length, rows);
    }

    private void finish(Future<Part> future) throws IOException {
        Part part;
        try {
            part = future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the dump was stopped");
        } catch (ExecutionException e) {
            throw new IOException("a chunk of the dump could not be compressed", e.getCause());
        }
        part.rows()
                .forEach((block, sums) -> tables.computeIfAbsent(block.table, name -> new CopyRows(block.hasDigest()))
                        .add(sums));
        put(part.deflated(), part.length());
    }

    private void put(byte[] some, int length) throws IOException {
        bytes += length;
        if (bytes > GREATEST) {
            throw new QuarantinedFailure(
                    "the dump is larger than " + (GREATEST >> 30) + " GiB, which is the most that S3 takes at once",
                    "set CATWING_BACKUP_COMPRESSION to 9, or back up this database by other means");
        }
        try {
            file.write(some, 0, length);
        } catch (IOException full) {
            throw new QuarantinedFailure(
                    "the dump cannot be written to " + spool + ": " + full.getMessage(),
                    "make room under CATWING_HOME, or move it; nothing was stored, and older backups are as they were",
                    full);
        }
        sha256.update(some, 0, length);
    }

    /** The rest, and gzip's end. What failed before is not tried again. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            if (used > 0) {
                submit(buffer, used);
            }
            while (!parts.isEmpty()) {
                finish(parts.remove());
            }
            put(LAST_BLOCK, LAST_BLOCK.length);
            byte[] end = new byte[8];
            for (int i = 0; i < 4; i++) {
                end[i] = (byte) (crc.getValue() >>> 8 * i);
                end[i + 4] = (byte) (uncompressed >>> 8 * i);
            }
            put(end, end.length);
        } finally {
            parts.forEach(part -> part.cancel(false));
            workers.shutdown();
            deflaters.close();
        }
    }

    /** What was written, once it is closed. */
    DumpFacts facts() {
        SortedMap<String, TableContent> contents = new TreeMap<>();
        tables.forEach((name, rows) -> contents.put(name, rows.content()));
        return new DumpFacts(
                HexFormat.of().formatHex(sha256.digest()),
                bytes,
                uncompressed,
                scanner.complete(),
                contents,
                scanner.schema());
    }
}
