package io.catwing.job;

import io.catwing.postgres.SqlFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down how the runs of this process ended, also where the database goes away in that moment. */
final class RunEnds {
    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

    private final JdbcClient jdbc;
    private final Map<RunId, End> left = new ConcurrentHashMap<>();

    private record End(String outcome, String message) {}

    RunEnds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Tries twice: of a server that has started again, connections in the pool are dead, and the second try waits for a new one. Never
     * throws for the database: what the run did is done, and is to be told.
     *
     * @param message null where the run got through its stages
     */
    void write(RunId run, String outcome, String message) {
        End end = new End(outcome, message);
        try {
            update(run, end);
        } catch (DataAccessException once) {
            try {
                update(run, end);
            } catch (DataAccessException gone) {
                left.put(run, end);
                LOG.error(
                        "run {} stays open: its end, {}, could not be written down: {}",
                        run,
                        outcome,
                        gone.getMostSpecificCause().getMessage());
            }
        }
    }

    /** Those that could not be written, before anybody takes their process for dead. Called when the next run begins. */
    void writeThoseLeft() {
        left.forEach((run, end) -> {
            update(run, end);
            left.remove(run);
        });
    }

    private void update(RunId run, End end) {
        jdbc.sql(SqlFile.read("job/end-run"))
                .param("run", run.value())
                .param("outcome", end.outcome())
                .param("message", end.message())
                .update();
    }
}
