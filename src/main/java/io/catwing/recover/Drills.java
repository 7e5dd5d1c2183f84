package io.catwing.recover;

import io.catwing.failure.Failure;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.dump.Names;
import io.catwing.recover.RecoveryJob.Kind;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Apart apart;
    private final OwnRows rows;
    private final JdbcClient jdbc;
    private final Events events;

    Drills(
            DatabaseServer server,
            CompareDatabases compare,
            RawKeys keys,
            OwnRows rows,
            SqlFolder sql,
            JdbcClient jdbc,
            Events events) {
        this.events = events;
        this.server = server;
        this.compare = compare;
        this.apart = new Apart(server, keys, sql);
        this.rows = rows;
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
        } catch (RuntimeException broken) {
            // That a live table cannot be read is for a drill to find; without a row it would be made again at once.
            String message = Failure.describe(broken);
            LOG.warn("run {}: the comparison failed: {}", report.run(), message, Failure.unforeseen(broken));
            problems.add(message);
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
        Optional<String> why = apart.loaded(report.database());
        if (why.isPresent()) {
            problems.add(why.get());
            return;
        }
        boolean deriving = apart.isLiveDeriving();
        Comparison comparison = compare.compare(server.live(), report.database(), ROWS);
        List<Comparison.Table> different = comparison.different().stream()
                .filter(table -> !report.leftOut().contains(Names.canonical(table.name(), '.')))
                .toList();
        if (different.isEmpty()) {
            return;
        }
        why = apart.loaded(report.database());
        if (why.isEmpty()
                && (deriving || apart.isLiveDeriving())
                && different.stream().allMatch(table -> rows.isDerived(Names.canonical(table.name(), '.')))) {
            why = Optional.of(server.live()
                    + " has loaded what enrichment or statistics do not account for yet, so that the two cannot be compared\n"
                    + "HINT: run ./catwing load, then the drill again while nothing is loaded");
        }
        if (why.isPresent()) {
            problems.add(why.get());
            return;
        }
        for (Comparison.Table table : different) {
            problems.add(table.name() + " is not as in " + comparison.here()
                    + (table.note() == null ? "" : ": " + table.note())
                    + "\nHINT: ./catwing verify shows which of the two is as the raw files say");
            table.rows().forEach(row -> problems.add(comparison.describe(table, row)));
        }
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
