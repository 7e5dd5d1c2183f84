package io.catwing.load;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/**
 * A worker's share of a load: whatever is next at its place of the queue. Batches are taken one by one, so that no worker is
 * idle while another has work left; none is taken once the run is told to stop.
 */
public record LoadWorker(ReadAhead<LoadBatch> batches, BooleanSupplier stopped) implements Iterable<LoadBatch> {
    @Override
    public Iterator<LoadBatch> iterator() {
        return new Iterator<>() {
            private LoadBatch next;

            @Override
            public boolean hasNext() {
                if (next == null && !stopped.getAsBoolean()) {
                    next = batches.next().map(LoadWorker::with).orElse(null);
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

    private static LoadBatch with(ReadAhead<LoadBatch>.Group content) {
        LoadBatch batch = content.of();
        return new LoadBatch(batch.run(), batch.client(), batch.spec(), batch.files(), content);
    }
}
