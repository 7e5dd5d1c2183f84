package io.catwing.productimages;

import io.catwing.client.ClientId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/**
 * One of the workers that fetch a client's images: it takes the next one when it is done with one.
 *
 * @param queue shared by the client's workers
 * @param stopped whether no more is to be begun
 */
public record ImageWorker(ImageCounters counters, ImageQueue queue, BooleanSupplier stopped)
        implements Iterable<ImageRequest> {

    public ClientId client() {
        return counters.client().id();
    }

    @Override
    public Iterator<ImageRequest> iterator() {
        return new Iterator<>() {
            private ImageRequest next;

            @Override
            public boolean hasNext() {
                if (next == null && !stopped.getAsBoolean()) {
                    next = queue.poll();
                }
                return next != null;
            }

            @Override
            public ImageRequest next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ImageRequest taken = next;
                next = null;
                return taken;
            }
        };
    }
}
