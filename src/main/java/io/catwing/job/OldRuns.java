package io.catwing.job;

import io.catwing.postgres.SqlFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs, what they did, and the audit, after their time. Called by the route {@code delete-old}. */
@Component
public class OldRuns {
    private static final Logger LOG = LoggerFactory.getLogger(OldRuns.class);

    private final JdbcClient jdbc;
    private final RetentionSettings settings;

    OldRuns(JdbcClient jdbc, RetentionSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    public void delete() {
        long steps = 0;
        long some;
        do {
            some = delete("job/delete-old-steps");
            steps += some;
        } while (some > 0);
        long runs = delete("job/delete-old-runs");
        long audit = delete("job/delete-old-audit");
        if (steps + runs + audit > 0) {
            LOG.info(
                    "deleted {} steps, {} runs and {} audit rows that were older than {} days",
                    steps,
                    runs,
                    audit,
                    settings.runs());
        }
    }

    private long delete(String sql) {
        return jdbc.sql(SqlFile.read(sql)).param("days", settings.runs()).update();
    }
}
