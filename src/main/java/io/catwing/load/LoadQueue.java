package io.catwing.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The batches of a load, dealt out to workers so that each has an entity to itself for as long as there are enough: two at
 * one entity would wait for each other's merges. Clients are planned as they are needed, so that the batches of a few are in
 * memory, however many files there are.
 */
public final class LoadQueue {
    private final Iterator<List<List<LoadBatch>>> clients;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final List<Part> taken = new ArrayList<>();

    /** @param clients of each client the batches of each entity, in the order in which they are loaded */
    LoadQueue(Iterator<List<List<LoadBatch>>> clients) {
        this.clients = clients;
    }

    /** What one worker has of an entity. */
    private static final class Part {
        private final List<LoadBatch> batches;
        private int next;
        private int end;

        private Part(List<LoadBatch> batches, int next, int end) {
            this.batches = batches;
            this.next = next;
            this.end = end;
        }

        private int left() {
            return end - next;
        }

        /** The farther half, so that the two keep apart: neighbours may hold the same orders. */
        private Part split() {
            int middle = next + left() / 2;
            Part half = new Part(batches, middle, end);
            end = middle;
            return half;
        }
    }

    /** A worker's place at the queue. Of one thread at a time. */
    public final class Place implements Iterator<LoadBatch> {
        private Part part;
        private LoadBatch ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = poll();
            }
            return ahead != null;
        }

        @Override
        public LoadBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            LoadBatch next = ahead;
            ahead = null;
            return next;
        }

        LoadBatch poll() {
            synchronized (LoadQueue.this) {
                if (part == null || part.left() == 0) {
                    taken.remove(part);
                    part = LoadQueue.this.next();
                    if (part == null) {
                        return null;
                    }
                    taken.add(part);
                }
                return part.batches.get(part.next++);
            }
        }
    }

    private Part next() {
        while (waiting.isEmpty() && clients.hasNext()) {
            clients.next().stream()
                    .filter(batches -> !batches.isEmpty())
                    .forEach(batches -> waiting.add(new Part(batches, 0, batches.size())));
        }
        return waiting.isEmpty()
                ? taken.stream()
                        .max(Comparator.comparingInt(Part::left))
                        .filter(part -> part.left() > 0)
                        .map(Part::split)
                        .orElse(null)
                : waiting.poll();
    }
}
