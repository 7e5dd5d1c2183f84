package io.catwing.local.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A whole number for every cell (a product in a place) at the end of every day. Only movements are kept, and a full copy
 * every {@value #STRIDE} days: sixty stores with five thousand products for a year would not fit otherwise.
 */
final class DailyLevels {
    private static final int STRIDE = 16;

    private final int[] now;
    private final List<int[]> copies = new ArrayList<>();
    /** Pairs of cell and difference, a day each. */
    private final List<int[]> movements = new ArrayList<>();

    private int[] open = new int[64];
    private int used;

    DailyLevels(int[] opening) {
        now = opening.clone();
        copies.add(opening.clone());
    }

    int now(int cell) {
        return now[cell];
    }

    void add(int cell, int difference) {
        if (difference == 0) {
            return;
        }
        now[cell] += difference;
        if (used + 2 > open.length) {
            open = Arrays.copyOf(open, open.length * 2);
        }
        open[used++] = cell;
        open[used++] = difference;
    }

    void endDay() {
        movements.add(Arrays.copyOf(open, used));
        used = 0;
        if (movements.size() % STRIDE == 0) {
            copies.add(now.clone());
        }
    }

    /** All cells at the end of a day; -1 is the opening. */
    int[] at(int day) {
        int[] cells = copies.get((day + 1) / STRIDE).clone();
        for (int d = (day + 1) / STRIDE * STRIDE; d <= day; d++) {
            int[] pairs = movements.get(d);
            for (int i = 0; i < pairs.length; i += 2) {
                cells[pairs[i]] += pairs[i + 1];
            }
        }
        return cells;
    }
}
