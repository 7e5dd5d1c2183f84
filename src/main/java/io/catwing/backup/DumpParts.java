package io.catwing.backup;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Cuts a dump into parts while it is written: each is a member of gzip, and any gunzip reads them one after the other. Where
 * they begin depends on the dump alone. One thread reads the dump and asks {@link #piece} where its pieces belong; what was
 * made of them is written by {@link #write} in the same order.
 */
final class DumpParts {
    /** Of SQL in a part: small enough to be held in the heap by each session that restores. */
    private static final int LARGEST = 16 << 20;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** A last, empty block: every piece ends with a block that is none. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final Out out;
    private final MessageDigest sha256 = sha256();
    private final List<DumpPart> parts = new ArrayList<>();

    private boolean reading;
    private String table;
    private long length;
    private CRC32 crc = new CRC32();
    private byte[] window = {};

    private boolean writing;
    private String writtenTable;
    private long begin;
    private long at;
    private long rows;

    /** Where compressed bytes go. */
    interface Out {
        void put(byte[] some, int length) throws IOException;
    }

    /**
     * A part's check sum and length, by which gzip ends it.
     *
     * @param crc of its SQL
     */
    record Ending(long crc, long length) {}

    /**
     * A run of bytes in a chunk that belong to one part.
     *
     * @param before bytes that came before in the part, to which a compressor may refer
     * @param begins whether a part begins with it
     * @param previous that ends where this begins one; null if there is none
     */
    record Piece(int from, int to, String table, byte[] before, boolean begins, Ending previous) {}

    DumpParts(Out out) {
        this.out = out;
    }

    /** @param of whose rows these are, and nothing else; null where there are statements among them */
    Piece piece(byte[] chunk, int from, int to, String of, int windowSize) {
        Ending previous = null;
        boolean begins = !reading || !Objects.equals(of, table) || length + to - from > LARGEST;
        if (begins) {
            previous = reading ? ending() : null;
            reading = true;
            table = of;
            length = 0;
            crc = new CRC32();
            window = new byte[0];
        }
        byte[] before = window;
        crc.update(chunk, from, to - from);
        length += to - from;
        window = Arrays.copyOfRange(chunk, Math.max(from, to - windowSize), to);
        return new Piece(from, to, of, before, begins, previous);
    }

    /** Of the part that is being read. */
    Ending ending() {
        return new Ending(crc.getValue(), length);
    }

    /** @param rowsInIt where it is rows of a table */
    void write(Piece piece, byte[] deflated, long rowsInIt) throws IOException {
        if (piece.begins()) {
            if (piece.previous() != null) {
                end(piece.previous());
            }
            begin(piece.table());
        }
        put(deflated);
        rows += piece.table() == null ? 0 : rowsInIt;
    }

    /** Ends the last part; a dump of nothing is one, too. */
    List<DumpPart> finish() throws IOException {
        if (!writing) {
            begin(null);
        }
        end(ending());
        return List.copyOf(parts);
    }

    private void begin(String of) throws IOException {
        writing = true;
        writtenTable = of;
        begin = at;
        rows = 0;
        put(HEADER);
    }

    private void end(Ending ending) throws IOException {
        put(LAST_BLOCK);
        byte[] end = new byte[8];
        for (int i = 0; i < 4; i++) {
            end[i] = (byte) (ending.crc() >>> 8 * i);
            end[i + 4] = (byte) (ending.length() >>> 8 * i);
        }
        put(end);
        parts.add(new DumpPart(
                begin, at - begin, HexFormat.of().formatHex(sha256.digest()), ending.length(), writtenTable, rows));
    }

    private void put(byte[] some) throws IOException {
        out.put(some, some.length);
        sha256.update(some);
        at += some.length;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
