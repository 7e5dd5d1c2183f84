package io.catwing.recover;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.dump.Names;
import io.catwing.recover.RawKeys.LedgerOf;
import io.catwing.recover.RecoveryJob.Kind;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A recovery that is made to be compared, not to be used. Called by the route {@code drill}. */
@Component
public class Drills {
    private static final Logger LOG = LoggerFactory.getLogger(Drills.class);

    /** Rows named a table. */
    private static final int ROWS = 3;

    private final DatabaseServer server;
    private final CompareDatabases compare;
    private final RawKeys keys;
    private final JdbcClient jdbc;
    private final Events events;

    public Drills(DatabaseServer server, CompareDatabases compare, RawKeys keys, JdbcClient jdbc, Events events) {
        this.events = events;
        this.server = server;
        this.compare = compare;
        this.keys = keys;
        this.jdbc = jdbc;
    }

    public RecoveryJob order(@Body RunId run) {
        return RecoveryJob.scratch(run, "drill", Kind.FAST);
    }

    /** Compares with the live database, drops the scratch one, and keeps what came of it. */
    public Drill judge(@Body RecoveryReport report) {
        List<String> problems = new ArrayList<>(report.problems());
        Optional<String> stays;
        try {
            if (problems.isEmpty()) {
                compare(report, problems);
            }
        } finally {
            stays = report.database() == null ? Optional.empty() : server.tryToDrop(report.database());
        }
        Drill drill = new Drill(
                report.run(),
                report.began(),
                Instant.now(),
                report.backup(),
                problems.isEmpty(),
                report.rto(),
                report.rpo(),
                problems,
                stays.orElse(null),
                report);
        try {
            keep(drill);
        } finally {
            events.publish(new Event.DrillEnded(
                    drill.run(),
                    drill.good(),
                    drill.backup(),
                    drill.rto().toSeconds(),
                    drill.rpo().toSeconds(),
                    drill.problems()));
        }
        LOG.info("run {}: the drill was {}", drill.run(), drill.good() ? "good" : "not good: " + problems);
        return drill;
    }

    private void compare(RecoveryReport report, List<String> problems) {
        // Otherwise every table would seem to differ.
        Optional<String> apart = otherFiles(report.database());
        if (apart.isPresent()) {
            problems.add(apart.get());
            return;
        }
        Comparison comparison = compare.compare(server.live(), report.database(), ROWS);
        List<Comparison.Table> different = comparison.different().stream()
                .filter(table -> !report.leftOut().contains(Names.canonical(table.name(), '.')))
                .toList();
        apart = different.isEmpty() ? Optional.empty() : otherFiles(report.database());
        if (apart.isPresent()) {
            problems.add(apart.get());
            return;
        }
        for (Comparison.Table table : different) {
            problems.add(table.name() + " is not as in " + comparison.here()
                    + (table.note() == null ? "" : ": " + table.note())
                    + "\nHINT: ./catwing verify shows which of the two is as the raw files say");
            table.rows().forEach(row -> problems.add(comparison.describe(table, row)));
        }
    }

    /** Why the two cannot be compared: one has loaded raw files that the other has not. */
    private Optional<String> otherFiles(DatabaseName scratch) {
        FirstKeys waiting = new FirstKeys(1);
        FirstKeys meanwhile = new FirstKeys(1);
        try (LedgerOf recovered = keys.ledger(scratch);
                LedgerOf held = keys.ledger(server.live())) {
            for (Client client : keys.clients()) {
                Set<RawKey> there = recovered.of(client, null).keySet();
                Set<RawKey> here = held.of(client, null).keySet();
                there.stream().filter(key -> !here.contains(key)).forEach(waiting::add);
                here.stream().filter(key -> !there.contains(key)).forEach(meanwhile::add);
            }
        }
        if (waiting.count() > 0) {
            return Optional.of(
                    server.live() + " has not loaded " + waiting.count() + " raw files that are in the bucket, "
                            + waiting.first().first() + " among them\nHINT: run ./catwing load, then the drill again");
        }
        return meanwhile.count() == 0
                ? Optional.empty()
                : Optional.of(server.live() + " has loaded " + meanwhile.count()
                        + " raw files while the drill was made, "
                        + meanwhile.first().first()
                        + " among them, so that the two cannot be compared\nHINT: run ./catwing drill again while"
                        + " nothing is loaded");
    }

    private void keep(Drill drill) {
        jdbc.sql(SqlFile.read("recover/write-drill"))
                .param("run", drill.run().value())
                .param("started", Timestamp.from(drill.startedAt()))
                .param("ended", Timestamp.from(drill.endedAt()))
                .param("backup", drill.backup())
                .param("good", drill.good())
                .param("rto", drill.rto().toMillis())
                .param("rpo", drill.rpo().toMillis())
                .param("problems", drill.problems().toArray(String[]::new))
                .update();
    }

    /** A drill as it is kept. */
    record Kept(Instant endedAt, boolean good, Duration rto, Duration rpo) {}

    /** @param now what was kept by a clock that was ahead of it tells nothing */
    Optional<Kept> last(Instant now) {
        return kept("recover/read-last-drill", now);
    }

    Optional<Kept> lastGood(Instant now) {
        return kept("recover/read-last-good-drill", now);
    }

    private Optional<Kept> kept(String sql, Instant now) {
        return jdbc.sql(SqlFile.read(sql))
                .param("now", Timestamp.from(now))
                .query((row, at) -> new Kept(
                        row.getTimestamp(1).toInstant(),
                        row.getBoolean(2),
                        Duration.ofMillis(row.getLong(3)),
                        Duration.ofMillis(row.getLong(4))))
                .optional();
    }
}
