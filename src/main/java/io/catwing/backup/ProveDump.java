package io.catwing.backup;

import io.catwing.app.ServerAddresses;
import io.catwing.backup.BackupManifest.Restorable;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.dump.Names;
import io.catwing.postgres.dump.RestoreDump;
import io.catwing.postgres.dump.RestoreSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * A backup that counts can be restored: its dump is read as a recovery reads it, and where anything but rows is not as in
 * the last one, it is restored without its rows into a scratch database, the way a recovery would. Called by the route
 * verify-dump.
 */
@Component
public class ProveDump {
    private static final Logger LOG = LoggerFactory.getLogger(ProveDump.class);

    private final JdbcTemplate database;
    private final ServerAddresses server;
    private final RestoreRole role;
    private final Backups backups;
    private final RestoreDump restore;

    public ProveDump(DataSource pool, ServerAddresses server, RestoreRole role, Backups backups, SqlFolder sql) {
        this.database = new JdbcTemplate(pool);
        this.server = server;
        this.role = role;
        this.backups = backups;
        restore = new RestoreDump(sql.migrationTexts());
    }

    /** @throws QuarantinedFailure when the dump cannot be restored */
    public void prove(@Variable("attempt") BackupAttempt attempt) throws IOException {
        byte[] schema = attempt.facts.schema();
        if (schema == null) {
            attempt.restorable = restorable(attempt, "", "it holds more SQL besides rows than is tried", List.of());
            return;
        }
        try {
            restore.check(new ByteArrayInputStream(schema));
        } catch (QuarantinedFailure unknown) {
            throw new QuarantinedFailure(
                    "this dump could not be restored: " + unknown.fact(),
                    "nothing was stored, and older backups are as they were; look into what pg_dump " + attempt.pgDump
                            + " writes there",
                    unknown);
        }
        String fingerprint = fingerprint(attempt, schema);
        Optional<Restorable> before = backups.good().stream()
                .map(backup -> backup.manifest().restorable())
                .filter(known ->
                        known != null && known.proven() && known.fingerprint().equals(fingerprint))
                .findFirst();
        attempt.restorable = before.isPresent()
                ? new Restorable(
                        attempt.pgDump, fingerprint, true, null, before.get().notes())
                : tried(attempt, fingerprint, schema);
    }

    private Restorable tried(BackupAttempt attempt, String fingerprint, byte[] schema) throws IOException {
        String scratch = ScratchDatabase.name(server.database(), attempt.run);
        try {
            database.queryForList(
                            SqlFile.read("backup/list-scratch"),
                            String.class,
                            ScratchDatabase.beginning(server.database()))
                    .forEach(this::drop);
            database.execute(SqlFile.read("backup/create-scratch", Map.of("database", Names.quote(scratch))));
        } catch (DataAccessException refused) {
            return restorable(
                    attempt,
                    fingerprint,
                    "no scratch database could be made: "
                            + refused.getMostSpecificCause().getMessage(),
                    List.of());
        }
        try (RestoreSession session = RestoreSession.open(
                new DatabaseAddress(server.jdbcUrlOf(scratch), server.user(), server.password()), role)) {
            RestoreDump.Outcome outcome = restore.restore(session.connection(), new ByteArrayInputStream(schema));
            return restorable(attempt, fingerprint, null, outcome.leftOut());
        } catch (QuarantinedFailure failed) {
            throw new QuarantinedFailure(
                    "this dump could not be restored: " + failed.fact(),
                    "nothing was stored, and older backups are as they were; what stands there was changed by somebody:"
                            + " make it such that a role without special rights can make it, then run ./catwing backup again",
                    failed);
        } catch (AbortingFailure unusable) {
            return restorable(attempt, fingerprint, unusable.getMessage(), List.of());
        } catch (SQLException broken) {
            return restorable(attempt, fingerprint, broken.getMessage(), List.of());
        } finally {
            drop(scratch);
        }
    }

    private void drop(String scratch) {
        try {
            database.execute(SqlFile.read("backup/drop-scratch", Map.of("database", Names.quote(scratch))));
        } catch (DataAccessException later) {
            LOG.warn("the scratch database {} stays until the next backup: {}", scratch, later.getMessage());
        }
    }

    private static Restorable restorable(
            BackupAttempt attempt, String fingerprint, String problem, List<String> leftOut) {
        List<String> notes = new ArrayList<>(attempt.notes);
        leftOut.forEach(left -> notes.add("a restore leaves out " + left));
        if (problem != null) {
            LOG.warn("run {}: the restore of this dump was not tried: {}", attempt.run, problem);
        }
        return new Restorable(attempt.pgDump, fingerprint, problem == null, problem, notes);
    }

    /** Of all that a restore may stumble over; what differs between any two dumps is left out. */
    private String fingerprint(BackupAttempt attempt, byte[] schema) {
        String lasting = new String(schema, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("--")
                        && !line.startsWith("\\restrict ")
                        && !line.startsWith("\\unrestrict ")
                        && !line.startsWith("SELECT pg_catalog.setval("))
                .collect(Collectors.joining("\n"));
        String all = String.join(
                "\n",
                attempt.pgDump,
                attempt.snapshot.serverVersion,
                role.user(),
                String.join("\n", attempt.notes),
                lasting);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
