package io.catwing.backup;

import io.catwing.postgres.dump.CopyBlock;
import io.catwing.postgres.dump.CopyHead;
import io.catwing.postgres.dump.QuoteState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the tables' rows in a plain dump that comes chunk by chunk, keeps the rest of it, and sees its last words. */
final class CopyScanner {
    private static final byte[] COPY = {'C', 'O', 'P', 'Y', ' '};
    private static final byte[] END_OF_ROWS = {'\\', '.', '\n'};
    private static final String COMPLETE = "-- PostgreSQL database dump complete";

    /** Of the SQL besides rows; a database of more is not proven. */
    private static final int MOST_SQL = 32 << 20;

    private final Map<String, List<String>> digested;
    private final QuoteState quotes = new QuoteState();
    private ByteArrayOutputStream schema = new ByteArrayOutputStream();
    /** A COPY that is not all there yet: a line feed in a name makes several lines of it. */
    private ByteArrayOutputStream head;

    private CopyBlock current;
    private boolean complete;

    /** @param digested by table, the columns that its digest covers, in its order; names as they are meant */
    CopyScanner(Map<String, List<String>> digested) {
        this.digested = digested;
    }

    /** Rows of one table in a chunk, from the start of a line to the end of one. */
    record Segment(CopyBlock block, int from, int to) {}

    /** Whose rows come next; null between tables. */
    CopyBlock open() {
        return current;
    }

    /** @param length of the chunk, which ends with a line unless it is the last one */
    List<Segment> scan(byte[] chunk, int length) {
        List<Segment> segments = new ArrayList<>();
        int at = 0;
        while (at < length) {
            if (current == null) {
                int end = Math.min(length, lineEnd(chunk, at, length) + 1);
                line(chunk, at, end);
                if (current != null) {
                    // Named even when it has no rows.
                    segments.add(new Segment(current, end, end));
                }
                at = end;
            } else {
                int end = endOfRows(chunk, at, length);
                if (end > at) {
                    segments.add(new Segment(current, at, end));
                }
                if (end < length) {
                    current = null;
                    keep(END_OF_ROWS, 0, END_OF_ROWS.length);
                }
                at = end < length ? end + 3 : length;
            }
        }
        return segments;
    }

    /** @param to behind the line feed */
    private void line(byte[] chunk, int from, int to) {
        keep(chunk, from, to);
        boolean begins = quotes.isOutside();
        quotes.read(chunk, from, to);
        if (begins && head == null && startsWith(chunk, from, to)) {
            head = new ByteArrayOutputStream();
        }
        if (head != null) {
            head.write(chunk, from, to - from);
            if (quotes.isOutside() && to - from > 1 && chunk[to - 2] == ';') {
                CopyHead copy = CopyHead.parse(head.toByteArray())
                        .orElseThrow(() -> new IllegalStateException("pg_dump wrote an unknown COPY"));
                current = new CopyBlock(copy.name(), copy.columns(), digested.get(copy.name()));
                head = null;
            }
        } else if (begins && to - from >= COMPLETE.length() && to - from <= COMPLETE.length() + 1) {
            complete = complete || new String(chunk, from, COMPLETE.length(), StandardCharsets.UTF_8).equals(COMPLETE);
        }
    }

    private void keep(byte[] chunk, int from, int to) {
        if (schema != null) {
            schema.write(chunk, from, to - from);
            if (schema.size() > MOST_SQL) {
                schema = null;
            }
        }
    }

    private static boolean startsWith(byte[] chunk, int from, int to) {
        if (to - from < COPY.length) {
            return false;
        }
        for (int i = 0; i < COPY.length; i++) {
            if (chunk[from + i] != COPY[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(byte[] chunk, int from, int length) {
        int at = from;
        while (at < length && chunk[at] != '\n') {
            at++;
        }
        return at;
    }

    /**
     * Where the line begins that ends the rows; the chunk's length when it is not in there. Nothing else in COPY's text format
     * is written so: a backslash in a value is doubled. Two of three bytes are not looked at (Horspool 1980).
     */
    private static int endOfRows(byte[] chunk, int from, int length) {
        if (from + 1 < length && chunk[from] == '\\' && chunk[from + 1] == '.') {
            return from;
        }
        int at = from + 2;
        while (at < length) {
            byte b = chunk[at];
            if (b == '.' && chunk[at - 1] == '\\' && chunk[at - 2] == '\n') {
                return at - 1;
            }
            at += b == '\\' ? 1 : b == '\n' ? 2 : 3;
        }
        return length;
    }

    /** The dump said that it is all there; a table that is still open says that it is not. */
    boolean complete() {
        return complete && current == null;
    }

    /** The dump without its rows; null where that is very much. */
    byte[] schema() {
        return schema == null ? null : schema.toByteArray();
    }
}
