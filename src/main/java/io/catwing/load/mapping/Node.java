package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of the mapping's pointers: together they form a tree, so that a record is walked once, and whatever
 * no pointer leads to is skipped.
 */
final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private int[] slots = {};
    private boolean lines;
    private long visited = -1;

    void lead(JsonPointer pointer, int slot) {
        Node end = descend(pointer);
        int[] more = java.util.Arrays.copyOf(end.slots, end.slots.length + 1);
        more[end.slots.length] = slot;
        end.slots = more;
    }

    void leadToLines(JsonPointer pointer) {
        descend(pointer).lines = true;
    }

    private Node descend(JsonPointer pointer) {
        Node node = this;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            node = node.children.computeIfAbsent(rest.getMatchingProperty(), name -> new Node());
        }
        return node;
    }

    Node child(String name) {
        return children.get(name);
    }

    boolean leaf() {
        return children.isEmpty();
    }

    /** The slots that take the value here. */
    int[] slots() {
        return slots;
    }

    /** The array here holds the lines. */
    boolean lines() {
        return lines;
    }

    /** @return whether the same record already had a value here, under a duplicate name: the last one counts */
    boolean visit(long record) {
        boolean again = visited == record;
        visited = record;
        return again;
    }

    /** All slots here and below. */
    List<Integer> slotsBelow() {
        List<Integer> all = new ArrayList<>();
        for (int slot : slots) {
            all.add(slot);
        }
        children.values().forEach(child -> all.addAll(child.slotsBelow()));
        return all;
    }

    /** Whether the lines are here or below. */
    boolean linesBelow() {
        return lines || children.values().stream().anyMatch(Node::linesBelow);
    }
}
