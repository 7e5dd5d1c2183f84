package io.catwing.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.backup.ManifestSignature.Standing;
import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The backups that count: dumps with a manifest that speaks of the very object that lies there. */
@Component
public class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final int LARGEST_MANIFEST = 16 << 20;
    private static final int TRIES = 3;
    private static final Comparator<Backup> NEWEST_FIRST = Comparator.comparing(
                    (Backup backup) -> backup.manifest().snapshotAt())
            .reversed()
            .thenComparing(Backup::name);

    private final ObjectStore objectStore;
    private final BackupKeys keys;
    private final Gzip gzip;

    /** What the last listing made of each manifest: where all is as it was, it is not read again. Health lists them again and again. */
    private volatile Map<Found, Judged> last = Map.of();

    /** What does not count, so that it is said once. */
    private final Set<PassedOver> told = ConcurrentHashMap.newKeySet();

    public Backups(ObjectStore objectStore, BackupKeys keys, Gzip gzip) {
        this.objectStore = objectStore;
        this.keys = keys;
        this.gzip = gzip;
    }

    /**
     * Something in a backup's place that does not count.
     *
     * @param key of its dump
     */
    public record PassedOver(String key, String why) {}

    /**
     * @param good newest first by the moment that they show; of two of the same moment, the daily one first
     * @param passedOver by key
     */
    public record Listing(List<Backup> good, List<PassedOver> passedOver) {}

    /**
     * All that a judgement follows from: what is in the objects follows from their ETags.
     *
     * @param dump null where there is none
     */
    private record Found(StoredObject manifest, StoredObject dump, List<ByteBuffer> keys) {}

    /** Again where a backup that is made or deleted meanwhile took a manifest from under it. */
    public Listing list() {
        for (int tries = 1; ; tries++) {
            try {
                return listOnce();
            } catch (QuarantinedFailure replaced) {
                if (tries == TRIES) {
                    throw replaced;
                }
            }
        }
    }

    private Listing listOnce() {
        Map<String, StoredObject> objects = new TreeMap<>();
        try (Stream<StoredObject> all = objectStore.list(Area.DB_BACKUPS, "")) {
            all.forEach(object -> objects.put(object.key().path(), object));
        }
        List<Backup> good = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        Map<Found, Judged> before = last;
        Map<Found, Judged> now = new HashMap<>();
        List<ByteBuffer> known = keys.all().stream().map(ByteBuffer::wrap).toList();
        for (StoredObject object : objects.values()) {
            Optional<BackupName> name =
                    BackupName.of(object.key()).filter(n -> n.manifest().equals(object.key()));
            if (name.isPresent()) {
                StoredObject dump = objects.get(name.get().dump().path());
                Found found = new Found(object, dump, known);
                Judged judged = before.get(found);
                if (judged == null) {
                    judged = judge(name.get(), object, dump, false);
                }
                judged.ifPresentOrElse(good::add, passedOver::add);
                if (judged.stays()) {
                    now.put(found, judged);
                }
            }
        }
        last = now;
        told.retainAll(Set.copyOf(passedOver));
        good.sort(NEWEST_FIRST);
        return new Listing(List.copyOf(good), List.copyOf(passedOver));
    }

    /** Newest first by the moment that they show; of two of the same moment, the daily one first. */
    public List<Backup> good() {
        return list().good();
    }

    public Optional<Backup> newest() {
        return good().stream().findFirst();
    }

    /** Empty where there is none of that name that counts. */
    public Optional<Backup> find(BackupName name) {
        return objectStore.find(name.manifest()).flatMap(manifest -> judge(
                        name, manifest, objectStore.find(name.dump()).orElse(null), false)
                .good());
    }

    /**
     * The one that somebody asks for.
     *
     * @param key of its dump, such as {@code db-backups/daily/2026-02-24.sql.gz}
     * @param unsigned whether a manifest without a signature will do; never one with a wrong one
     */
    public Backup get(String key, boolean unsigned) {
        Optional<BackupName> name = BackupName.ofDump(key);
        Optional<StoredObject> manifest = name.flatMap(n -> objectStore.find(n.manifest()));
        Judged judged = manifest.isEmpty()
                ? new Judged(null, new PassedOver(key, "it has no manifest, so it was never verified"), false)
                : judge(
                        name.get(),
                        manifest.get(),
                        objectStore.find(name.get().dump()).orElse(null),
                        unsigned);
        return judged.good()
                .orElseThrow(() -> new QuarantinedFailure(
                        "there is no good backup " + key + ": "
                                + judged.passedOver().why(),
                        "./catwing backup --status lists those that are good"));
    }

    /**
     * Its SQL. The end of the stream is reached only if what was read is what was verified when it was made; otherwise
     * the last read throws a {@link QuarantinedFailure}. Close it.
     */
    public InputStream open(Backup backup) {
        return verified(backup, objectStore.open(backup.dump()));
    }

    /**
     * Brings its dump into a file, and proves it meanwhile: SHA-256, length, a whole gzip.
     *
     * @param file where nothing is yet
     * @throws QuarantinedFailure when it is not what was verified when it was made
     */
    public void fetch(Backup backup, Path file) {
        try (OutputStream copy = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                InputStream sql = verified(backup, new Copying(objectStore.open(backup.dump()), copy))) {
            sql.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            throw new AbortingFailure(
                    backup.dump().key() + " cannot be brought to " + file + ": " + broken.getMessage(),
                    "make room under CATWING_HOME, or look into the S3 server, then run the same command again",
                    broken);
        }
    }

    /** Its parts, for several sessions to read; empty where its manifest knows none. */
    public Optional<PartedDump> parts(Backup backup) {
        return Optional.ofNullable(backup.manifest().parts())
                .map(parts ->
                        new PartedDump(backup.dump(), parts, backup.manifest().uncompressedBytes(), objectStore, gzip));
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

    /**
     * A backup, or why it is none.
     *
     * @param stays unless the objects or the keys are others; not where reading failed
     */
    private record Judged(Backup backup, PassedOver passedOver, boolean stays) {
        Optional<Backup> good() {
            return Optional.ofNullable(backup);
        }

        void ifPresentOrElse(Consumer<Backup> good, Consumer<PassedOver> other) {
            if (backup == null) {
                other.accept(passedOver);
            } else {
                good.accept(backup);
            }
        }
    }

    private Judged judge(BackupName name, StoredObject json, StoredObject dump, boolean unsigned) {
        String why;
        boolean stays = true;
        if (dump == null) {
            why = "its dump is missing";
        } else if (json.bytes() > LARGEST_MANIFEST) {
            why = "its manifest is none";
        } else {
            try (InputStream in = objectStore.open(json)) {
                ObjectNode content = ManifestSignature.parse(in.readAllBytes());
                List<byte[]> known = keys.all();
                Standing standing = ManifestSignature.standing(content, known);
                BackupManifest manifest = BackupManifest.read(content);
                if (standing == Standing.FORGED) {
                    why = known.isEmpty()
                            ? "it is signed, and there is no key here: set CATWING_BACKUP_KEY"
                            : "its signature is of none of the keys here";
                } else if (standing == Standing.UNSIGNED && !unsigned) {
                    why = "its manifest is not signed: if it is yours, of an earlier version, take it by"
                            + " --accept-unsigned " + dump.key();
                } else if (!manifest.key().equals(dump.key().toString())
                        || manifest.bytes() != dump.bytes()
                        || !manifest.etag().equals(dump.etag())) {
                    why = "its manifest speaks of another object";
                } else {
                    return new Judged(new Backup(name, dump, manifest), null, true);
                }
            } catch (IOException unreadable) {
                why = "its manifest cannot be read";
                stays = false;
                LOG.debug("{}", json.key(), unreadable);
            }
        }
        PassedOver passedOver = new PassedOver(name.dump().toString(), why);
        if (told.add(passedOver)) {
            LOG.warn("{} does not count: {}", name.dump(), why);
        }
        return new Judged(null, passedOver, stays);
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
