package io.catwing.backup;

import io.catwing.postgres.SqlFile;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What {@code ops.backup} tells of attempts. Read by the commands. */
@Component
public class BackupHistory {
    private final JdbcTemplate database;

    public BackupHistory(DataSource pool) {
        this.database = new JdbcTemplate(pool);
    }

    /** Whether another process, or this one, dumps this database: then no second backup begins. */
    boolean isUnderWay() {
        return Boolean.TRUE.equals(database.queryForObject(SqlFile.read("backup/ask-under-way"), Boolean.class));
    }

    /** An attempt that failed, wholly or after its dump was stored. */
    public record FailedAttempt(String run, Instant startedAt, String message) {}

    /** Those after the last one without failure, newest first. */
    public List<FailedAttempt> lastFailures() {
        return database.query(
                SqlFile.read("backup/list-last-failures"),
                (row, n) -> new FailedAttempt(
                        row.getString("run_id"), row.getTimestamp("started_at").toInstant(), row.getString("message")));
    }
}
