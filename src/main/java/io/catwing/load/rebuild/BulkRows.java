package io.catwing.load.rebuild;

import io.catwing.load.copy.RowIndex;
import io.catwing.load.mapping.FileCounters;
import io.catwing.load.mapping.KeyHash;
import io.catwing.load.mapping.RowSet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rows of some complete files of a rebuild, ready for COPY. Keys are identified by the bytes that PostgreSQL receives: the
 * columns of the key come first in a row, after the client.
 */
final class BulkRows extends RowSet {
    /** Files whose rows are here, or which had none. */
    final List<FileCounters> files = new ArrayList<>();

    /** An index row holds at most 2,704 bytes; indexes are built when all rows are there, too late to refuse one. */
    private static final int LONGEST_KEY = 2_000;

    private final int keyColumns;
    private final RowIndex index = new RowIndex();
    private final MessageDigest sha256 = KeyHash.sha256();
    private long[] highs = new long[1024];
    private long[] lows = new long[1024];
    /** Where the current file begins. */
    private int fileRecord;

    private int fileRejects;
    private int fileBytes;

    BulkRows(int keyColumns) {
        this.keyColumns = keyColumns;
    }

    @Override
    protected void add(Supplier<List<String>> key, LocalDate date) {
        endRecord();
    }

    void beginFile() {
        fileRecord = size();
        fileRejects = rejects.length();
        fileBytes = bytes();
    }

    /** Written since the file began. */
    int bytesOfFile() {
        return bytes() - fileBytes;
    }

    /** First record of the current file. */
    int fileRecord() {
        return fileRecord;
    }

    /** Removes the current file's rows. */
    void dropFile() {
        truncate(fileRecord);
        rejects.truncate(fileRejects);
    }

    /**
     * Of records with one key in the current file, the last one stays live.
     *
     * @return false if a key may be too long for an index, which only the ordinary load can report
     */
    boolean keepLast() {
        byte[] bytes = heads.bytes();
        index.clear(bytes);
        for (int record = size() - 1; record >= fileRecord; record--) {
            int from = keyFrom(bytes, headFrom(record));
            int to = keyTo(bytes, from);
            if (to - from > LONGEST_KEY || longLine(record)) {
                return false;
            }
            if (index.find(bytes, from, to) >= 0) {
                kill(record);
            } else {
                index.add(from, to, record);
            }
        }
        return true;
    }

    /** A line's key is an order's and the line's own. */
    private boolean longLine(int record) {
        int from = linesFrom(record);
        int to = linesTo(record);
        if (to - from > LONGEST_KEY) {
            byte[] bytes = lines.bytes();
            for (int end = from; end < to; end++) {
                if (bytes[end] == '\n') {
                    if (end - from > LONGEST_KEY) {
                        return true;
                    }
                    from = end + 1;
                }
            }
        }
        return false;
    }

    /** Computes the hashes of the current file's keys. */
    void hash() {
        if (highs.length < size()) {
            highs = Arrays.copyOf(highs, size() * 2);
            lows = Arrays.copyOf(lows, size() * 2);
        }
        byte[] bytes = heads.bytes();
        for (int record = fileRecord; record < size(); record++) {
            if (alive(record)) {
                int from = keyFrom(bytes, headFrom(record));
                ByteBuffer hash = KeyHash.of(sha256, bytes, from, keyTo(bytes, from));
                highs[record] = hash.getLong();
                lows[record] = hash.getLong();
            }
        }
    }

    long high(int record) {
        return highs[record];
    }

    long low(int record) {
        return lows[record];
    }

    /** The current file is complete; if all its records are superseded, its rows are dropped at once. */
    void endFile(FileCounters counters) {
        boolean none = true;
        for (int record = fileRecord; none && record < size(); record++) {
            none = !alive(record);
        }
        if (none) {
            truncate(fileRecord);
        }
        files.add(counters);
    }

    @Override
    public void clear() {
        super.clear();
        files.clear();
    }

    private static int keyFrom(byte[] bytes, int row) {
        int at = row;
        while (bytes[at] != '\t') {
            at++;
        }
        return at + 1;
    }

    private int keyTo(byte[] bytes, int from) {
        int at = from;
        for (int columns = keyColumns; ; at++) {
            if (bytes[at] == '\t' && --columns == 0) {
                return at;
            }
        }
    }
}
