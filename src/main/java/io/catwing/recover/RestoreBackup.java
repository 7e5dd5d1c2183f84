package io.catwing.recover;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupManifest;
import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.dump.CopyDigests;
import io.catwing.postgres.dump.Names;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryMark.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Fills a new database from a backup, and compares it with the backup's manifest: until that was done, the database is marked
 * as one that holds nothing, whatever breaks. Called by the route {@code recovery-steps}, method by method.
 */
@Component
public class RestoreBackup {
    private final ChooseBackup choice;
    private final DatabaseServer server;
    private final RestoreInto into;
    private final RecoverSettings settings;

    public RestoreBackup(ChooseBackup choice, DatabaseServer server, RestoreInto into, RecoverSettings settings) {
        this.choice = choice;
        this.server = server;
        this.into = into;
        this.settings = settings;
    }

    public Backup choose(@Variable("recovery") Recovery recovery) {
        Backup chosen = choice.of(recovery.order, recovery.live);
        if (recovery.order.backup() == null) {
            recovery.notes.addAll(choice.notes(chosen));
        } else if (recovery.order.accepted().contains(Accepted.UNSIGNED_BACKUP)) {
            recovery.notes.add("begun with a backup whose manifest is not signed: "
                    + chosen.dump().key());
        }
        recovery.backup = chosen.dump().key().toString();
        recovery.backupEtag = chosen.manifest().etag();
        recovery.backupBytes = chosen.manifest().bytes();
        return chosen;
    }

    /** Whether a backup is still to be restored: a recovery that was taken up may have it already. */
    public boolean isMissing(@Variable("recovery") Recovery recovery) {
        return recovery.isFast() && recovery.mark.stage() == Stage.MADE;
    }

    /** Proves it, then restores it; what is left out of it becomes a note of the recovery. */
    public void restore(@Variable("recovery") Recovery recovery, @Variable("backup") Backup backup) throws Exception {
        recovery.step("restore", () -> {
            try {
                into.restore(backup, recovery);
            } catch (SQLException broken) {
                throw new QuarantinedFailure(
                        recovery.backup + " cannot be restored: " + broken.getMessage(),
                        "nothing was restored and nothing was switched; see that the server runs, then run the same command"
                                + " again",
                        broken);
            }
        });
    }

    /** What is there now is what was dumped, row for row, but for what the restore has named as left out. */
    public void check(@Variable("recovery") Recovery recovery, @Variable("backup") Backup backup) throws Exception {
        recovery.step("check the restore", () -> {
            SortedMap<String, Digest> found = new TreeMap<>();
            digests(recovery.database).forEach((table, digest) -> found.put(Names.canonical(table, '.'), digest));
            for (Map.Entry<String, TableContent> table :
                    backup.manifest().tables().entrySet()) {
                Digest digest = found.get(table.getKey());
                String expected = table.getValue().digest();
                if (expected != null
                        && !recovery.leftOut.contains(table.getKey())
                        && (digest == null
                                || !digest.value().equals(expected)
                                || digest.rows() != table.getValue().rows())) {
                    throw new QuarantinedFailure(
                            table.getKey() + " was restored from " + recovery.backup + " with "
                                    + (digest == null ? "no table" : digest.rows() + " rows")
                                    + ", and is not what was dumped: "
                                    + table.getValue().rows() + " rows",
                            "nothing was switched; run the same command with --backup and an older one, or ./catwing recover"
                                    + " full");
                }
            }
            settle(recovery.database, backup.manifest());
        });
        // A dump has no statistics, and what follows plans its queries by them.
        recovery.step("analyze", () -> analyze(recovery.database));
        // What was left out is known to this process alone: another would not tell of it, and take its lack for damage.
        if (!recovery.leavesOut) {
            PrepareDatabase.mark(server, recovery, Stage.BEGUN);
        }
    }

    /** Otherwise the next backup would take that one for killed. */
    private void settle(DatabaseName database, BackupManifest manifest) throws SQLException {
        try (Connection connection = server.connect(database);
                PreparedStatement settle = connection.prepareStatement(SqlFile.read("recover/settle-backup"))) {
            settle.setString(1, manifest.key());
            settle.setLong(2, manifest.bytes());
            settle.setLong(3, manifest.uncompressedBytes());
            settle.setTimestamp(4, manifest.finishedAt() == null ? null : Timestamp.from(manifest.finishedAt()));
            settle.setString(5, manifest.run());
            settle.executeUpdate();
        }
    }

    private void analyze(DatabaseName database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read("recover/analyze-database"));
        }
    }

    private SortedMap<String, Digest> digests(DatabaseName database) throws SQLException {
        try (Connection connection = server.connect(database)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                Digests.begin(statement);
                return CopyDigests.all(connection, () -> server.connect(database), settings.restoringSessions());
            }
        }
    }
}
