package io.catwing.load.copy;

import java.util.Arrays;

/** Finds rows by their bytes, to tell which of a chunk's rows the table already holds identically. */
public final class RowIndex {
    private byte[] bytes;
    private int size;
    private int[] froms = new int[1024];
    private int[] tos = new int[1024];
    private int[] records = new int[1024];
    private int[] table = new int[4096];

    /** @param rows where the rows to be added are */
    public void clear(byte[] rows) {
        bytes = rows;
        size = 0;
        Arrays.fill(table, 0);
    }

    public void add(int from, int to, int record) {
        if (size == froms.length) {
            froms = Arrays.copyOf(froms, size * 2);
            tos = Arrays.copyOf(tos, size * 2);
            records = Arrays.copyOf(records, size * 2);
            table = new int[size * 8];
            for (int row = 0; row < size; row++) {
                insert(row);
            }
        }
        froms[size] = from;
        tos[size] = to;
        records[size] = record;
        insert(size++);
    }

    /** The record with this exact row, or -1. */
    public int find(byte[] other, int from, int to) {
        int mask = table.length - 1;
        for (int place = hash(other, from, to) & mask; table[place] != 0; place = place + 1 & mask) {
            int row = table[place] - 1;
            if (Arrays.equals(bytes, froms[row], tos[row], other, from, to)) {
                return records[row];
            }
        }
        return -1;
    }

    private void insert(int row) {
        int mask = table.length - 1;
        int place = hash(bytes, froms[row], tos[row]) & mask;
        while (table[place] != 0) {
            place = place + 1 & mask;
        }
        table[place] = row + 1;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
