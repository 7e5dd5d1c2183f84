package io.catwing.backup;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.RowsApart;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipException;

/**
 * A dump of which the manifest says where its parts lie, so that several sessions can read it. A part is compared with the
 * manifest as a whole before its first byte is unpacked; every byte of the object belongs to one, so that what is read in
 * parts is what was verified when it was made.
 */
public final class PartedDump implements RowsApart {
    /** Of a part in the heap; one of more was made by nobody. */
    private static final long LARGEST = 512L << 20;

    private final StoredObject dump;
    private final ObjectStore store;
    private final Gzip gzip;
    private final List<DumpPart> parts;
    private final List<DumpPart> statements = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    /**
     * @param bytes of SQL
     * @throws QuarantinedFailure when the parts are not all of the dump
     */
    PartedDump(StoredObject dump, List<DumpPart> parts, long bytes, ObjectStore store, Gzip gzip) {
        this.dump = dump;
        this.parts = parts;
        this.store = store;
        this.gzip = gzip;
        long at = 0;
        long uncompressed = 0;
        for (DumpPart part : parts) {
            if (part == null
                    || part.at() != at
                    || part.bytes() <= 0
                    || part.bytes() > LARGEST
                    || part.sha256() == null) {
                throw patchy("no part begins at byte " + at);
            }
            at += part.bytes();
            uncompressed += part.uncompressedBytes();
            if (part.table() == null) {
                statements.add(part);
            } else {
                ranges.add(new Range(part.table(), ranges.size(), part.uncompressedBytes(), part.rows(), part));
            }
        }
        if (at != dump.bytes() || uncompressed != bytes) {
            throw patchy("its parts are " + at + " of " + dump.bytes() + " bytes");
        }
    }

    private QuarantinedFailure patchy(String how) {
        return new QuarantinedFailure(
                "the manifest of " + dump.key() + " does not say where all of the dump is: " + how,
                "do not use it: ./catwing backup --status lists the others; find out who signed it");
    }

    /**
     * Reads and unpacks all of it.
     *
     * @param threads that do, each a part at a time
     * @throws QuarantinedFailure when it is not what was written
     */
    void readBack(int threads) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> all = parts.stream().map(this::unpacking).toList();
            for (Future<Void> one : pool.invokeAll(all)) {
                one.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IOException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reading back was stopped");
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<Void> unpacking(DumpPart part) {
        return () -> {
            long bytes;
            try (InputStream sql = unpacked(part)) {
                bytes = sql.transferTo(OutputStream.nullOutputStream());
            } catch (ZipException | EOFException none) {
                throw damaged(part, "are no gzip: " + none.getMessage());
            }
            if (bytes != part.uncompressedBytes()) {
                throw damaged(
                        part, "hold " + bytes + " bytes of SQL, but " + part.uncompressedBytes() + " were written");
            }
            return null;
        };
    }

    @Override
    public List<Range> ranges() {
        return List.copyOf(ranges);
    }

    /**
     * Brings its statements into a file, as a gzip.
     *
     * @param file where nothing is yet
     */
    public void fetchStatements(Path file) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (DumpPart part : statements) {
                out.write(verified(part));
            }
        } catch (IOException broken) {
            throw new AbortingFailure(
                    dump.key() + " cannot be brought to " + file + ": " + broken.getMessage(),
                    "make room under CATWING_HOME, or look into the S3 server, then run the same command again",
                    broken);
        }
    }

    @Override
    public InputStream open(Range range) throws IOException {
        return unpacked((DumpPart) range.place());
    }

    private InputStream unpacked(DumpPart part) throws IOException {
        return gzip.unpacked(verified(part));
    }

    private byte[] verified(DumpPart part) throws IOException {
        byte[] bytes;
        try (InputStream in = store.open(dump, part.at(), part.bytes())) {
            bytes = in.readNBytes((int) part.bytes());
        }
        String found = HexFormat.of().formatHex(DumpParts.sha256().digest(bytes));
        if (!found.equals(part.sha256())) {
            throw damaged(part, "have SHA-256 " + found + ", but " + part.sha256() + " was written");
        }
        return bytes;
    }

    private QuarantinedFailure damaged(DumpPart part, String how) {
        return new QuarantinedFailure(
                dump.key() + " is damaged: its bytes from " + part.at() + " to " + (part.at() + part.bytes()) + ", "
                        + (part.table() == null ? "statements" : "rows of " + part.table()) + ", " + how,
                "do not use it: ./catwing backup --status lists the others; look into the S3 server");
    }
}
