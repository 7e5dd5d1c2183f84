package io.catwing.productimages;

import io.catwing.client.ClientId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * One of the workers that fetch a client's images: it takes the next one when it is done with one.
 *
 * @param queue shared by the client's workers
 */
public record ImageWorker(ImageCounters counters, Queue<ImageOrder> queue) implements Iterable<ImageOrder> {

    public ClientId client() {
        return counters.client().id();
    }

    @Override
    public Iterator<ImageOrder> iterator() {
        return new Iterator<>() {
            private ImageOrder next;

            @Override
            public boolean hasNext() {
                next = next == null ? queue.poll() : next;
                return next != null;
            }

            @Override
            public ImageOrder next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ImageOrder taken = next;
                next = null;
                return taken;
            }
        };
    }
}
