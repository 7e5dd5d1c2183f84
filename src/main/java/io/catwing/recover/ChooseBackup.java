package io.catwing.recover;

import io.catwing.backup.Backup;
import io.catwing.backup.Backups;
import io.catwing.failure.AbortingFailure;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which backup a fast recovery begins with. */
@Component
public class ChooseBackup {
    private final Backups backups;

    public ChooseBackup(Backups backups) {
        this.backups = backups;
    }

    /**
     * The one that was asked for, otherwise the newest of the live database that counts.
     *
     * @throws AbortingFailure when there is none
     */
    Backup of(RecoveryOrder order, DatabaseName live) {
        if (order.backup() != null) {
            return backups.get(order.backup());
        }
        List<Backup> good = backups.good();
        if (good.isEmpty()) {
            throw new AbortingFailure(
                    "there is no good backup to begin with", "the raw files are enough: run ./catwing recover full");
        }
        return good.stream()
                .filter(backup -> backup.manifest().database().equals(live.value()))
                .findFirst()
                .orElseThrow(() -> new AbortingFailure(
                        "the newest good backup, " + good.get(0).dump().key() + ", is of the database "
                                + good.get(0).manifest().database() + ", not of " + live,
                        "if it is the right one all the same, name it with --backup; otherwise run ./catwing recover"
                                + " full"));
    }
}
