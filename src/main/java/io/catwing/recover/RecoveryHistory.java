package io.catwing.recover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import io.catwing.recover.RecoveryJob.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What {@code ops.recovery} and {@code ops.drill} tell. Read by the service. */
@Component
public class RecoveryHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;

    public RecoveryHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A step and how long it took. */
    public record Step(String step, double seconds) {}

    /**
     * A recovery that has ended.
     *
     * @param subject what was recovered where not all of the newest was; begins with scratch where it was for a comparison
     * @param backup key that it began with, null where with nothing
     */
    public record Recovered(
            RunId run,
            Kind kind,
            String subject,
            String database,
            String backup,
            Instant startedAt,
            boolean good,
            boolean switched,
            long files,
            long bytes,
            long records,
            double rtoSeconds,
            double rpoSeconds,
            List<Step> steps,
            List<String> problems,
            List<String> notes) {}

    /** The newest first. */
    public List<Recovered> recoveries(int rows, long skip) {
        return jdbc.sql(SqlFile.read("recover/list-recoveries"))
                .param("rows", rows)
                .param("skip", skip)
                .query((row, at) -> new Recovered(
                        new RunId(row.getString("run_id")),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        row.getString("database"),
                        row.getString("backup_key"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getBoolean("good"),
                        row.getBoolean("switched"),
                        row.getLong("files"),
                        row.getLong("bytes"),
                        row.getLong("records"),
                        row.getDouble("rto_seconds"),
                        row.getDouble("rpo_seconds"),
                        steps(row.getString("steps")),
                        texts(row, "problems"),
                        texts(row, "notes")))
                .list();
    }

    /** A drill that has ended. */
    public record Drilled(
            RunId run,
            Kind kind,
            Instant startedAt,
            Instant endedAt,
            String backup,
            boolean good,
            double rtoSeconds,
            double rpoSeconds,
            List<String> problems) {}

    /** The newest first. */
    public List<Drilled> drills(int rows, long skip) {
        return jdbc.sql(SqlFile.read("recover/list-drills"))
                .param("rows", rows)
                .param("skip", skip)
                .query((row, at) -> new Drilled(
                        new RunId(row.getString("run_id")),
                        Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("ended_at").toInstant(),
                        row.getString("backup_key"),
                        row.getBoolean("good"),
                        row.getDouble("rto_seconds"),
                        row.getDouble("rpo_seconds"),
                        texts(row, "problems")))
                .list();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static List<Step> steps(String json) {
        List<Step> steps = new ArrayList<>();
        try {
            for (JsonNode step : JSON.readTree(json)) {
                steps.add(new Step(
                        step.path("step").asText(), step.path("seconds").asDouble()));
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("PostgreSQL has no jsonb that is not JSON", broken);
        }
        return steps;
    }
}
