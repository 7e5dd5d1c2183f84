package io.catwing.backup;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.ClientPrograms;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds out in a second what would otherwise fail after an hour. Called by the route preflight-backup. */
@Component
public class PreflightBackup {
    /** A dump without indexes, compressed, was never found to be a larger share of its database. */
    private static final int LEAST_SHRINKING = 4;

    private final JdbcTemplate database;
    private final DatabaseAddress address;
    private final ClientPrograms programs;
    private final ObjectStore objectStore;
    private final SpoolFolder spool;
    private final Backups backups;
    private final Room room;

    /** How many bytes may be written where a file lies. */
    interface Room {
        long at(Path file) throws IOException;
    }

    @Autowired
    public PreflightBackup(
            DataSource pool,
            DatabaseAddress address,
            ClientPrograms programs,
            ObjectStore objectStore,
            SpoolFolder spool,
            Backups backups) {
        // Not by its file store, which is not found where the root is no mount point (chroot).
        this(pool, address, programs, objectStore, spool, backups, file -> file.getParent()
                .toFile()
                .getUsableSpace());
    }

    PreflightBackup(
            DataSource pool,
            DatabaseAddress address,
            ClientPrograms programs,
            ObjectStore objectStore,
            SpoolFolder spool,
            Backups backups,
            Room room) {
        this.database = new JdbcTemplate(pool);
        this.address = address;
        this.programs = programs;
        this.objectStore = objectStore;
        this.spool = spool;
        this.backups = backups;
        this.room = room;
    }

    /** pg_dump is there and not older than the server. */
    public void client(@Variable("attempt") BackupAttempt attempt) {
        Integer version = database.queryForObject(SqlFile.read("backup/read-server-version"), Integer.class);
        ClientPrograms.Checked checked = programs.check("pg_dump", address, version / 10_000);
        attempt.pgDump = checked.version();
        if (checked.warning() != null) {
            attempt.notes.add(checked.warning());
        }
    }

    /** This user may read every table: pg_dump would end at the first that it may not. */
    public void permissions() {
        List<String> refused = database.queryForList(SqlFile.read("backup/list-unreadable"), String.class);
        if (!refused.isEmpty()) {
            throw new QuarantinedFailure(
                    "user " + address.user() + " may not read " + String.join(", ", refused),
                    "grant select on them to " + address.user() + ", or let the owner of the tables make backups");
        }
    }

    /** The dump will fit, by the size of the database or, where that is more, of the last dump. */
    public void room(@Variable("attempt") BackupAttempt attempt) throws IOException {
        attempt.spool = spool.newFile("backup.sql.gz");
        Long size = database.queryForObject(SqlFile.read("backup/measure-database"), Long.class);
        long last = backups.newest().map(backup -> backup.manifest().bytes()).orElse(0L);
        long needed = Math.max(size / LEAST_SHRINKING, last + last / 2);
        long free = room.at(attempt.spool);
        if (free < needed) {
            throw new QuarantinedFailure(
                    "a backup may need " + needed + " bytes, but " + free + " are free at " + attempt.spool.getParent(),
                    "make room, or set CATWING_HOME to a folder on a larger disk");
        }
    }

    /** The bucket takes what we write under db-backups. */
    public void bucket(@Variable("attempt") BackupAttempt attempt) throws IOException {
        Path probe = spool.newFile("backup-probe");
        ObjectKey key = new ObjectKey(Area.DB_BACKUPS, "incoming/" + attempt.run + ".probe");
        try {
            Files.writeString(probe, "may be deleted");
            objectStore.put(key, probe, "text/plain", Map.of());
            objectStore.delete(key);
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
