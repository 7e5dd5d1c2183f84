package io.catwing.backup;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import java.time.LocalDate;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Keeps the first good backup of a week for longer, by a copy within S3. Called by the route {@code backup}. */
@Component
public class KeepWeekly {
    private final ObjectStore objectStore;
    private final Backups backups;
    private final StoreBackup store;

    public KeepWeekly(ObjectStore objectStore, Backups backups, StoreBackup store) {
        this.objectStore = objectStore;
        this.backups = backups;
        this.store = store;
    }

    public void keep(@Variable("attempt") BackupAttempt attempt) {
        BackupName week = BackupName.weekOf(LocalDate.parse(attempt.name.label()));
        if (backups.find(week).isEmpty()) {
            StoredObject copy = objectStore.copy(attempt.stored.dump(), week.dump());
            store.put(attempt.stored.manifest().at(copy.key().toString(), copy.etag()), week);
        }
    }
}
