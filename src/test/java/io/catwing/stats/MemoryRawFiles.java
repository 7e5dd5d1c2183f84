package io.catwing.stats;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Raw files of hundreds of small histories, one after the other, without a server. */
final class MemoryRawFiles implements RawFiles {
    private final SortedMap<RawKey, byte[]> files = new TreeMap<>();

    void clear() {
        files.clear();
    }

    void put(RawKey key, String json) {
        files.put(key, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<RawMetadata> metadata(RawKey key) {
        return find(key)
                .map(file -> new RawMetadata(
                        0,
                        1,
                        null,
                        false,
                        key.date(),
                        key.date(),
                        file.etag(),
                        null,
                        "test",
                        Instant.EPOCH,
                        null,
                        null,
                        Map.of()));
    }

    @Override
    public Optional<RawFile> find(RawKey key) {
        return Optional.ofNullable(files.get(key)).map(json -> file(key, json));
    }

    @Override
    public SortedSet<ClientId> clients() {
        throw new UnsupportedOperationException("nothing is recovered");
    }

    @Override
    public Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date) {
        throw new UnsupportedOperationException("nothing is fetched");
    }

    @Override
    public Stream<RawFile> list(ClientId client) {
        return files.entrySet().stream().map(entry -> file(entry.getKey(), entry.getValue()));
    }

    @Override
    public InputStream open(RawFile file) {
        return new ByteArrayInputStream(files.get(file.key()));
    }

    private static RawFile file(RawKey key, byte[] json) {
        return new RawFile(key, Integer.toHexString(new String(json, StandardCharsets.UTF_8).hashCode()), json.length);
    }
}
