package io.catwing.productimages;

import io.catwing.client.ClientId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * One of the workers that fetch a client's pictures: it takes the next one when it is done with one.
 *
 * @param queue shared by the client's lanes
 */
public record PictureLane(PictureTally tally, Queue<PictureOrder> queue) implements Iterable<PictureOrder> {

    public ClientId client() {
        return tally.client().id();
    }

    @Override
    public Iterator<PictureOrder> iterator() {
        return new Iterator<>() {
            private PictureOrder next;

            @Override
            public boolean hasNext() {
                next = next == null ? queue.poll() : next;
                return next != null;
            }

            @Override
            public PictureOrder next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                PictureOrder taken = next;
                next = null;
                return taken;
            }
        };
    }
}
