package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether the bucket can bring back what a client's entities hold. */
final class Refill {
    private final RawFiles rawFiles;
    private final Map<Entity, SortedSet<RawKey>> lost = new EnumMap<>(Entity.class);
    private final Map<Entity, RawFile> newest = new EnumMap<>(Entity.class);

    /**
     * @param loaded keys of the client's raw files that the ledger holds
     * @param listed all of its raw files in the bucket, in the order of their keys
     */
    Refill(RawFiles rawFiles, Set<Entity> entities, Collection<String> loaded, List<RawFile> listed) {
        this.rawFiles = rawFiles;
        entities.forEach(entity -> lost.put(entity, new TreeSet<>()));
        loaded.stream()
                .map(RawKey::parse)
                .filter(key -> entities.contains(key.entity()))
                .forEach(key -> lost.get(key.entity()).add(key));
        for (RawFile file : listed) {
            Entity entity = file.key().entity();
            if (entities.contains(entity) && lost.get(entity).remove(file.key())) {
                newest.put(entity, file);
            }
        }
    }

    /** Whether the ledger holds any file of it. */
    boolean isLoaded(Entity entity) {
        return newest.containsKey(entity) || !lost.get(entity).isEmpty();
    }

    /** Raw files that were loaded and are not in the bucket. */
    SortedSet<RawKey> lost(Entity entity) {
        return lost.get(entity);
    }

    /**
     * Reads the first byte of the newest file that was loaded: a bucket may let its files be listed and not be read.
     *
     * @throws io.catwing.failure.Failure when it cannot be read
     */
    void probe(ClientId client, Entity entity) {
        RawFile file = newest.get(entity);
        try (InputStream in = rawFiles.open(file)) {
            in.read();
        } catch (IOException cut) {
            throw new AbortingFailure(
                    "the mapping of " + client + " " + entity + " has changed, and its raw files cannot be read: "
                            + cut.getMessage(),
                    "nothing was deleted; look into the S3 server, then run ./catwing load again",
                    cut);
        }
    }
}
