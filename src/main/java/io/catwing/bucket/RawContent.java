package io.catwing.bucket;

import java.io.InputStream;

/** Where a parser gets a raw file's bytes from. */
@FunctionalInterface
public interface RawContent {

    /**
     * The bytes of a file as a stream.
     *
     * @param file as listed: when the object's ETag is another by now, the open fails rather than read what was not
     *     listed
     */
    InputStream open(RawFile file) throws InterruptedException;
}
