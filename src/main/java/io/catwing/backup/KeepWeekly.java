package io.catwing.backup;

import io.catwing.lake.Lake;
import io.catwing.lake.LakeObject;
import java.time.LocalDate;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** Keeps the first good backup of a week for longer, by a copy within S3. Called by the route keep-weekly. */
@Component
public class KeepWeekly {
    private final Lake lake;
    private final Backups backups;
    private final StoreBackup store;

    public KeepWeekly(Lake lake, Backups backups, StoreBackup store) {
        this.lake = lake;
        this.backups = backups;
        this.store = store;
    }

    public void keep(@ExchangeProperty("attempt") BackupAttempt attempt) {
        BackupName week = BackupName.weekOf(LocalDate.parse(attempt.name.label()));
        if (backups.find(week).isEmpty()) {
            LakeObject copy = lake.copy(attempt.stored.dump(), week.dump());
            store.put(attempt.stored.manifest().at(copy.key().toString(), copy.etag()), week);
        }
    }
}
