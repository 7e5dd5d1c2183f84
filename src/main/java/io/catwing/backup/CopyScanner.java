package io.catwing.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tables' rows in a plain dump that comes chunk by chunk, and its last words. */
final class CopyScanner {
    private static final Pattern COPY = Pattern.compile("COPY (\\S+) \\((.*)\\) FROM stdin;");
    private static final String COMPLETE = "-- PostgreSQL database dump complete";

    /** Lines of SQL that are looked at; longer ones are none of those that are searched for. */
    private static final int LONGEST = 1 << 16;

    private final Map<String, List<String>> digested;
    private CopyBlock current;
    private boolean complete;

    /** @param digested by table, the columns that its digest covers, in its order */
    CopyScanner(Map<String, List<String>> digested) {
        this.digested = digested;
    }

    /** Rows of one table in a chunk, from the start of a line to the end of one. */
    record Segment(CopyBlock block, int from, int to) {}

    /** @param length of the chunk, which ends with a line unless it is the last one */
    List<Segment> scan(byte[] chunk, int length) {
        List<Segment> segments = new ArrayList<>();
        int at = 0;
        while (at < length) {
            if (current == null) {
                int end = lineEnd(chunk, at, length);
                statement(chunk, at, end, segments);
                at = end + 1;
            } else {
                int end = endOfRows(chunk, at, length);
                if (end > at) {
                    segments.add(new Segment(current, at, end));
                }
                if (end < length) {
                    current = null;
                }
                at = end < length ? end + 3 : length;
            }
        }
        return segments;
    }

    private void statement(byte[] chunk, int from, int to, List<Segment> segments) {
        if (to - from > LONGEST || to - from < 5) {
            return;
        }
        boolean copy = chunk[from] == 'C' && chunk[from + 1] == 'O' && chunk[from + 2] == 'P';
        boolean comment = chunk[from] == '-' && chunk[from + 1] == '-';
        if (!copy && !comment) {
            return;
        }
        String line = new String(chunk, from, to - from, StandardCharsets.UTF_8);
        Matcher matcher = COPY.matcher(line);
        if (matcher.matches()) {
            String table = matcher.group(1);
            current = new CopyBlock(table, List.of(matcher.group(2).split(", ", -1)), digested.get(table));
            // Named even when it has no rows.
            segments.add(new Segment(current, from, from));
        }
        complete = complete || line.equals(COMPLETE);
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
}
