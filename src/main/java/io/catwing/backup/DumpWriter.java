package io.catwing.backup;

import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.backup.CopyScanner.Segment;
import io.catwing.backup.DumpParts.Piece;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.dump.CopyBlock;
import io.catwing.postgres.dump.CopyRows;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

/**
 * Takes a plain dump as pg_dump writes it and makes the spool file of it, in one pass: chunks of whole lines are compressed,
 * and their rows digested, on several threads; they are written in order, as parts that {@link DumpParts} cuts at the borders
 * of large tables. A handful of chunks is all that is in the heap, fewer where rows are large. A command that is ended closes this from another thread
 * than the one that writes.
 */
final class DumpWriter extends OutputStream {
    /** What one PUT takes. */
    static final long GREATEST = 5L << 30;

    private static final int CHUNK = 1 << 20;
    /** Chunks that wait for a thread: pg_dump and the server go on while one is busy. */
    private static final int WAITING = 4;

    /** Bytes of all that wait; one that is larger waits alone. */
    static final long MOST_WAITING = 64 << 20;

    private static final int LONGEST_LINE = 256 << 20;

    private final Path spool;
    private final OutputStream file;
    private final ExecutorService workers;
    private final int ahead;
    private final Gzip.Compressors compressors;
    private final CopyScanner scanner;
    private final DumpParts parts = new DumpParts(this::put);
    private final Deque<Waiting> chunks = new ArrayDeque<>();
    private final SortedMap<String, CopyRows> tables = new TreeMap<>();
    private final MessageDigest sha256 = DumpParts.sha256();
    private byte[] buffer = new byte[CHUNK];
    private int used;
    private long waiting;
    private long bytes;
    private long uncompressed;
    private boolean closed;
    private List<DumpPart> written = List.of();

    /** A chunk that its thread is done with. */
    private record Chunk(List<Compressed> pieces, Map<CopyBlock, CopyRows.Sums> rows) {}

    /** One that its thread may not be done with. @param bytes that it holds */
    private record Waiting(Future<Chunk> chunk, int bytes) {}

    private record Compressed(Piece piece, byte[] members, long rows) {}

    /**
     * @param file gets the compressed bytes; closed with this
     * @param threads that digest and compress
     * @param compressors that they use; closed with this
     */
    DumpWriter(
            Path spool,
            OutputStream file,
            int threads,
            Gzip.Compressors compressors,
            Map<String, List<String>> digested) {
        this.spool = spool;
        this.file = file;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "backup-dump");
            thread.setDaemon(true);
            return thread;
        });
        this.ahead = threads + WAITING;
        this.compressors = compressors;
        this.scanner = new CopyScanner(digested);
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
        uncompressed += length;
        CopyBlock before = scanner.open();
        List<Segment> segments = scanner.scan(chunk, length);
        List<Piece> pieces = cut(length, before, segments);
        while (!chunks.isEmpty() && (chunks.size() >= ahead || waiting + chunk.length > MOST_WAITING)) {
            finish(chunks.remove());
        }
        waiting += chunk.length;
        chunks.add(new Waiting(workers.submit(() -> work(chunk, pieces, segments)), chunk.length));
    }

    /** Bytes of the chunks that wait. */
    synchronized long waiting() {
        return waiting;
    }

    /** Rows of a table that began in an earlier chunk, or goes on in a later one, are apart from the statements between. */
    private List<Piece> cut(int length, CopyBlock before, List<Segment> segments) {
        int statements = 0;
        if (before != null && !segments.isEmpty() && segments.get(0).block() == before) {
            statements = segments.get(0).to();
        }
        int rows = length;
        CopyBlock after = scanner.open();
        if (after != null && after != before) {
            rows = segments.stream()
                    .filter(segment -> segment.block() == after)
                    .mapToInt(Segment::from)
                    .min()
                    .orElse(length);
        }
        List<Piece> pieces = new ArrayList<>();
        addPiece(pieces, 0, statements, before);
        addPiece(pieces, statements, rows, null);
        addPiece(pieces, rows, length, after);
        return pieces;
    }

    private void addPiece(List<Piece> pieces, int from, int to, CopyBlock of) {
        if (to > from) {
            pieces.add(parts.piece(from, to, of == null ? null : of.table()));
        }
    }

    private Chunk work(byte[] chunk, List<Piece> pieces, List<Segment> segments) throws IOException {
        Map<CopyBlock, CopyRows.Sums> rows = new LinkedHashMap<>();
        for (Segment segment : segments) {
            CopyRows.Sums sums = segment.block().sum(chunk, segment.from(), segment.to());
            // Before its rows, a table is named with none.
            rows.merge(segment.block(), sums, (none, some) -> some);
        }
        List<Compressed> compressed = new ArrayList<>();
        for (Piece piece : pieces) {
            long count = rows.entrySet().stream()
                    .filter(table -> table.getKey().table().equals(piece.table()))
                    .mapToLong(table -> table.getValue().rows())
                    .sum();
            compressed.add(new Compressed(piece, compressors.compress(chunk, piece.from(), piece.length()), count));
        }
        return new Chunk(compressed, rows);
    }

    private void finish(Waiting next) throws IOException {
        waiting -= next.bytes();
        Chunk chunk;
        try {
            chunk = next.chunk().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the dump was stopped");
        } catch (ExecutionException e) {
            throw new IOException("a chunk of the dump could not be compressed", e.getCause());
        }
        chunk.rows()
                .forEach((block, sums) -> tables.computeIfAbsent(block.table(), name -> new CopyRows(block.hasDigest()))
                        .add(sums));
        for (Compressed piece : chunk.pieces()) {
            parts.write(piece.piece(), piece.members(), piece.rows());
        }
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
            while (!chunks.isEmpty()) {
                finish(chunks.remove());
            }
            written = parts.finish();
        } finally {
            chunks.forEach(next -> next.chunk().cancel(false));
            workers.shutdown();
            compressors.close();
        }
    }

    /** What was written, once it is closed. */
    DumpFacts facts() {
        SortedMap<String, TableContent> contents = new TreeMap<>();
        tables.forEach((name, rows) -> {
            Digest content = rows.content();
            contents.put(name, new TableContent(content.rows(), content.value()));
        });
        return new DumpFacts(
                HexFormat.of().formatHex(sha256.digest()),
                bytes,
                uncompressed,
                scanner.complete(),
                contents,
                scanner.schema(),
                written);
    }
}
