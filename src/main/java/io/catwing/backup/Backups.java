package io.catwing.backup;

import io.catwing.failure.ParkedFailure;
import io.catwing.lake.Lake;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeKey;
import io.catwing.lake.LakeObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        return verified(backup, lake.open(backup.dump()));
    }

    /**
     * Brings its dump into a file, and proves it meanwhile: SHA-256, length, a whole gzip.
     *
     * @param file where nothing is yet
     * @throws ParkedFailure when it is not what was verified when it was made
     */
    public void fetch(Backup backup, Path file) {
        try (OutputStream copy = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                InputStream sql = verified(backup, new Copying(lake.open(backup.dump()), copy))) {
            sql.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            throw new ParkedFailure(
                    backup.dump().key() + " cannot be brought to " + file + ": " + broken.getMessage(),
                    "make room under CATWING_HOME, or look into the S3 server, then run the same command again",
                    broken);
        }
    }

    /** As {@link #open(Backup)}, from a file that {@link #fetch} wrote. */
    public InputStream open(Backup backup, Path file) throws IOException {
        return verified(backup, Files.newInputStream(file));
    }

    private static InputStream verified(Backup backup, InputStream object) {
        return new VerifiedDump(
                object,
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

    /** What is read is written elsewhere, too. */
    private static final class Copying extends FilterInputStream {
        private final OutputStream copy;

        Copying(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int got = in.read(into, at, length);
            if (got > 0) {
                copy.write(into, at, got);
            }
            return got;
        }
    }
}
