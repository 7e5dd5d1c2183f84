package io.catwing.recover;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupManifest;
import io.catwing.backup.Backups;
import io.catwing.backup.Backups.Listing;
import io.catwing.backup.Backups.PassedOver;
import io.catwing.failure.AbortingFailure;
import io.catwing.recover.RecoveryJob.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which backup a fast recovery begins with. */
@Component
public class ChooseBackup {
    private static final int MOST_TOLD = 3;

    private final Backups backups;

    public ChooseBackup(Backups backups) {
        this.backups = backups;
    }

    /**
     * The one that was asked for, otherwise the newest of the live database that counts.
     *
     * @throws AbortingFailure when there is none
     */
    Backup of(RecoveryJob order, DatabaseName live) {
        if (order.backup() != null) {
            return backups.get(order.backup(), order.accepted().contains(Accepted.UNSIGNED_BACKUP));
        }
        Listing found = backups.list();
        if (found.good().isEmpty()) {
            throw new AbortingFailure(
                    "there is no good backup to begin with" + told(found.passedOver()),
                    "the raw files are enough: run ./catwing recover full");
        }
        return found.good().stream()
                .filter(backup -> backup.manifest().database().equals(live.value()))
                .findFirst()
                .orElseThrow(() -> new AbortingFailure(
                        "the newest good backup, " + found.good().get(0).dump().key() + ", is of the database "
                                + found.good().get(0).manifest().database() + ", not of " + live,
                        "if it is the right one all the same, name it with --backup; otherwise run ./catwing recover"
                                + " full"));
    }

    /** What does not count, and what else might be begun with, for people to look at. @param chosen without their naming it */
    List<String> notes(Backup chosen) {
        Listing found = backups.list();
        List<String> notes = new ArrayList<>();
        found.passedOver().stream()
                .limit(MOST_TOLD)
                .map(other -> "passed over " + other.key() + ": " + other.why())
                .forEach(notes::add);
        BackupManifest manifest = chosen.manifest();
        // After a move to another server this is as it should be; after a night on an empty one it is not, and only
        // people know.
        found.good().stream()
                .filter(other -> other.manifest().database().equals(manifest.database())
                        && !Objects.equals(other.manifest().system(), manifest.system()))
                .findFirst()
                .ifPresent(other ->
                        notes.add(chosen.dump().key() + " is of another server than the backups before it, of which "
                                + other.dump().key()
                                + " is the newest\nHINT: if catwing ran on an empty server in between, tables of"
                                + " your own and refresh tokens are in the older ones alone: add --backup "
                                + other.dump().key()));
        return notes;
    }

    private static String told(List<PassedOver> passedOver) {
        return passedOver.stream()
                .limit(MOST_TOLD)
                .map(other -> "; " + other.key() + " is passed over: " + other.why())
                .collect(Collectors.joining());
    }
}
