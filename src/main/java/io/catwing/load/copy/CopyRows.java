package io.catwing.load.copy;

import io.catwing.load.mapping.CopyBuffer;
import io.catwing.load.mapping.RowSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntPredicate;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows by COPY, or the chosen ones of a set of rows, in as few contiguous pieces as possible. */
public final class CopyRows {
    private static final int PIECE = 1 << 16;

    private final Connection connection;
    private final CopyBuffer buffer = new CopyBuffer(1 << 16);

    public CopyRows(Connection connection) {
        this.connection = connection;
    }

    /** @return rows that the server accepted */
    long heads(String statement, RowSet rows, IntPredicate chosen) throws SQLException {
        return copy(statement, rows, false, chosen);
    }

    /**
     * The lines of the chosen records.
     *
     * @return rows that the server accepted
     */
    long lines(String statement, RowSet rows, IntPredicate chosen) throws SQLException {
        return copy(statement, rows, true, chosen);
    }

    private long copy(String statement, RowSet rows, boolean lines, IntPredicate chosen) throws SQLException {
        CopyIn copy = null;
        byte[] bytes = lines ? rows.lines.bytes() : rows.heads.bytes();
        for (int first = 0, next; first < rows.size(); first = next + 1) {
            for (next = first; next < rows.size() && chosen.test(next); next++) {}
            if (next > first) {
                int from = lines ? rows.linesFrom(first) : rows.headFrom(first);
                int to = lines ? rows.linesTo(next - 1) : rows.headTo(next - 1);
                if (to > from) {
                    copy = copy == null ? start(statement) : copy;
                    send(copy, bytes, from, to);
                }
            }
        }
        return copy == null ? 0 : copy.endCopy();
    }

    /**
     * The heads of the live records, or their lines, in the binary format.
     *
     * @return rows that the server accepted
     */
    public long binary(String statement, RowSet rows, boolean lines, BinaryForm form) throws SQLException {
        CopyIn copy = null;
        byte[] bytes = lines ? rows.lines.bytes() : rows.heads.bytes();
        buffer.clear();
        for (int record = 0; record < rows.size(); record++) {
            int to = lines ? rows.linesTo(record) : rows.headTo(record);
            for (int row = lines ? rows.linesFrom(record) : rows.headFrom(record); rows.alive(record) && row < to; ) {
                if (copy == null) {
                    copy = start(statement);
                    form.begin(buffer);
                }
                row = form.row(bytes, row, buffer);
                if (buffer.length() >= PIECE) {
                    send(copy, buffer.bytes(), 0, buffer.length());
                    buffer.clear();
                }
            }
        }
        if (copy == null) {
            return 0;
        }
        form.end(buffer);
        send(copy, buffer.bytes(), 0, buffer.length());
        return copy.endCopy();
    }

    /** A whole buffer of rows. */
    public void all(String statement, CopyBuffer rows) throws SQLException {
        if (rows.length() > 0) {
            CopyIn copy = start(statement);
            send(copy, rows.bytes(), 0, rows.length());
            copy.endCopy();
        }
    }

    /**
     * The heads of the chosen records, or their lines, each row prefixed with its record's number.
     *
     * @param first number of the first record; if {@code gaps} is not set, only chosen records are counted
     * @return the number after the last one
     */
    public long numbered(String statement, RowSet rows, boolean lines, IntPredicate chosen, long first, boolean gaps)
            throws SQLException {
        CopyIn copy = start(statement);
        buffer.clear();
        byte[] bytes = lines ? rows.lines.bytes() : rows.heads.bytes();
        long number = first;
        for (int record = 0; record < rows.size(); record++) {
            boolean taken = chosen.test(record);
            if (taken) {
                int row = lines ? rows.linesFrom(record) : rows.headFrom(record);
                int to = lines ? rows.linesTo(record) : rows.headTo(record);
                for (int end = row; end < to; end++) {
                    if (bytes[end] == '\n') {
                        number(copy, number, bytes, row, end + 1);
                        row = end + 1;
                    }
                }
            }
            number += taken || gaps ? 1 : 0;
        }
        send(copy, buffer.bytes(), 0, buffer.length());
        copy.endCopy();
        return number;
    }

    private void number(CopyIn copy, long number, byte[] bytes, int from, int to) throws SQLException {
        buffer.ascii(Long.toString(number));
        buffer.put('\t');
        buffer.put(bytes, from, to - from);
        if (buffer.length() >= PIECE) {
            send(copy, buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }
    }

    private CopyIn start(String statement) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    private static void send(CopyIn copy, byte[] bytes, int from, int to) throws SQLException {
        for (int at = from; at < to; at += PIECE) {
            copy.writeToCopy(bytes, at, Math.min(PIECE, to - at));
        }
    }
}
