package io.catwing.load;

import io.catwing.job.Stopping;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * A worker's share of a load: whatever is next in the queue that all workers draw from. Batches are taken one by one, so
 * that no worker is idle while another has work left; none is taken once the process is told to stop.
 */
public record LoadWorker(Queue<LoadBatch> queue, Stopping stopping) implements Iterable<LoadBatch> {
    @Override
    public Iterator<LoadBatch> iterator() {
        return new Iterator<>() {
            private LoadBatch next;

            @Override
            public boolean hasNext() {
                if (next == null && !stopping.isTold()) {
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
