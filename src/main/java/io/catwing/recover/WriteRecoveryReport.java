package io.catwing.recover;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps what a recovery came to, a failed one too: as a row in the new database and in the live one, where they are
 * there, and as a page that is there when neither is. Called by the route {@code recover}.
 */
@Component
public class WriteRecoveryReport {
    private static final Logger LOG = LoggerFactory.getLogger(WriteRecoveryReport.class);

    private final DatabaseServer server;
    private final Events events;
    private final Path folder;

    public WriteRecoveryReport(DatabaseServer server, Events events, @Value("${catwing.home:.catwing}") Path home) {
        this.events = events;
        this.server = server;
        this.folder = home.resolve("reports");
    }

    /** The rows and the event come first: a folder that takes no page must not hide a switch that is done. */
    public RecoveryReport write(@Variable("recovery") Recovery recovery) {
        Path page = folder.resolve("recovery-" + recovery.order.run() + ".md");
        RecoveryReport report = report(recovery, page);
        // After a switch the new one has the live one's name.
        Set<DatabaseName> databases = new LinkedHashSet<>();
        if (recovery.database != null && !recovery.switched) {
            databases.add(recovery.database);
        }
        databases.add(recovery.live);
        databases.forEach(database -> keep(database, report));
        if (!recovery.order.scratch()) {
            events.publish(new Event.RecoveryEnded(
                    report.run(),
                    report.kind().name(),
                    report.good(),
                    report.database() == null ? null : report.database().value(),
                    report.switched(),
                    report.backup(),
                    report.files(),
                    report.records(),
                    report.rto().toSeconds(),
                    report.rpo().toSeconds(),
                    report.problems()));
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(page, RecoveryPage.of(report));
            return report;
        } catch (IOException refused) {
            LOG.warn("run {}: the page of the report cannot be written", report.run(), refused);
            recovery.notes.add("the page of this report, " + page + ", cannot be written: " + refused);
            return report(recovery, null);
        }
    }

    private static RecoveryReport report(Recovery recovery, Path page) {
        List<StepResult> loaded = recovery.results.stream()
                .filter(step -> step.stage().equals("load") && step.outcome() == Outcome.DONE)
                .toList();
        return new RecoveryReport(
                recovery.order.run(),
                recovery.order.kind(),
                recovery.order.subject(),
                recovery.live,
                recovery.database,
                recovery.before,
                recovery.switched,
                recovery.order.scratch() && recovery.isFast(),
                recovery.cut,
                recovery.backup,
                recovery.backupBytes,
                recovery.began,
                loaded.stream().mapToLong(StepResult::count).sum(),
                loaded.stream().mapToLong(StepResult::bytes).sum(),
                loaded.stream().mapToLong(StepResult::records).sum(),
                List.copyOf(recovery.steps),
                Duration.between(recovery.began, Instant.now()),
                recovery.rpo,
                List.copyOf(recovery.problems),
                List.copyOf(recovery.notes),
                Collections.unmodifiableSortedSet(recovery.leftOut),
                page);
    }

    /** The page has it all: a database that cannot take the row is no failure of the recovery. */
    private void keep(DatabaseName database, RecoveryReport report) {
        try {
            if (server.exists(database)) {
                insert(database, report);
            }
        } catch (SQLException | RuntimeException refused) {
            LOG.warn("run {}: {} did not take the report: {}", report.run(), database, refused.getMessage());
        }
    }

    private void insert(DatabaseName database, RecoveryReport report) throws SQLException {
        try (Connection connection = server.connect(database);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
            find.setString(1, "ops.recovery");
            try (ResultSet there = find.executeQuery()) {
                // An older version's database has no such table.
                if (there.next()) {
                    insert(connection, report);
                }
            }
        }
    }

    private static void insert(Connection connection, RecoveryReport report) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(SqlFile.read("recover/write-recovery"))) {
            int at = 0;
            row.setString(++at, report.run().value());
            row.setString(++at, report.kind().name());
            row.setString(++at, report.subject());
            row.setString(++at, report.live().value());
            row.setString(++at, String.valueOf(report.database()));
            row.setString(++at, report.backup());
            row.setLong(++at, report.backupBytes());
            row.setTimestamp(++at, Timestamp.from(report.began()));
            row.setBoolean(++at, report.good());
            row.setBoolean(++at, report.switched());
            row.setLong(++at, report.files());
            row.setLong(++at, report.bytes());
            row.setLong(++at, report.records());
            row.setLong(++at, report.rto().toMillis());
            row.setLong(++at, report.rpo().toMillis());
            row.setString(++at, steps(report));
            row.setArray(
                    ++at, connection.createArrayOf("text", report.problems().toArray()));
            row.setArray(++at, connection.createArrayOf("text", report.notes().toArray()));
            row.executeUpdate();
        }
    }

    private static String steps(RecoveryReport report) {
        var steps = new ObjectMapper().createArrayNode();
        for (RecoveryReport.Step step : report.steps()) {
            ObjectNode node = steps.addObject();
            node.put("step", step.name()).put("seconds", step.took().toMillis() / 1000.0);
        }
        return steps.toString();
    }
}
