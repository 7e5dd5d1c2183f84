package io.catwing.backup;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a dump into parts while it is written: each is one member of gzip or several, and any gunzip reads them one after the other. Where
 * they begin depends on the dump alone. One thread reads the dump and asks {@link #piece} where its pieces belong; what was
 * made of them is written by {@link #write} in the same order.
 */
final class DumpParts {
    /** Of SQL in a part: small enough to be held in the heap by each session that restores. */
    private static final int LARGEST = 16 << 20;

    private static final byte[] MEMBER_OF_NOTHING = {
        0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private final Out out;
    private final MessageDigest sha256 = sha256();
    private final List<DumpPart> parts = new ArrayList<>();

    private boolean reading;
    private String table;
    private long length;

    private boolean writing;
    private String writtenTable;
    private long begin;
    private long at;
    private long sql;
    private long rows;

    /** Where compressed bytes go. */
    interface Out {
        void put(byte[] some, int length) throws IOException;
    }

    /**
     * A run of bytes in a chunk that belong to one part.
     *
     * @param begins whether a part begins with it
     */
    record Piece(int from, int to, String table, boolean begins) {
        int length() {
            return to - from;
        }
    }

    DumpParts(Out out) {
        this.out = out;
    }

    /** @param of whose rows these are, and nothing else; null where there are statements among them */
    Piece piece(int from, int to, String of) {
        boolean begins = !reading || !Objects.equals(of, table) || length + to - from > LARGEST;
        reading = true;
        table = of;
        length = (begins ? 0 : length) + to - from;
        return new Piece(from, to, of, begins);
    }

    /**
     * @param members of gzip that were made of it
     * @param rowsInIt where it is rows of a table
     */
    void write(Piece piece, byte[] members, long rowsInIt) throws IOException {
        if (piece.begins()) {
            if (writing) {
                end();
            }
            begin(piece.table());
        }
        put(members);
        sql += piece.length();
        rows += piece.table() == null ? 0 : rowsInIt;
    }

    /** Ends the last part; a dump of nothing is one, too. */
    List<DumpPart> finish() throws IOException {
        if (!writing) {
            begin(null);
            put(MEMBER_OF_NOTHING);
        }
        end();
        return List.copyOf(parts);
    }

    private void begin(String of) {
        writing = true;
        writtenTable = of;
        begin = at;
        sql = 0;
        rows = 0;
    }

    private void end() {
        parts.add(new DumpPart(begin, at - begin, HexFormat.of().formatHex(sha256.digest()), sql, writtenTable, rows));
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
