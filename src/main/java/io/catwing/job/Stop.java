package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.ProcessName;
import io.catwing.postgres.SqlFile;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the runs under way when the process is told to stop, before Camel, the pool and the servers go: fetches are cut,
 * a batch under way commits, and each run ends with an outcome. What the database does not finish within the limit is
 * cancelled and rolls back.
 */
@Component
public class Stop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    private static final long LOOK = 50;

    /** For what was cancelled to roll back and say so. */
    private static final Duration ROLLBACK = Duration.ofSeconds(2);

    /** Who was cancelled in one statement may have begun another. */
    private static final int TURNS = 3;

    private final Runs runs;
    private final ClientThreads threads;
    private final Stopping stopping;
    private final AskedStops asked;
    private final JdbcClient jdbc;
    private final Duration limit;
    private volatile boolean running;

    Stop(
            Runs runs,
            ClientThreads threads,
            Stopping stopping,
            AskedStops asked,
            Claims claims,
            JdbcClient jdbc,
            DailySettings settings) {
        this.runs = runs;
        this.threads = threads;
        this.stopping = stopping;
        this.asked = asked;
        this.jdbc = jdbc;
        this.limit = settings.stop();
        claims.withEachRenewal("runs that somebody asked to stop could not be told", this::stopAsked);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stopping.tell();
        running = false;
        Set<RunId> open = runs.open();
        if (open.isEmpty()) {
            return;
        }
        // A warning, so that whoever looks for the end of a run finds it.
        LOG.warn("asked to stop: fetches are cut, batches under way commit, and these runs end: {}", open);
        try {
            boolean ended = ended(run -> true, limit);
            for (int turn = 0; turn < TURNS && !ended; turn++) {
                cancel();
                ended = ended(run -> true, ROLLBACK);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (!runs.open().isEmpty()) {
            LOG.warn("{} did not end in time; the next run ends it as aborted", runs.open());
        }
    }

    /** Whether the run is one of this process. */
    public boolean has(RunId run) {
        return runs.open().contains(run);
    }

    /**
     * Ends one run of this process, and no other: it asks for nothing more, and its requests and batches under way end.
     *
     * @return false where it is still at work after the time that runs have to end
     * @throws AbortingFailure where this process has no such run
     */
    public boolean stop(RunId run) throws InterruptedException {
        if (!has(run)) {
            throw new AbortingFailure(
                    "run " + run + " is not under way here", "./catwing status shows what became of it");
        }
        tell(run);
        return ended(run::equals, limit);
    }

    private void tell(RunId run) {
        stopping.tell(run);
        LOG.warn("run {} is asked to stop: it asks for nothing more, and requests and batches under way end", run);
    }

    /** Waits for nothing, since claims are to be renewed: whoever comes to wait for a turn is interrupted with the next renewal. */
    private void stopAsked() {
        Set<RunId> open = runs.open();
        if (open.isEmpty()) {
            return;
        }
        try {
            Set<RunId> told = asked.among(open);
            told.stream().filter(run -> !stopping.isTold(run)).forEach(this::tell);
            threads.interrupt(told::contains);
        } catch (DataAccessException away) {
            LOG.debug("whether somebody asked runs to stop cannot be read", away);
        }
    }

    private boolean ended(Predicate<RunId> which, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (runs.open().stream().anyMatch(which) && System.nanoTime() < end) {
            // Again and again: others may come to wait.
            threads.interrupt(which);
            Thread.sleep(LOOK);
        }
        return runs.open().stream().noneMatch(which);
    }

    private void cancel() {
        try {
            long count = jdbc.sql(SqlFile.read("job/cancel-statements"))
                    .param("sessions", ProcessName.ofSessions())
                    .query(Long.class)
                    .single();
            LOG.warn(
                    "{} statements took longer than {} s: they are cancelled, and roll back", count, limit.toSeconds());
        } catch (DataAccessException gone) {
            LOG.warn("what the database is at work on cannot be cancelled: {}", gone.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After whoever cuts what runs wait for, and before everything else, Camel included. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
