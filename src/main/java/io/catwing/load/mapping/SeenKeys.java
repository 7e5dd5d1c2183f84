package io.catwing.load.mapping;

import java.util.Arrays;

/**
 * The keys that a rebuild has seen, as 128 bits of their SHA-256, each with a number: two keys among a thousand million
 * collide with a probability of 10^-21, and nobody can construct a collision. Stored in parts that grow one at a time, so that
 * growing takes little extra memory: 20 to 40 bytes per key.
 */
public final class SeenKeys {
    /** Not a number of a key. */
    public static final int NONE = Integer.MIN_VALUE;

    private static final int PARTS = 64;

    private final Part[] parts = new Part[PARTS];
    private long size;

    public SeenKeys() {
        Arrays.setAll(parts, i -> new Part());
    }

    public long size() {
        return size;
    }

    /** @return the key's number, or NONE */
    public int get(long high, long low) {
        Part part = part(high);
        return part.numbers[part.place(high, low)];
    }

    /** @return the number that it already has, or NONE if it takes this one */
    public int putIfAbsent(long high, long low, int number) {
        Part part = part(high);
        int place = part.place(high, low);
        if (part.numbers[place] != NONE) {
            return part.numbers[place];
        }
        part.put(place, high, low, number);
        size++;
        return NONE;
    }

    /** @return how often it was counted before this time */
    int increment(long high, long low) {
        Part part = part(high);
        int place = part.place(high, low);
        if (part.numbers[place] != NONE) {
            return part.numbers[place]++;
        }
        part.put(place, high, low, 1);
        size++;
        return 0;
    }

    private Part part(long high) {
        return parts[(int) (high >>> 58)];
    }

    /** Open addressing; a position is free if its number is NONE. */
    private static final class Part {
        private long[] highs = new long[64];
        private long[] lows = new long[64];
        private int[] numbers = free(64);
        private int used;

        int place(long high, long low) {
            int mask = numbers.length - 1;
            int place = (int) low & mask;
            while (numbers[place] != NONE && (highs[place] != high || lows[place] != low)) {
                place = place + 1 & mask;
            }
            return place;
        }

        void put(int place, long high, long low, int number) {
            highs[place] = high;
            lows[place] = low;
            numbers[place] = number;
            if (++used > numbers.length - numbers.length / 4) {
                grow();
            }
        }

        private void grow() {
            long[] oldHighs = highs;
            long[] oldLows = lows;
            int[] oldNumbers = numbers;
            highs = new long[oldHighs.length * 2];
            lows = new long[oldLows.length * 2];
            numbers = free(oldNumbers.length * 2);
            for (int i = 0; i < oldNumbers.length; i++) {
                if (oldNumbers[i] != NONE) {
                    int place = place(oldHighs[i], oldLows[i]);
                    highs[place] = oldHighs[i];
                    lows[place] = oldLows[i];
                    numbers[place] = oldNumbers[i];
                }
            }
        }

        private static int[] free(int places) {
            int[] numbers = new int[places];
            Arrays.fill(numbers, NONE);
            return numbers;
        }
    }
}
