package io.catwing.fetch;

import java.util.Arrays;
import java.util.Random;

/**
 * Which records of a request came in pages that are whole, by hashes of their keys: 64 bits with a seed of each fetch, so
 * that two keys which are taken for one (once in some millions of files) are not when it is fetched again. Of so many
 * records as it holds, at most; later ones are compared, but not remembered.
 */
final class SeenRecords {

    /** 16 MB when full. */
    static final int MOST = 1_000_000;

    private static final int SMALLEST = 1 << 10;
    private static final long PRIME = 0x100000001b3L;

    private final int most;
    private final long seed = new Random().nextLong();
    private long[] table = new long[SMALLEST];
    private int size;

    SeenRecords(int most) {
        this.most = most;
    }

    /** @return never 0 */
    long hash(String[] values, int from, int count) {
        long hash = seed;
        for (int i = from; i < from + count; i++) {
            String value = values[i];
            for (int c = 0; c < value.length(); c++) {
                hash = (hash ^ value.charAt(c)) * PRIME;
            }
            // More than any character, so that values do not run into each other.
            hash = (hash ^ (Character.MAX_VALUE + 1)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    boolean contains(long hash) {
        return table[place(table, hash)] != 0;
    }

    /** A cursor or an address, which may be long and come from as many pages as there may be. @return it is new */
    boolean add(String text) {
        long hash = hash(new String[] {text}, 0, 1);
        boolean isNew = !contains(hash);
        add(new long[] {hash}, 1);
        return isNew;
    }

    /** The page with these records is whole. */
    void add(long[] hashes, int count) {
        for (int i = 0; i < count && size < most; i++) {
            int place = place(table, hashes[i]);
            if (table[place] == 0) {
                table[place] = hashes[i];
                size++;
                if (size * 2 > table.length) {
                    grow();
                }
            }
        }
    }

    void clear() {
        size = 0;
        if (table.length > SMALLEST) {
            table = new long[SMALLEST];
        } else {
            Arrays.fill(table, 0);
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long hash : table) {
            if (hash != 0) {
                larger[place(larger, hash)] = hash;
            }
        }
        table = larger;
    }

    private static int place(long[] table, long hash) {
        int place = (int) hash & table.length - 1;
        while (table[place] != 0 && table[place] != hash) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }
}
