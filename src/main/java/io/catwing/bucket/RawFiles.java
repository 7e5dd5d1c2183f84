package io.catwing.bucket;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Reads raw files. The route {@code store-raw-file} alone adds one; nothing in the program can overwrite or delete one.
 */
public interface RawFiles extends RawContent {

    /** Of the file under a key; empty where there is none. */
    Optional<RawMetadata> metadata(RawKey key);

    /** The file under a key; empty where there is none. */
    Optional<RawFile> find(RawKey key);

    /** The newest earlier file of the same client and entity, looking back from the day before {@code date}. */
    Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date);

    /** Whatever their files say, those of whom there is a folder of raw files, by id. */
    SortedSet<ClientId> clients();

    /**
     * Every raw file of a client, in key order, page by page however many there are. Keys that are no raw keys are
     * left out. Close the stream.
     */
    Stream<RawFile> list(ClientId client);

    /** Those of a business date and later. Close the stream. */
    default Stream<RawFile> list(ClientId client, LocalDate from) {
        return list(client).filter(file -> !file.key().date().isBefore(from));
    }

    @Override
    InputStream open(RawFile file);
}
