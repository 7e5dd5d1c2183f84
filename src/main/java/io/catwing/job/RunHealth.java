package io.catwing.job;

import io.catwing.failure.Health;
import io.catwing.postgres.SqlFile;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Fails when the last run was aborted, all that it was to fetch failed, or a run has not ended: its process is gone, or it
 * is older than any run lasts. Camel finds it, and status shows it.
 */
@Component
public class RunHealth extends Health {
    private final JdbcClient jdbc;
    private final Claims claims;

    public RunHealth(JdbcClient jdbc, Claims claims) {
        super("run", "the last run cannot be read");
        this.jdbc = jdbc;
        this.claims = claims;
    }

    /** What is wrong with the runs, in words with a HINT; empty when all is well, and before the first. */
    @Override
    public Optional<String> problem() {
        return open().or(this::lastEnded);
    }

    private Optional<String> open() {
        return jdbc.sql(SqlFile.read("job/read-open-run"))
                .param("silence", claims.silence().toMillis())
                .query((row, at) ->
                        "the run " + row.getString("run_id") + " (" + row.getString("command") + "), begun at "
                                + row.getString("began") + " UTC, has not ended, "
                                + (row.getBoolean("dead")
                                        ? "and its process is gone\nHINT: the next run takes up what it left; start one"
                                        : "and its process still lives\nHINT: its log shows what it waits for; stop it, and the"
                                                + " next run takes up what it left"))
                .optional();
    }

    private Optional<String> lastEnded() {
        return jdbc.sql(SqlFile.read("job/read-last-run"))
                .query((row, at) -> {
                    String run = row.getString("run_id");
                    if ("ABORTED".equals(row.getString("outcome"))) {
                        return Optional.of("the last run, " + run + ", was aborted: " + row.getString("message"));
                    }
                    long failed = row.getLong("fetches_failed");
                    return failed > 0 && failed == row.getLong("fetches")
                            ? Optional.of("the last run, " + run + ", fetched nothing: all " + failed
                                    + " fetches failed\nHINT: ./catwing status says why; what is owed is tried again")
                            : Optional.<String>empty();
                })
                .optional()
                .flatMap(problem -> problem);
    }
}
