package io.catwing.job;

import io.catwing.postgres.SqlFile;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stops of runs in whatever process: who asks for one writes it beside the run's claim, where the run's process looks with each renewal. So
 * it need not be asked itself: a balancer stands before it, or it has no HTTP.
 */
@Component
public class AskedStops {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final JdbcClient jdbc;
    private final Claims claims;
    private final Duration toEnd;

    AskedStops(JdbcClient jdbc, Claims claims, DailySettings settings) {
        this.jdbc = jdbc;
        this.claims = claims;
        this.toEnd = settings.stop();
    }

    /**
     * @return the process whose run it is; empty where the run is none's
     * @throws DataAccessException when the database cannot be asked
     */
    public Optional<String> ask(RunId run) {
        return jdbc.sql(SqlFile.read("job/ask-stop"))
                .param("run", run.value())
                .query(String.class)
                .optional();
    }

    /** Time within which the run's process learns of it. */
    public Duration learntWithin() {
        return claims.period();
    }

    /** @return false where the run is still at work after the time that it has to learn of it and to end */
    public boolean awaitEnd(RunId run) throws InterruptedException {
        long end = System.nanoTime() + learntWithin().plus(toEnd).toNanos();
        boolean ended = hasEnded(run);
        while (!ended && System.nanoTime() < end) {
            Thread.sleep(LOOK.toMillis());
            ended = hasEnded(run);
        }
        return ended;
    }

    private boolean hasEnded(RunId run) {
        return jdbc.sql(SqlFile.read("job/ask-run-ended"))
                .param("run", run.value())
                .query(Boolean.class)
                .single();
    }

    /** Those of the runs that somebody asked to stop. */
    Set<RunId> among(Collection<RunId> runs) {
        return jdbc
                .sql(SqlFile.read("job/list-asked-stops"))
                .param("runs", runs.stream().map(RunId::value).toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .map(RunId::new)
                .collect(Collectors.toSet());
    }
}
