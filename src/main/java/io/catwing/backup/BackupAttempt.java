package io.catwing.backup;

import io.catwing.backup.BackupManifest.Restorable;
import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.job.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** One backup under way: what the steps of its route leave for each other, in the variable {@code attempt}. */
public final class BackupAttempt {
    final RunId run;
    final Instant startedAt;
    Snapshot snapshot;
    Path spool;
    DumpWriter writer;
    DumpFacts facts;
    SortedMap<String, TableContent> tables;
    BackupName name;
    /** What {@code --version} of pg_dump says. */
    String pgDump;

    /** What people should know of this backup. */
    final List<String> notes = new ArrayList<>();

    Restorable restorable;
    Backup stored;

    BackupAttempt(RunId run, Instant startedAt) {
        this.run = run;
        this.startedAt = startedAt;
    }

    public RunId run() {
        return run;
    }

    /** Of the day; once the snapshot was taken. */
    public BackupName name() {
        return name;
    }

    /** That of the day's week. */
    public BackupName week() {
        return BackupName.weekOf(LocalDate.parse(name.label()));
    }

    /** Where the dump lies until it was read back. */
    public ObjectKey incoming() {
        return new ObjectKey(Area.DB_BACKUPS, StoreBackup.INCOMING + name.label() + "-" + run + ".sql.gz");
    }

    /** What is put and deleted to see whether that may be done. */
    public ObjectKey probe() {
        return new ObjectKey(Area.DB_BACKUPS, StoreBackup.INCOMING + run + ".probe");
    }

    /** What it came to; null before its manifest is written. */
    public Backup stored() {
        return stored;
    }

    /** For the log. */
    @Override
    public String toString() {
        return "backup of run " + run;
    }
}
