package io.catwing.recover;

import io.catwing.bucket.RawKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The first of many keys, chronologically, and how many there are. */
final class FirstKeys {
    private final int kept;
    private final TreeSet<RawKey> first = new TreeSet<>();
    private int count;

    FirstKeys(int kept) {
        this.kept = kept;
    }

    /** A key that was not added before. */
    void add(RawKey key) {
        count++;
        first.add(key);
        if (first.size() > kept) {
            first.pollLast();
        }
    }

    SortedSet<RawKey> first() {
        return Collections.unmodifiableSortedSet(first);
    }

    int count() {
        return count;
    }
}
