package io.catwing.recover;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.backup.Backups;
import io.catwing.database.ClientPrograms;
import io.catwing.database.DatabaseAddress;
import io.catwing.digest.Digests;
import io.catwing.digest.Digests.Digest;
import io.catwing.exec.Command;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.ParkedFailure;
import io.catwing.recover.RecoveryMark.Stage;
import io.catwing.sql.SqlFile;
import io.catwing.workbench.ServerAddresses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Fills a new database from a backup. psql reads the dump as it comes from S3, inside one transaction whose commit is sent
 * only after the end of the verified dump was seen: whatever breaks, psql, the stream, this process, leaves the database
 * empty. (psql's own {@code -1} takes the end of its input for the end of the dump, and commits.) Called by the route
 * {@code restore-backup}, method by method.
 */
@Component
public class RestoreBackup {
    /**
     * For a database that nobody has yet: what is lost in a crash of the server is restored again. Memory for indexes stays
     * the server's: with 512MB a restore of 1 GB took 6 % longer than with 64MB (docs/performance.md).
     */
    private static final String SESSION = "-c synchronous_commit=off -c client_min_messages=warning";

    private final Backups backups;
    private final ChooseBackup choice;
    private final ClientPrograms programs;
    private final DatabaseServer server;
    private final ServerAddresses addresses;

    public RestoreBackup(
            Backups backups,
            ChooseBackup choice,
            ClientPrograms programs,
            DatabaseServer server,
            ServerAddresses addresses) {
        this.backups = backups;
        this.choice = choice;
        this.programs = programs;
        this.server = server;
        this.addresses = addresses;
    }

    public Backup choose(@Body Recovery recovery) {
        Backup chosen = choice.of(recovery.order, recovery.live);
        recovery.backup = chosen.dump().key().toString();
        recovery.backupBytes = chosen.manifest().bytes();
        return chosen;
    }

    /** Whether the database is still to be restored: a recovery that was taken up may have it already. */
    public boolean isMissing(@ExchangeProperty("recovery") Recovery recovery) {
        return recovery.mark.stage() == Stage.MADE;
    }

    public Command command(@ExchangeProperty("recovery") Recovery recovery, @ExchangeProperty("backup") Backup backup) {
        recovery.restoreBegan = Instant.now();
        DatabaseAddress address = new DatabaseAddress(
                addresses.jdbcUrlOf(recovery.database.value()), addresses.user(), addresses.password());
        return programs.command("psql", address)
                .environment("PGOPTIONS", SESSION)
                .input(inOneTransaction(backups.open(backup)))
                .hint("nothing was restored and nothing was switched; mend what it says and run the same command again,"
                        + " with --backup to begin with another one, or run ./catwing recover full");
    }

    private static InputStream inOneTransaction(InputStream dump) {
        return new SequenceInputStream(Collections.enumeration(List.of(text("begin;\n"), dump, text("\ncommit;\n"))));
    }

    private static InputStream text(String sql) {
        return new ByteArrayInputStream(sql.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Tells what is to blame for a restore that failed. psql may stumble over a damaged row long before the checksum at the
     * end of the dump is reached, and its words would lead people to the database; so the dump is read to its end first.
     *
     * @throws ParkedFailure always: that the dump is damaged where it is, otherwise what psql said
     */
    public void blame(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) ParkedFailure said, @ExchangeProperty("backup") Backup backup)
            throws IOException {
        try (InputStream dump = backups.open(backup)) {
            dump.transferTo(OutputStream.nullOutputStream());
        } catch (ParkedFailure damaged) {
            damaged.addSuppressed(said);
            throw damaged;
        }
        throw said;
    }

    /** What is there now is what was dumped, row for row. */
    public void check(@ExchangeProperty("recovery") Recovery recovery, @ExchangeProperty("backup") Backup backup)
            throws Exception {
        recovery.steps.add(RecoveryReport.Step.since("restore", recovery.restoreBegan));
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
