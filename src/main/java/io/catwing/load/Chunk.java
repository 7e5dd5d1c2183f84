package io.catwing.load;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some megabytes of mapped records, ready for COPY, on their way from the parser to the connection; used again
 * afterwards.
 *
 * <p>Of records with one key only the last is alive: the others need not reach the database. Of scattered flat lines, where
 * an order is many records, that holds for the heads alone.
 */
final class Chunk {
    final CopyBuffer heads = new CopyBuffer(1 << 20);
    final CopyBuffer lines = new CopyBuffer(1 << 20);
    final CopyBuffer rejects = new CopyBuffer(1 << 10);
    /** The keys of each record, one list a column of the key. */
    final List<List<String>> keys = new ArrayList<>();

    final List<LocalDate> dates = new ArrayList<>();
    private int[] headEnds = new int[1024];
    private int[] lineEnds = new int[1024];
    private boolean[] dead = new boolean[1024];
    private final Map<String, Integer> places = new HashMap<>();
    private int size;
    /** Of the first record: versions count the records of a batch, so the greater one is the newer. */
    long firstVersion;
    /** Flat lines whose orders go on in other chunks. */
    boolean scattered;

    Chunk(int keyColumns) {
        for (int i = 0; i < keyColumns; i++) {
            keys.add(new ArrayList<>());
        }
    }

    /** The rows of a record have been written; makes a record of them. */
    void add(List<String> key, LocalDate date) {
        if (size == headEnds.length) {
            headEnds = Arrays.copyOf(headEnds, size * 2);
            lineEnds = Arrays.copyOf(lineEnds, size * 2);
            dead = Arrays.copyOf(dead, size * 2);
        }
        headEnds[size] = heads.length();
        lineEnds[size] = lines.length();
        dead[size] = false;
        for (int i = 0; i < key.size(); i++) {
            keys.get(i).add(key.get(i));
        }
        dates.add(date);
        // Keys hold no U+0000: the parser's side rejects it.
        Integer before = places.put(key.size() == 1 ? key.get(0) : String.join("\0", key), size);
        if (before != null) {
            dead[before] = true;
        }
        size++;
    }

    int size() {
        return size;
    }

    boolean alive(int record) {
        return !dead[record];
    }

    int headFrom(int record) {
        return record == 0 ? 0 : headEnds[record - 1];
    }

    int headTo(int record) {
        return headEnds[record];
    }

    int linesFrom(int record) {
        return record == 0 ? 0 : lineEnds[record - 1];
    }

    int linesTo(int record) {
        return lineEnds[record];
    }

    int bytes() {
        return heads.length() + lines.length() + rejects.length();
    }

    boolean isEmpty() {
        return size == 0 && rejects.length() == 0;
    }

    void clear() {
        heads.clear();
        lines.clear();
        rejects.clear();
        keys.forEach(List::clear);
        dates.clear();
        places.clear();
        size = 0;
        scattered = false;
    }
}
