package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.postgres.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The runs that {@code ops.run} and {@code ops.run_step} tell of. Read by the service. */
@Component
public class RunHistory {
    private final JdbcClient jdbc;

    public RunHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a run ended, or that it has not. */
    public enum Outcome {
        RUNNING,
        DONE,
        FAILED,
        ABORTED
    }

    /**
     * One run.
     *
     * @param command as it was typed, or timer
     * @param endedAt null while it runs
     * @param failed step results that failed; null while it runs
     * @param message why it was aborted, with a HINT; otherwise null
     */
    public record Run(
            RunId run,
            String command,
            Instant startedAt,
            Instant endedAt,
            Outcome outcome,
            Integer failed,
            String message) {}

    /** The newest first. @param outcome null for all */
    public List<Run> newest(Outcome outcome, int rows, long skip) {
        return list(null, outcome, rows, skip);
    }

    public Optional<Run> find(RunId run) {
        return list(run, null, 1, 0).stream().findFirst();
    }

    private List<Run> list(RunId run, Outcome outcome, int rows, long skip) {
        return jdbc.sql(SqlFile.read("job/list-runs"))
                .param("run", run == null ? null : run.value())
                .param("outcome", outcome == null ? null : outcome.name())
                .param("rows", rows)
                .param("skip", skip)
                .query((row, at) -> new Run(
                        new RunId(row.getString("run_id")),
                        row.getString("command"),
                        instant(row, "started_at"),
                        instant(row, "ended_at"),
                        Outcome.valueOf(row.getString("outcome")),
                        row.getObject("failed", Integer.class),
                        row.getString("message")))
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** What a run did, those that failed first. */
    public List<StepResult> steps(RunId run, int rows, long skip) {
        return jdbc.sql(SqlFile.read("job/list-run-steps"))
                .param("run", run.value())
                .param("rows", rows)
                .param("skip", skip)
                .query((row, at) -> new StepResult(
                        row.getString("stage"),
                        new ClientId(row.getString("client_id")),
                        row.getString("subject"),
                        row.getObject("source_date", LocalDate.class),
                        StepResult.Outcome.valueOf(row.getString("outcome")),
                        row.getLong("records"),
                        row.getLong("rejected"),
                        row.getLong("bytes"),
                        row.getString("message")))
                .list();
    }
}
