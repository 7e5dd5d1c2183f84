package io.catwing.load.mapping;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Mapped records as COPY rows, one after the other; of equal keys only the newest is live. Reused afterwards. */
public abstract class RowSet {
    public final CopyBuffer heads = new CopyBuffer(1 << 20);
    public final CopyBuffer lines = new CopyBuffer(1 << 20);
    public final CopyBuffer rejects = new CopyBuffer(1 << 10);
    public final CopyBuffer deletions = new CopyBuffer(1 << 8);
    private int[] headEnds = new int[1024];
    private int[] lineEnds = new int[1024];
    private boolean[] dead = new boolean[1024];
    private int size;

    /**
     * The rows of a record have been written; completes the record.
     *
     * @param key its values, for callers that need them as text
     */
    protected abstract void add(Supplier<List<String>> key, LocalDate date);

    /** @return the record's position */
    protected final int endRecord() {
        if (size == headEnds.length) {
            headEnds = Arrays.copyOf(headEnds, size * 2);
            lineEnds = Arrays.copyOf(lineEnds, size * 2);
            dead = Arrays.copyOf(dead, size * 2);
        }
        headEnds[size] = heads.length();
        lineEnds[size] = lines.length();
        dead[size] = false;
        return size++;
    }

    /** A newer record has its key. */
    public final void kill(int record) {
        dead[record] = true;
    }

    public final int size() {
        return size;
    }

    public final boolean alive(int record) {
        return !dead[record];
    }

    public final int headFrom(int record) {
        return record == 0 ? 0 : headEnds[record - 1];
    }

    public final int headTo(int record) {
        return headEnds[record];
    }

    public final int linesFrom(int record) {
        return record == 0 ? 0 : lineEnds[record - 1];
    }

    public final int linesTo(int record) {
        return lineEnds[record];
    }

    public final int bytes() {
        return heads.length() + lines.length() + rejects.length() + deletions.length();
    }

    final boolean isEmpty() {
        return size == 0 && rejects.length() == 0 && deletions.length() == 0;
    }

    public void clear() {
        heads.clear();
        lines.clear();
        rejects.clear();
        deletions.clear();
        size = 0;
    }

    /** Removes the last records, with everything that was written after them. */
    protected final void truncate(int records) {
        size = records;
        heads.truncate(records == 0 ? 0 : headEnds[records - 1]);
        lines.truncate(records == 0 ? 0 : lineEnds[records - 1]);
    }
}
