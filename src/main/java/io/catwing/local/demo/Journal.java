package io.catwing.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Every state that documents of one kind went through, by the day on which it came to be. */
final class Journal<D extends Document> {
    private final List<List<D>> days = new ArrayList<>();
    private int numbers;

    /** The next document's number, from 1. */
    int nextNumber() {
        return ++numbers;
    }

    void beginDay() {
        days.add(new ArrayList<>());
    }

    void add(D state) {
        days.get(state.changedOn()).add(state);
    }

    List<D> on(int day) {
        return List.copyOf(days.get(day));
    }

    /** Documents that changed on the days from first to last, in the state of the last day, in the order of their numbers. */
    List<D> changedBetween(int first, int last) {
        TreeMap<Integer, D> newest = new TreeMap<>();
        for (int day = Math.max(0, first); day <= Math.min(last, days.size() - 1); day++) {
            days.get(day).forEach(state -> newest.put(state.number(), state));
        }
        return new ArrayList<>(newest.values());
    }

    /** The last state until the end of a day of the one document that is meant, or null. */
    D newest(Predicate<D> meant, int day) {
        for (int d = Math.min(day, days.size() - 1); d >= 0; d--) {
            List<D> states = days.get(d);
            for (int i = states.size() - 1; i >= 0; i--) {
                if (meant.test(states.get(i))) {
                    return states.get(i);
                }
            }
        }
        return null;
    }
}
