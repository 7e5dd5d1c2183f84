package io.catwing.load.mapping;

import io.catwing.client.EqualKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds which lines of an order are the last with their id: the others are superseded, like equal keys everywhere. */
final class LineIds {
    private final int source;
    private final CopyBuffer ids = new CopyBuffer(1 << 10);
    private int[] ends = new int[64];
    private boolean[] last = new boolean[64];
    private int[] table = new int[256];

    /** Number of each line among those with the same id, from 1. */
    private int[] numbers = new int[64];

    private int equal;
    private int firstEqual;

    private final ColumnValues values;
    private final boolean numbered;

    /** @param source of the id among a line's values */
    LineIds(ColumnValues values, int source) {
        this.values = values;
        this.source = source;
        numbered = values.mapping().equalLines == EqualKeys.LINE_NUMBER;
    }

    /** For the record that was just mapped. */
    void look(int lines) {
        if (lines > last.length) {
            last = new boolean[lines * 2];
            ends = new int[lines * 2];
            numbers = new int[lines * 2];
        }
        if (lines * 2 > table.length) {
            table = new int[Integer.highestOneBit(lines * 2) * 2];
        }
        int mask = 2 * Integer.highestOneBit(Math.max(8, lines * 2 - 1)) - 1 & table.length - 1;
        Arrays.fill(table, 0, mask + 1, 0);
        ids.clear();
        for (int line = 0; line < lines; line++) {
            values.write(source, line, ids);
            ends[line] = ids.length();
        }
        equal = 0;
        for (int line = lines - 1; line >= 0; line--) {
            int place = hash(line) & mask;
            while (table[place] != 0 && !equal(table[place] - 1, line)) {
                place = place + 1 & mask;
            }
            last[line] = table[place] == 0;
            numbers[line] = 1;
            if (last[line]) {
                table[place] = line + 1;
            } else {
                equal++;
                firstEqual = line;
            }
        }
        if (equal > 0 && numbered) {
            number(lines);
        }
    }

    /** An id with a number is an id too, and may occur by itself. */
    private void number(int lines) {
        Set<String> taken = new HashSet<>();
        Map<String, Integer> before = new HashMap<>();
        for (int line = 0; line < lines; line++) {
            String id = new String(ids.bytes(), from(line), ends[line] - from(line), StandardCharsets.UTF_8);
            int number = before.merge(id, 1, Integer::sum);
            if (number > 1 || !taken.add(id)) {
                number = Math.max(2, number);
                while (!taken.add(id + "#" + number)) {
                    number++;
                }
            }
            numbers[line] = number;
        }
    }

    boolean isLast(int line) {
        return last[line];
    }

    int numberOf(int line) {
        return numbers[line];
    }

    /** Lines whose id occurred before. */
    int equal() {
        return equal;
    }

    /** The first line with a duplicate id. */
    int firstEqual() {
        return firstEqual;
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
