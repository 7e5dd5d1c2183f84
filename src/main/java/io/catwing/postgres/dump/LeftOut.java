package io.catwing.postgres.dump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a restore leaves out, from all of its sessions. */
final class LeftOut {
    private final List<Note> notes = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    private record Note(long line, String text) {}

    synchronized void add(long line, String note) {
        notes.add(new Note(line, note));
    }

    /** @param table that could not be created, or not filled */
    synchronized void addMissing(String table) {
        missing.add(table);
    }

    synchronized boolean isMissing(String table) {
        return missing.contains(table);
    }

    synchronized SortedSet<String> missing() {
        return new TreeSet<>(missing);
    }

    /** In the dump's order. */
    synchronized List<String> notes() {
        return notes.stream()
                .sorted(Comparator.comparingLong(Note::line))
                .map(Note::text)
                .toList();
    }
}
