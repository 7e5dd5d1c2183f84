package io.catwing.backup;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.PutMessage;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What the route {@code store-backup} puts, and what must be true before it goes on. A dump lies under {@code incoming/}
 * until it was read back, so that a backup of the same day that is there already is replaced by nothing that is not whole.
 */
@Component
public class StoreBackup {
    static final String INCOMING = "incoming/";

    private final ObjectStore objectStore;
    private final BackupKeys keys;
    private final BackupSettings settings;
    private final Gzip gzip;
    private final Clock clock;

    @Autowired
    public StoreBackup(ObjectStore objectStore, BackupKeys keys, BackupSettings settings, Gzip gzip) {
        this(objectStore, keys, settings, gzip, Clock.systemUTC());
    }

    StoreBackup(ObjectStore objectStore, BackupKeys keys, BackupSettings settings, Gzip gzip, Clock clock) {
        this.gzip = gzip;
        this.settings = settings;
        this.keys = keys;
        this.objectStore = objectStore;
        this.clock = clock;
    }

    /** One PUT: the object is there as a whole or not at all. */
    public void writeDump(@Variable("attempt") BackupAttempt attempt, Message message) {
        PutMessage.write(message, attempt.spool, "application/gzip", Map.of("sha256", attempt.facts.sha256()));
    }

    /** What S3 gives back is what was written: whole gzips, of the same SHA-256 and lengths. */
    public StoredObject readBack(@Variable("attempt") BackupAttempt attempt) {
        StoredObject incoming = objectStore.confirm(attempt.incoming());
        DumpFacts facts = attempt.facts;
        if (incoming.bytes() != facts.bytes()) {
            throw new QuarantinedFailure(
                    incoming.key() + " is damaged: it has " + incoming.bytes() + " bytes, but " + facts.bytes()
                            + " were written",
                    "older backups are as they were; look into the S3 server, then run ./catwing backup again");
        }
        try {
            new PartedDump(incoming, facts.parts(), facts.uncompressedBytes(), objectStore, gzip)
                    .readBack(settings.compressingThreads());
        } catch (IOException cut) {
            throw new QuarantinedFailure(
                    incoming.key() + " cannot be read back: " + cut.getMessage(),
                    "older backups are as they were; look into the S3 server, then run ./catwing backup again",
                    cut);
        }
        return incoming;
    }

    /** The PUT from which on it counts, of what was read back and lies in the place that the day has. */
    public void writeManifest(
            @Variable("incoming") StoredObject incoming, @Variable("attempt") BackupAttempt attempt, Message message) {
        StoredObject dump = objectStore.confirm(attempt.name.dump());
        if (dump.bytes() != incoming.bytes()) {
            throw new QuarantinedFailure(
                    dump.key() + " has " + dump.bytes() + " bytes, although " + incoming.bytes() + " were copied there",
                    "look into the S3 server, then run ./catwing backup again");
        }
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
                attempt.restorable,
                facts.parts());
        attempt.stored = new Backup(attempt.name, dump, manifest);
        PutMessage.write(message, manifest.signed(keys.signing()), "application/json", Map.of());
    }
}
