package io.catwing.backup;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Brings a verified dump to its place. It lies under {@code incoming/} until it was read back, so that a backup of the same
 * day that is there already is replaced by nothing that is not whole. Called by the route store-backup, method by method.
 */
@Component
public class StoreBackup {
    static final String INCOMING = "incoming/";

    private final ObjectStore objectStore;
    private final SpoolFolder spool;
    private final BackupKeys keys;
    private final Clock clock;

    @Autowired
    public StoreBackup(ObjectStore objectStore, SpoolFolder spool, BackupKeys keys) {
        this(objectStore, spool, keys, Clock.systemUTC());
    }

    StoreBackup(ObjectStore objectStore, SpoolFolder spool, BackupKeys keys, Clock clock) {
        this.keys = keys;
        this.objectStore = objectStore;
        this.spool = spool;
        this.clock = clock;
    }

    /** One PUT: the object is there as a whole or not at all. */
    public StoredObject put(@Variable("attempt") BackupAttempt attempt) {
        return objectStore.put(
                new ObjectKey(Area.DB_BACKUPS, INCOMING + attempt.name.label() + "-" + attempt.run + ".sql.gz"),
                attempt.spool,
                "application/gzip",
                Map.of("sha256", attempt.facts.sha256()));
    }

    /** What S3 gives back is what was written: a whole gzip, of the same SHA-256 and length. */
    public StoredObject readBack(StoredObject incoming, @Variable("attempt") BackupAttempt attempt) {
        DumpFacts facts = attempt.facts;
        try (InputStream sql = new VerifiedDump(
                objectStore.open(incoming), incoming.key().toString(), facts.sha256(), facts.uncompressedBytes())) {
            byte[] buffer = new byte[1 << 16];
            while (sql.read(buffer) >= 0) {
                // It verifies itself.
            }
        } catch (IOException cut) {
            throw new QuarantinedFailure(
                    incoming.key() + " cannot be read back: " + cut.getMessage(),
                    "older backups are as they were; look into the S3 server, then run ./catwing backup again",
                    cut);
        }
        return incoming;
    }

    /** The verified object takes the place that the day has. */
    public StoredObject place(StoredObject incoming, @Variable("attempt") BackupAttempt attempt) {
        StoredObject dump = objectStore.copy(incoming, attempt.name.dump());
        if (dump.bytes() != incoming.bytes()) {
            throw new QuarantinedFailure(
                    dump.key() + " has " + dump.bytes() + " bytes, although " + incoming.bytes() + " were copied there",
                    "look into the S3 server, then run ./catwing backup again");
        }
        objectStore.delete(incoming.key());
        return dump;
    }

    /** From here on it counts. */
    public void commit(StoredObject dump, @Variable("attempt") BackupAttempt attempt) {
        Snapshot snapshot = attempt.snapshot;
        DumpFacts facts = attempt.facts;
        BackupManifest manifest = new BackupManifest(
                dump.key().toString(),
                dump.etag(),
                facts.sha256(),
                facts.bytes(),
                facts.uncompressedBytes(),
                snapshot.at,
                attempt.startedAt,
                clock.instant(),
                snapshot.database,
                snapshot.system,
                snapshot.serverVersion,
                snapshot.schemaVersion,
                String.valueOf(getClass().getPackage().getImplementationVersion()),
                attempt.run.value(),
                snapshot.ledgerRows,
                attempt.tables,
                attempt.restorable);
        put(manifest, attempt.name);
        attempt.stored = new Backup(attempt.name, dump, manifest);
    }

    void put(BackupManifest manifest, BackupName name) {
        Path file = spool.newFile("backup.json");
        try {
            try {
                manifest.write(file, keys.signing());
                objectStore.put(name.manifest(), file, "application/json", Map.of());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException full) {
            throw new QuarantinedFailure(
                    "the manifest of " + manifest.key() + " cannot be written to " + file + ": " + full.getMessage(),
                    "make room under CATWING_HOME, then run ./catwing backup again",
                    full);
        }
    }
}
