package io.catwing.load;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * A worker's share of a load: whatever is next in the queue that all workers draw from. Batches are taken one by one, so
 * that no worker is idle while another has work left; none is taken once the run is told to stop.
 */
public record LoadWorker(Queue<LoadBatch> queue, BooleanSupplier stopped) implements Iterable<LoadBatch> {
    @Override
    public Iterator<LoadBatch> iterator() {
        return new Iterator<>() {
            private LoadBatch next;

            @Override
            public boolean hasNext() {
                if (next == null && !stopped.getAsBoolean()) {
                    next = queue.poll();
                }
                return next != null;
            }

            @Override
            public LoadBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                LoadBatch taken = next;
                next = null;
                return taken;
            }
        };
    }
}
