package io.catwing.backup;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.PutMessage;
import io.catwing.bucket.StoredObject;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** What the route {@code keep-weekly} asks: whether the week has a good backup, and what the manifest of the copy says. */
@Component
public class KeepWeekly {
    private final ObjectStore objectStore;
    private final Backups backups;
    private final BackupKeys keys;

    public KeepWeekly(ObjectStore objectStore, Backups backups, BackupKeys keys) {
        this.objectStore = objectStore;
        this.backups = backups;
        this.keys = keys;
    }

    public boolean isMissing(@Variable("attempt") BackupAttempt attempt) {
        return backups.find(attempt.week()).isEmpty();
    }

    /** Its PUT. */
    public void writeManifest(@Variable("attempt") BackupAttempt attempt, Message message) {
        StoredObject copy = objectStore.confirm(attempt.week().dump());
        BackupManifest manifest = attempt.stored.manifest().at(copy.key().toString(), copy.etag());
        PutMessage.write(message, manifest.signed(keys.signing()), "application/json", Map.of());
    }
}
