package io.catwing.bucket;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that can be done with raw files. It can add and read; nothing here, and nothing elsewhere in the program, can overwrite or
 * delete one.
 */
public interface RawFiles {

    /** What a put came to. */
    enum Stored {
        NEW,
        ALREADY_THERE
    }

    /**
     * Puts a checked spool file under its key with one conditional PUT ({@code If-None-Match: *}), MD5 and SHA-256
     * checksums and the metadata.
     *
     * @return ALREADY_THERE when the key exists (412): the stored file stays as it is
     * @throws io.catwing.failure.RetryableFailure when S3 cannot be reached or answers 5xx
     * @throws io.catwing.failure.AbortingFailure when S3 refuses for good
     */
    Stored put(RawKey key, Path spool, RawMetadata metadata);

    /** Of the file under a key; empty where there is none. */
    Optional<RawMetadata> metadata(RawKey key);

    /** The file under a key; empty where there is none. */
    Optional<RawFile> find(RawKey key);

    /** The newest earlier file of the same client and entity, looking back from the day before {@code date}. */
    Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date);

    /**
     * Every raw file of a client, in key order, page by page however many there are. Keys that are no raw keys are
     * left out. Close the stream.
     */
    Stream<RawFile> list(ClientId client);

    /** Those of a business date and later. Close the stream. */
    default Stream<RawFile> list(ClientId client, LocalDate from) {
        return list(client).filter(file -> !file.key().date().isBefore(from));
    }

    /**
     * The bytes of a file as a stream.
     *
     * @param file as listed: when the object's ETag is another by now, the open fails rather than read what was not
     *     listed
     */
    InputStream open(RawFile file);
}
