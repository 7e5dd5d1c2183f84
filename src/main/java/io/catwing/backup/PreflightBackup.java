package io.catwing.backup;

import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.ClientPrograms;
import io.catwing.postgres.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Finds out in a second what would otherwise fail after an hour. Called by the route preflight-backup. */
@Component
public class PreflightBackup {
    /** A dump without indexes, compressed, was never found to be a larger share of its database. */
    private static final int LEAST_SHRINKING = 4;

    private final DatabaseAddress address;
    private final ClientPrograms programs;
    private final SpoolFolder spool;
    private final Backups backups;
    private final Room room;

    /** How many bytes may be written where a file lies. */
    interface Room {
        long at(Path file) throws IOException;
    }

    @Autowired
    public PreflightBackup(DatabaseAddress address, ClientPrograms programs, SpoolFolder spool, Backups backups) {
        // Not by its file store, which is not found where the root is no mount point (chroot).
        this(address, programs, spool, backups, file -> file.getParent()
                .toFile()
                .getUsableSpace());
    }

    PreflightBackup(DatabaseAddress address, ClientPrograms programs, SpoolFolder spool, Backups backups, Room room) {
        this.address = address;
        this.programs = programs;
        this.spool = spool;
        this.backups = backups;
        this.room = room;
    }

    /** pg_dump is there and not older than the server. */
    public void client(@Body int version, @Variable("attempt") BackupAttempt attempt) {
        ClientPrograms.Checked checked = programs.check("pg_dump", address, version / 10_000);
        attempt.pgDump = checked.version();
        if (checked.warning() != null) {
            attempt.notes.add(checked.warning());
        }
    }

    /** This user may read every table: pg_dump would end at the first that it may not. */
    public void permissions(@Body List<Map<String, Object>> unreadable) {
        if (!unreadable.isEmpty()) {
            throw new QuarantinedFailure(
                    "user " + address.user() + " may not read "
                            + unreadable.stream()
                                    .map(table -> String.valueOf(table.get("name")))
                                    .collect(Collectors.joining(", ")),
                    "grant select on them to " + address.user() + ", or let the owner of the tables make backups");
        }
    }

    /** The dump will fit, by the size of the database or, where that is more, of the last dump. */
    public void room(@Body long size, @Variable("attempt") BackupAttempt attempt) throws IOException {
        attempt.spool = spool.newFile("backup.sql.gz");
        long last = backups.newest().map(backup -> backup.manifest().bytes()).orElse(0L);
        long needed = Math.max(size / LEAST_SHRINKING, last + last / 2);
        long free = room.at(attempt.spool);
        if (free < needed) {
            throw new QuarantinedFailure(
                    "a backup may need " + needed + " bytes, but " + free + " are free at " + attempt.spool.getParent(),
                    "make room, or set CATWING_HOME to a folder on a larger disk");
        }
    }
}
