package io.catwing.load;

import java.util.Arrays;

/** Finds which lines of an order are the last with their id: the others are superseded, as equal keys are everywhere. */
final class LineIds {
    private final int source;
    private final CopyBuffer ids = new CopyBuffer(1 << 10);
    private int[] ends = new int[64];
    private boolean[] last = new boolean[64];
    private int[] table = new int[256];

    /** @param source of the id among a line's values */
    LineIds(int source) {
        this.source = source;
    }

    boolean[] last(RecordMapper mapper, int lines) {
        if (lines > last.length) {
            last = new boolean[lines * 2];
            ends = new int[lines * 2];
        }
        if (lines * 2 > table.length) {
            table = new int[Integer.highestOneBit(lines * 2) * 2];
        }
        int mask = 2 * Integer.highestOneBit(Math.max(8, lines * 2 - 1)) - 1 & table.length - 1;
        Arrays.fill(table, 0, mask + 1, 0);
        ids.clear();
        for (int line = 0; line < lines; line++) {
            mapper.write(source, line, ids);
            ends[line] = ids.length();
        }
        for (int line = lines - 1; line >= 0; line--) {
            int place = hash(line) & mask;
            while (table[place] != 0 && !equal(table[place] - 1, line)) {
                place = place + 1 & mask;
            }
            last[line] = table[place] == 0;
            if (last[line]) {
                table[place] = line + 1;
            }
        }
        return last;
    }

    private int from(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }

    private int hash(int line) {
        int hash = 1;
        for (int i = from(line); i < ends[line]; i++) {
            hash = 31 * hash + ids.bytes()[i];
        }
        return hash ^ hash >>> 16;
    }

    private boolean equal(int a, int b) {
        return Arrays.equals(ids.bytes(), from(a), ends[a], ids.bytes(), from(b), ends[b]);
    }
}
