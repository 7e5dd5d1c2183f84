package io.catwing.backup;

import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Holds the dump in the spool against the snapshot. Called by the route verify-dump. */
@Component
public class VerifyDump {
    private static final String HINT =
            "nothing was stored, and older backups are as they were; run ./catwing backup again, and if it stays so,"
                    + " look into pg_dump and the disk under CATWING_HOME";

    /** pg_dump ends its work by saying so; a program that stopped in the middle, or printed nothing, did not. */
    public void ending(@Variable("attempt") BackupAttempt attempt) throws IOException {
        DumpFacts facts = attempt.facts;
        if (!facts.complete()) {
            throw new QuarantinedFailure(
                    "pg_dump ended well, but its dump of " + facts.uncompressedBytes()
                            + " bytes does not end as a whole one does",
                    HINT);
        }
        long size = Files.size(attempt.spool);
        if (size != facts.bytes()) {
            throw new QuarantinedFailure(
                    "the spool file of the dump has " + size + " bytes, but " + facts.bytes() + " were written", HINT);
        }
    }

    /** Every table of the snapshot is in the dump with all its rows. */
    public void rows(@Variable("attempt") BackupAttempt attempt) throws InterruptedException {
        SortedMap<String, TableContent> there;
        try {
            there = attempt.snapshot.contents();
        } catch (SQLException broken) {
            throw DumpDatabase.failed("the rows of the snapshot cannot be counted", broken);
        }
        SortedMap<String, TableContent> dumped = attempt.facts.tables();
        SortedMap<String, TableContent> both = new TreeMap<>();
        there.forEach((table, content) -> {
            TableContent inDump = dumped.get(table);
            if (inDump == null || inDump.rows() != content.rows()) {
                throw new QuarantinedFailure(
                        table + " has " + content.rows() + " rows in the snapshot, but "
                                + (inDump == null ? "is not" : inDump.rows()) + " in the dump",
                        HINT);
            }
            both.put(table, inDump.digest() == null ? content : inDump);
        });
        attempt.tables = both;
    }
}
