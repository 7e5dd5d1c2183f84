package io.catwing.job;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A set of days. What it takes in memory depends on its gaps, not on how many days it has. */
final class Days {
    /** The first day of each run of days, and its last. Between two runs there is a day at least. */
    private final NavigableMap<LocalDate, LocalDate> runs = new TreeMap<>();

    /** Those from one to another; none where the second is before the first. */
    static Days between(LocalDate first, LocalDate last) {
        Days days = new Days();
        if (!last.isBefore(first)) {
            days.add(first, last);
        }
        return days;
    }

    void add(LocalDate day) {
        add(day, day);
    }

    /** @param last not before the first */
    void add(LocalDate first, LocalDate last) {
        LocalDate from = first;
        LocalDate to = last;
        Map.Entry<LocalDate, LocalDate> near = runs.floorEntry(last.plusDays(1));
        while (near != null && !near.getValue().isBefore(first.minusDays(1))) {
            from = near.getKey().isBefore(from) ? near.getKey() : from;
            to = near.getValue().isAfter(to) ? near.getValue() : to;
            runs.remove(near.getKey());
            near = runs.floorEntry(last.plusDays(1));
        }
        runs.put(from, to);
    }

    void addAll(Days others) {
        others.runs.forEach(this::add);
    }

    /** Those before a day. */
    Days before(LocalDate day) {
        Days days = new Days();
        runs.headMap(day, false)
                .forEach((first, last) -> days.runs.put(first, last.isBefore(day) ? last : day.minusDays(1)));
        return days;
    }

    /** Those that the others have not. */
    Days without(Days others) {
        Days days = new Days();
        runs.forEach((first, last) -> {
            LocalDate next = first;
            LocalDate begin = others.runs.floorKey(first);
            for (Map.Entry<LocalDate, LocalDate> other : others.runs
                    .subMap(begin == null ? first : begin, true, last, true)
                    .entrySet()) {
                if (other.getKey().isAfter(next)) {
                    days.runs.put(next, other.getKey().minusDays(1));
                }
                if (!other.getValue().isBefore(next)) {
                    next = other.getValue().plusDays(1);
                }
            }
            if (!next.isAfter(last)) {
                days.runs.put(next, last);
            }
        });
        return days;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    int size() {
        return runs.entrySet().stream()
                .mapToInt(run -> (int) ChronoUnit.DAYS.between(run.getKey(), run.getValue()) + 1)
                .sum();
    }

    /** Null where there is none. */
    LocalDate first() {
        return runs.isEmpty() ? null : runs.firstKey();
    }

    /** Null where there is none. */
    LocalDate last() {
        return runs.isEmpty() ? null : runs.lastEntry().getValue();
    }

    /** In order. */
    Stream<LocalDate> stream() {
        return runs.entrySet().stream()
                .flatMap(run -> run.getKey().datesUntil(run.getValue().plusDays(1)));
    }

    @Override
    public String toString() {
        return runs.toString();
    }
}
