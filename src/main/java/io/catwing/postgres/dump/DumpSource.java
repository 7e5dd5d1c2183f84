package io.catwing.postgres.dump;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of a dump with lookahead, the current line, and the rows of a table as a separate stream. */
final class DumpSource {
    private static final int BUFFER = 1 << 18;

    private final InputStream in;
    private final byte[] buffer;
    private int at;
    private int limit;
    private boolean ended;
    private long line = 1;

    DumpSource(InputStream in) {
        this(in, BUFFER);
    }

    DumpSource(InputStream in, int size) {
        this.in = in;
        this.buffer = new byte[size];
    }

    /** Of the next byte, from 1. */
    long line() {
        return line;
    }

    /** Counts lines that are not here. */
    void skipped(long lines) {
        line += lines;
    }

    /** @return -1 at the end */
    int read() throws IOException {
        if (at == limit && !fill(1)) {
            return -1;
        }
        byte b = buffer[at++];
        if (b == '\n') {
            line++;
        }
        return b & 0xff;
    }

    /** @return what {@link #read} would after that many bytes, -1 past the end */
    int peek(int ahead) throws IOException {
        return at + ahead < limit || fill(ahead + 1) ? buffer[at + ahead] & 0xff : -1;
    }

    /** @return whether there are as many bytes from here */
    private boolean fill(int wanted) throws IOException {
        if (limit - at >= wanted) {
            return true;
        }
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        limit -= at;
        at = 0;
        while (limit < wanted && !ended) {
            int got = in.read(buffer, limit, buffer.length - limit);
            ended = got < 0;
            limit += Math.max(0, got);
        }
        return limit >= wanted;
    }

    /** The bytes before the line that ends a table's rows; the end of the stream is after that line. */
    InputStream rows(String table) {
        return new Rows(table);
    }

    private final class Rows extends InputStream {
        private final String table;
        private boolean lineBegins = true;
        private boolean done;

        Rows(String table) {
            this.table = table;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (done || length == 0) {
                return done ? -1 : 0;
            }
            fill(3);
            if (lineBegins && startsEnd(at)) {
                takeEnd();
                done = true;
                return -1;
            }
            // A possible beginning of the end marker is held back until the rest of it has been read.
            int most = ended ? limit : limit - 2;
            int end = Math.min(most, at + length);
            int next = at;
            while (next < end) {
                if (buffer[next++] == '\n') {
                    line++;
                    if (startsEnd(next)) {
                        break;
                    }
                }
            }
            int some = next - at;
            if (some == 0) {
                throw Refusal.of(line, "ends within the rows of " + table);
            }
            System.arraycopy(buffer, at, into, offset, some);
            at = next;
            lineBegins = buffer[next - 1] == '\n';
            return some;
        }

        private boolean startsEnd(int from) {
            return from + 1 < limit && buffer[from] == '\\' && buffer[from + 1] == '.';
        }

        private void takeEnd() {
            boolean whole = at + 2 < limit && buffer[at + 2] == '\n';
            if (!whole) {
                String rest = new String(
                        Arrays.copyOfRange(buffer, at, Math.min(limit, at + 8)),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
                throw Refusal.of(line, "has '" + rest.replaceAll("[^ -~]", "?") + "' among the rows of " + table);
            }
            at += 3;
            line++;
        }
    }
}
