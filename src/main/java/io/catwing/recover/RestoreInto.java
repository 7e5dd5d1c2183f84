package io.catwing.recover;

import io.catwing.app.ServerAddresses;
import io.catwing.backup.Backup;
import io.catwing.backup.Backups;
import io.catwing.backup.PartedDump;
import io.catwing.bucket.SpoolFolder;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.dump.RestoreDump;
import io.catwing.postgres.dump.RestoreDump.Outcome;
import io.catwing.postgres.dump.RestoreInParallel;
import io.catwing.postgres.dump.RestoreSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.springframework.stereotype.Component;

/**
 * Sends a backup's dump to a new database, with the rights of a role that owns nothing else. Where the manifest says of which
 * parts the dump is made, several sessions read them from the bucket; otherwise the whole dump is brought into the spool, and
 * one session sends it in one transaction. Nothing is sent that was not compared with the manifest before.
 */
@Component
public class RestoreInto {
    private final Backups backups;
    private final SpoolFolder spool;
    private final DatabaseServer server;
    private final ServerAddresses addresses;
    private final RestoreRole role;
    private final RecoverSettings settings;
    private final RestoreDump restore;

    public RestoreInto(
            Backups backups,
            SpoolFolder spool,
            DatabaseServer server,
            ServerAddresses addresses,
            RestoreRole role,
            RecoverSettings settings,
            SqlFolder sql) {
        this.backups = backups;
        this.spool = spool;
        this.server = server;
        this.addresses = addresses;
        this.role = role;
        this.settings = settings;
        restore = new RestoreDump(sql.migrationTexts());
    }

    /**
     * Leaves the database as empty as it was where it fails.
     *
     * @param recovery whose notes say what was left out, and by whose rights it was done
     */
    void restore(Backup backup, Recovery recovery) throws SQLException, IOException {
        Path file = spool.newFile("restore.sql.gz");
        try {
            Optional<PartedDump> parts = settings.restoringSessions() > 1 ? backups.parts(backup) : Optional.empty();
            if (parts.isPresent()) {
                inParallel(parts.get(), file, recovery);
            } else {
                asOne(backup, file, recovery);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void asOne(Backup backup, Path file, Recovery recovery) throws SQLException, IOException {
        backups.fetch(backup, file);
        try (RestoreSession session = open(recovery.database);
                InputStream sql = backups.open(backup, file)) {
            tell(session, restore.restore(session.connection(), sql), recovery);
        }
    }

    private void inParallel(PartedDump parts, Path file, Recovery recovery) throws SQLException, IOException {
        parts.fetchStatements(file);
        try {
            try (RestoreSession session = open(recovery.database)) {
                Outcome outcome = new RestoreInParallel(restore)
                        .restore(
                                session,
                                () -> new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                                parts,
                                settings.restoringSessions());
                tell(session, outcome, recovery);
            }
        } catch (SQLException | IOException | RuntimeException failed) {
            empty(recovery.database, recovery.mark, failed);
            throw failed;
        }
    }

    private RestoreSession open(DatabaseName database) throws SQLException {
        return RestoreSession.open(
                new DatabaseAddress(addresses.jdbcUrlOf(database.value()), addresses.user(), addresses.password()),
                role);
    }

    private static void tell(RestoreSession session, Outcome outcome, Recovery recovery) {
        session.note().ifPresent(recovery.notes::add);
        outcome.leftOut().forEach(left -> recovery.notes.add("left out of the restore: " + left));
        recovery.leftOut.addAll(outcome.missing());
        recovery.leavesOut = !outcome.leftOut().isEmpty();
    }

    /** Its sessions have committed some of it. What cannot be taken away now goes with the next recovery. */
    private void empty(DatabaseName database, RecoveryMark mark, Exception failed) {
        try {
            server.drop(database);
            server.create(database);
            server.comment(database, mark.toString());
        } catch (RuntimeException stays) {
            failed.addSuppressed(stays);
        }
    }
}
