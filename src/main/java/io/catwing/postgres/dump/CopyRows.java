package io.catwing.postgres.dump;

import io.catwing.postgres.Digests.Digest;
import java.math.BigInteger;

/** Rows of one table, counted and, where the table has a digest, summed part by part. */
public final class CopyRows {
    private static final int HALF = 30;
    private static final long LOW = (1L << HALF) - 1;

    private final boolean digested;
    private long rows;
    private BigInteger first = BigInteger.ZERO;
    private BigInteger second = BigInteger.ZERO;

    /** Sums within one part of a dump: it has too few rows for these to overflow. */
    public static final class Sums {
        long rows;
        private long firstHigh;
        private long firstLow;
        private long secondHigh;
        private long secondLow;

        public long rows() {
            return rows;
        }

        /** As sql/postgres/digest-table.sql does: hexadecimal digits 1 to 15 and 16 to 30 of the MD5. */
        void add(byte[] md5) {
            long head = 0;
            for (int i = 0; i < 8; i++) {
                head = head << 8 | md5[i] & 0xff;
            }
            long tail = md5[7] & 0x0f;
            for (int i = 8; i < 15; i++) {
                tail = tail << 8 | md5[i] & 0xff;
            }
            firstHigh += head >>> 4 + HALF;
            firstLow += head >>> 4 & LOW;
            secondHigh += tail >>> HALF;
            secondLow += tail & LOW;
        }
    }

    /** @param digested whether the sums mean anything */
    public CopyRows(boolean digested) {
        this.digested = digested;
    }

    public void add(Sums part) {
        rows += part.rows;
        first = first.add(BigInteger.valueOf(part.firstHigh).shiftLeft(HALF)).add(BigInteger.valueOf(part.firstLow));
        second =
                second.add(BigInteger.valueOf(part.secondHigh).shiftLeft(HALF)).add(BigInteger.valueOf(part.secondLow));
    }

    void add(CopyRows part) {
        rows += part.rows;
        first = first.add(part.first);
        second = second.add(part.second);
    }

    /** As {@link io.catwing.postgres.Digests} would tell of a table of these rows; its value is null where they are only counted. */
    public Digest content() {
        return new Digest(rows, digested ? first + "-" + second : null);
    }
}
