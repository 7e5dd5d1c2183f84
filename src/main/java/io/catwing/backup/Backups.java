package io.catwing.backup;

import io.catwing.failure.ParkedFailure;
import io.catwing.lake.Lake;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeKey;
import io.catwing.lake.LakeObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The backups that count: dumps with a manifest that speaks of the very object that lies there. */
@Component
public class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final int LARGEST_MANIFEST = 16 << 20;
    private static final Comparator<Backup> NEWEST_FIRST = Comparator.comparing(
                    (Backup backup) -> backup.manifest().snapshotAt())
            .reversed()
            .thenComparing(Backup::name);

    private final Lake lake;

    public Backups(Lake lake) {
        this.lake = lake;
    }

    /** Newest first by the moment that they show; of two of the same moment, the daily one first. */
    public List<Backup> good() {
        Map<String, LakeObject> objects = new TreeMap<>();
        try (Stream<LakeObject> all = lake.list(LakeArea.DB_BACKUPS, "")) {
            all.forEach(object -> objects.put(object.key().path(), object));
        }
        return objects.values().stream()
                .flatMap(object -> BackupName.of(object.key())
                        .filter(name -> name.manifest().equals(object.key()))
                        .flatMap(name -> good(
                                name,
                                object,
                                Optional.ofNullable(objects.get(name.dump().path()))))
                        .stream())
                .sorted(NEWEST_FIRST)
                .toList();
    }

    public Optional<Backup> newest() {
        return good().stream().findFirst();
    }

    /** Empty where there is none of that name that counts. */
    public Optional<Backup> find(BackupName name) {
        return lake.find(name.manifest()).flatMap(manifest -> good(name, manifest, lake.find(name.dump())));
    }

    /**
     * The one that somebody asks for.
     *
     * @param key of its dump, such as {@code db-backups/daily/2026-02-24.sql.gz}
     */
    public Backup get(String key) {
        return good().stream()
                .filter(backup -> backup.dump().key().toString().equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new ParkedFailure(
                                "there is no good backup " + key,
                                "./catwing backup --status lists those that are; a dump without its manifest was never verified"));
    }

    /**
     * Its SQL. The end of the stream is reached only if what was read is what was verified when it was made; otherwise
     * the last read throws a {@link ParkedFailure}. Close it.
     */
    public InputStream open(Backup backup) {
        return new VerifiedDump(
                lake.open(backup.dump()),
                backup.dump().key().toString(),
                backup.manifest().sha256(),
                backup.manifest().uncompressedBytes());
    }

    private Optional<Backup> good(BackupName name, LakeObject json, Optional<LakeObject> dump) {
        if (dump.isEmpty() || json.bytes() > LARGEST_MANIFEST) {
            LOG.warn("{} does not count: its dump is missing, or it is no manifest", json.key());
            return Optional.empty();
        }
        BackupManifest manifest;
        try (InputStream in = lake.open(json)) {
            manifest = BackupManifest.read(in.readAllBytes());
        } catch (IOException unreadable) {
            LOG.warn("{} does not count: {}", json.key(), unreadable.toString());
            return Optional.empty();
        }
        LakeKey key = dump.get().key();
        if (!manifest.key().equals(key.toString())
                || manifest.bytes() != dump.get().bytes()
                || !manifest.etag().equals(dump.get().etag())) {
            LOG.warn("{} does not count: its manifest speaks of another object", key);
            return Optional.empty();
        }
        return Optional.of(new Backup(name, dump.get(), manifest));
    }
}
