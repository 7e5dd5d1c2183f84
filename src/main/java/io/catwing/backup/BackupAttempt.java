package io.catwing.backup;

import io.catwing.backup.BackupManifest.Restorable;
import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.job.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** One backup under way: what the steps of its route leave for each other, in the exchange property {@code attempt}. */
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

    /** For the log. */
    @Override
    public String toString() {
        return "backup of run " + run;
    }
}
