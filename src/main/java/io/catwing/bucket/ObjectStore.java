package io.catwing.bucket;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads everything in the bucket that is not a raw file. Routes put, copy and delete, by {@code aws2-s3:} endpoints; what a
 * person hands in alone is put here.
 *
 * <p>All methods throw {@link io.catwing.failure.RetryableFailure} when S3 cannot be reached or answers 5xx, and {@link
 * io.catwing.failure.AbortingFailure} when it refuses for good.
 */
public interface ObjectStore {

    /** With its metadata; empty where there is none. */
    Optional<StoredObject> find(ObjectKey key);

    /**
     * What was just put or copied there, as the server tells it.
     *
     * @throws io.catwing.failure.AbortingFailure where there is nothing
     */
    StoredObject confirm(ObjectKey key);

    /**
     * The objects of an area whose path begins so, in key order, page by page however many there are, without metadata.
     * Close the stream.
     *
     * @param pathPrefix below the area's prefix; empty for all of it
     * @param others gets the paths, below the area's prefix, of objects that are left out, for this program would not write
     *     such keys: text from outside
     */
    Stream<StoredObject> list(Area area, String pathPrefix, Consumer<String> others);

    /** The same; nobody hears of what is left out. */
    default Stream<StoredObject> list(Area area, String pathPrefix) {
        return list(area, pathPrefix, path -> {});
    }

    /**
     * The bytes as a stream, over cut connections.
     *
     * @param object as listed or found: when its ETag is another by now, the read fails rather than mix the two
     */
    InputStream open(StoredObject object);

    /**
     * A range of its bytes, likewise.
     *
     * @param from the first byte, from 0
     * @param bytes as many, at least one
     */
    InputStream open(StoredObject object, long from, long bytes);

    /**
     * Puts a file that a person hands in under {@code client-data/}, checked by its checksums, in place of the object that
     * person has seen there, and of no other.
     *
     * @param seen empty where nothing was there
     * @return what is there now
     * @throws io.catwing.failure.QuarantinedFailure where somebody else was quicker
     */
    StoredObject upload(ObjectKey key, Path file, String contentType, Optional<StoredObject> seen);
}
