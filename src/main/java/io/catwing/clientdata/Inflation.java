package io.catwing.clientdata;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the inflated size of all parts of one file, and stops if it is more than a workbook of that size can hold, or if a
 * single text is too long. */
final class Inflation {
    /** Spreadsheets usually compress to a tenth; forms that repeat one row reach a hundredth. */
    private static final int TIMES = 200;

    private static final long ALWAYS_ALLOWED = 16L << 20;
    private static final long NEVER_ALLOWED = 1L << 30;

    /** A megabyte without a tag: the longest text that Excel takes has 32,767 characters. */
    private static final long LONGEST = 1 << 20;

    private final long most;
    private long inflated;
    private long sinceEvent;

    Inflation(long fileBytes) {
        most = Math.min(NEVER_ALLOWED, Math.max(ALWAYS_ALLOWED, TIMES * fileBytes));
    }

    /** A tag, a text or a comment begins. */
    void beginEvent() {
        sinceEvent = 0;
    }

    InputStream counting(InputStream part) {
        return new FilterInputStream(part) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                count(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int read = super.read(into, at, length);
                count(Math.max(0, read));
                return read;
            }
        };
    }

    private void count(int bytes) throws TooMuch {
        inflated += bytes;
        sinceEvent += bytes;
        if (inflated > most) {
            throw new TooMuch(new Refusal(
                    String.format("inflates to more than %,d bytes and is taken for a zip bomb", most),
                    "if it is none, copy its rows into a new workbook without their formats"));
        }
        if (sinceEvent > LONGEST) {
            throw new TooMuch(Refusal.damaged(String.format("it has a text or a tag of more than %,d bytes", LONGEST)));
        }
    }

    /** A refusal that passes through the parser. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(Refusal refusal) {
            super(refusal);
        }

        Refusal refusal() {
            return (Refusal) getCause();
        }
    }
}
