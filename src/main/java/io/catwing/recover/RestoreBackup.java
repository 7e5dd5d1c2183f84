package io.catwing.recover;

import io.catwing.app.ServerAddresses;
import io.catwing.backup.Backup;
import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.backup.Backups;
import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.dump.RestoreDump;
import io.catwing.postgres.dump.RestoreSession;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryMark.Stage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SortedMap;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Fills a new database from a backup. The dump is brought into the spool and proven against its manifest before the first
 * of its statements is sent; it is sent in one transaction, with the rights of a role that owns nothing else, and committed
 * last: whatever breaks leaves the database empty. Called by the route {@code recovery-steps}, method by method.
 */
@Component
public class RestoreBackup {
    private final Backups backups;
    private final ChooseBackup choice;
    private final SpoolFolder spool;
    private final DatabaseServer server;
    private final ServerAddresses addresses;
    private final RestoreRole role;
    private final RestoreDump restore;

    public RestoreBackup(
            Backups backups,
            ChooseBackup choice,
            SpoolFolder spool,
            DatabaseServer server,
            ServerAddresses addresses,
            RestoreRole role,
            SqlFolder sql) {
        this.backups = backups;
        this.choice = choice;
        this.spool = spool;
        this.server = server;
        this.addresses = addresses;
        this.role = role;
        restore = new RestoreDump(sql.migrationTexts());
    }

    public Backup choose(@Variable("recovery") Recovery recovery) {
        Backup chosen = choice.of(recovery.order, recovery.live);
        if (recovery.order.backup() == null) {
            recovery.notes.addAll(choice.passedOver());
        } else if (recovery.order.accepted().contains(Accepted.UNSIGNED_BACKUP)) {
            recovery.notes.add("begun with a backup whose manifest is not signed: "
                    + chosen.dump().key());
        }
        recovery.backup = chosen.dump().key().toString();
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
            DatabaseAddress database = new DatabaseAddress(
                    addresses.jdbcUrlOf(recovery.database.value()), addresses.user(), addresses.password());
            Path dump = spool.newFile("restore.sql.gz");
            try {
                backups.fetch(backup, dump);
                try (RestoreSession session = RestoreSession.open(database, role);
                        InputStream sql = backups.open(backup, dump)) {
                    session.note().ifPresent(recovery.notes::add);
                    restore.restore(session.connection(), sql)
                            .leftOut()
                            .forEach(left -> recovery.notes.add("left out of the restore: " + left));
                }
            } catch (SQLException broken) {
                throw new QuarantinedFailure(
                        recovery.backup + " cannot be restored: " + broken.getMessage(),
                        "nothing was restored and nothing was switched; see that the server runs, then run the same command"
                                + " again",
                        broken);
            } finally {
                Files.deleteIfExists(dump);
            }
        });
    }

    /** What is there now is what was dumped, row for row. */
    public void check(@Variable("recovery") Recovery recovery, @Variable("backup") Backup backup) throws Exception {
        recovery.step("check the restore", () -> {
            SortedMap<String, Digest> found = digests(recovery.database);
            for (Map.Entry<String, TableContent> table :
                    backup.manifest().tables().entrySet()) {
                Digest digest = found.get(table.getKey());
                String expected = table.getValue().digest();
                if (expected != null
                        && (digest == null
                                || !digest.value().equals(expected)
                                || digest.rows() != table.getValue().rows())) {
                    throw new AbortingFailure(
                            table.getKey() + " was restored from " + recovery.backup + " with "
                                    + (digest == null ? "no table" : digest.rows() + " rows")
                                    + ", and is not what was dumped: "
                                    + table.getValue().rows() + " rows",
                            "nothing was switched; run the same command with --backup and an older one, or ./catwing recover"
                                    + " full");
                }
            }
        });
        // A dump has no statistics, and what follows plans its queries by them.
        recovery.step("analyze", () -> analyze(recovery.database));
        PrepareDatabase.mark(server, recovery, Stage.BEGUN);
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
                return Digests.all(statement);
            }
        }
    }
}
