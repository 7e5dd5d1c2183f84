package io.catwing.job;

import io.catwing.postgres.SqlFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down how the runs of this process ended, also where the database goes away in that moment. */
final class RunEnds {
    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

    private final JdbcClient jdbc;
    private final Map<RunId, End> left = new ConcurrentHashMap<>();

    /** @param at of this process's clock that nobody sets: the database's, which may be another machine's, says when that was */
    private record End(String outcome, String message, long at) {}

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
        End end = new End(outcome, message, System.nanoTime());
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

    /** Whether the run has ended, and the database does not know. */
    boolean isLeft(RunId run) {
        return left.containsKey(run);
    }

    /**
     * Those that could not be written. Called with each renewal of claims, and when the next run begins.
     *
     * @param told of each that is written down now
     */
    void writeThoseLeft(Consumer<RunId> told) {
        try {
            left.forEach((run, end) -> {
                boolean written = update(run, end);
                left.remove(run);
                if (written) {
                    LOG.info("run {}: its end, {}, is written down now", run, end.outcome());
                } else {
                    LOG.warn(
                            "run {} ended as {}, and another process has written down that it died",
                            run,
                            end.outcome());
                }
                told.accept(run);
            });
        } catch (DataAccessException gone) {
            LOG.debug("ends of runs cannot be written down yet", gone);
        }
    }

    /** @return false where it has an end already */
    private boolean update(RunId run, End end) {
        return jdbc.sql(SqlFile.read("job/end-run"))
                        .param("run", run.value())
                        .param("outcome", end.outcome())
                        .param("message", end.message())
                        .param("ago", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - end.at()))
                        .update()
                == 1;
    }
}
