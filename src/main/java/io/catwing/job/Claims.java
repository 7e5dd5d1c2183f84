package io.catwing.job;

import io.catwing.failure.RepeatedTask;
import io.catwing.postgres.ProcessName;
import io.catwing.postgres.SqlFile;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * {@code ops.claim}: who is at work on what, in whatever process. A claim is renewed for as long as its run holds it; one
 * that is not renewed for {@code catwing.daily.silence} is free, since its process died or hangs. Where such a process
 * awakes, two work on the same for a while: raw files are stored once and loaded once all the same.
 */
@Component
public class Claims implements DisposableBean {

    /** What is claimed. */
    public enum Kind {
        RUN,
        CLIENT,
        BACKUP,
        DRILL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A claim that somebody renews.
     *
     * @param dates business dates that a client is fetched for; empty for other kinds, and before they are known
     * @param holder process that works on it, for people
     */
    public record Claim(Kind kind, String name, RunId run, String holder, List<LocalDate> dates, Instant since) {}

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    /** Renewals within the silence after which a claim is free, so that one may fail. */
    private static final int RENEWALS = 3;

    private final JdbcClient jdbc;
    private final long silence;
    private final String holder = ProcessName.get();
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final List<RepeatedTask> turns = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService renewing;

    private record Held(String kind, String name, RunId run) {}

    Claims(JdbcClient jdbc, DailySettings settings) {
        this.jdbc = jdbc;
        this.silence = settings.silence().toMillis();
        withEachRenewal("claims could not be renewed", this::renew);
    }

    /** What is to be done as often as claims are renewed, from the first claim on. @param failed what is said where it throws */
    void withEachRenewal(String failed, Runnable turn) {
        turns.add(new RepeatedTask(failed, turn));
    }

    /**
     * Takes what is free.
     *
     * @return the names that are the run's now
     * @throws DataAccessException when the database cannot be asked
     */
    public Set<String> take(Kind kind, Collection<String> names, RunId run) {
        freeThoseOfTheDead();
        renew();
        Map<String, Boolean> taken = new HashMap<>();
        jdbc.sql(SqlFile.read("job/take-claims"))
                .param("kind", kind.word())
                .param("names", names.toArray(String[]::new))
                .param("run", run.value())
                .param("holder", holder)
                .param("silence", silence)
                .query((RowCallbackHandler) row -> taken.put(row.getString(1), row.getBoolean(2)));
        taken.forEach((name, takenOver) -> {
            held.add(new Held(kind.word(), name, run));
            if (takenOver) {
                LOG.warn(
                        "run {} takes over {} {}: whoever held it has not been heard of for {} s",
                        run,
                        kind.word(),
                        name,
                        silence / 1000);
            }
        });
        renewFromNowOn();
        return taken.keySet();
    }

    /** Takes the one thing of its kind. @return false when another has it */
    public boolean take(Kind kind, RunId run) {
        return !take(kind, List.of(kind.word()), run).isEmpty();
    }

    /** For people who wonder what a client's holder does. */
    void note(String client, List<LocalDate> dates, RunId run) {
        jdbc.sql(SqlFile.read("job/note-claimed-dates"))
                .param("dates", dates.stream().map(Date::valueOf).toArray(Date[]::new), Types.ARRAY)
                .param("client", client)
                .param("run", run.value())
                .update();
    }

    /** Another may have it. */
    void give(Kind kind, String name, RunId run) {
        held.remove(new Held(kind.word(), name, run));
        quietly(() -> jdbc.sql(SqlFile.read("job/give-claim"))
                .param("kind", kind.word())
                .param("name", name)
                .param("run", run.value())
                .update());
    }

    /** Everything that the run holds. */
    public void giveAll(RunId run) {
        held.removeIf(claim -> claim.run().equals(run));
        giveAll(run, true);
    }

    /** Everything that the run holds, but not that it is alive. */
    void giveAllButRun(RunId run) {
        held.removeIf(claim -> claim.run().equals(run) && !claim.kind().equals(Kind.RUN.word()));
        giveAll(run, false);
    }

    private void giveAll(RunId run, boolean alsoRun) {
        quietly(() -> jdbc.sql(SqlFile.read("job/give-claims"))
                .param("run", run.value())
                .param("also_run", alsoRun)
                .update());
    }

    /** Nobody renews it any more, so it is free soon even if this fails. */
    private static void quietly(Runnable give) {
        try {
            give.run();
        } catch (DataAccessException gone) {
            LOG.debug("a claim is free only after a while: the database cannot be told", gone);
        }
    }

    /** Frees what dead processes held, and says how many clients are left in the middle of their work. */
    public long expire() {
        List<Claim> dead = freeThoseOfTheDead();
        renew();
        List<Claim> silent = jdbc.sql(SqlFile.read("job/expire-claims"))
                .param("silence", silence)
                .query((row, at) -> claim(row, List.of(), null))
                .list();
        tell(silent, "has not been heard of for " + silence / 1000 + " s");
        return Stream.of(dead, silent)
                .flatMap(List::stream)
                .filter(claim -> claim.kind() == Kind.CLIENT)
                .count();
    }

    /** Whoever runs a command again that was killed does not wait for its claims to expire. */
    private List<Claim> freeThoseOfTheDead() {
        List<String> dead = jdbc.sql(SqlFile.read("job/list-holders")).query(String.class).list().stream()
                .filter(ProcessName::isGone)
                .toList();
        if (dead.isEmpty()) {
            return List.of();
        }
        List<Claim> free = jdbc.sql(SqlFile.read("job/free-claims-of"))
                .param("holders", dead)
                .query((row, at) -> claim(row, List.of(), null))
                .list();
        tell(free, "is gone");
        return free;
    }

    private static void tell(List<Claim> free, String why) {
        free.stream()
                .filter(claim -> claim.kind() != Kind.RUN)
                .forEach(claim -> LOG.info(
                        "run {}: {} {} is free again: {} {}",
                        claim.run(),
                        claim.kind().word(),
                        claim.name(),
                        claim.holder(),
                        why));
    }

    /** What anybody is at work on, the longest first. */
    public List<Claim> all() {
        return jdbc.sql(SqlFile.read("job/list-claims"))
                .param("silence", silence)
                .query((row, at) -> claim(
                        row,
                        dates(row.getArray("dates")),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    private static Claim claim(ResultSet row, List<LocalDate> dates, Instant since) throws SQLException {
        return new Claim(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                new RunId(row.getString("run_id")),
                row.getString("holder"),
                dates,
                since);
    }

    private static List<LocalDate> dates(Array dates) throws SQLException {
        return dates == null
                ? List.of()
                : Arrays.stream((Date[]) dates.getArray())
                        .map(Date::toLocalDate)
                        .toList();
    }

    /** Time without renewal after which a claim is free. */
    Duration silence() {
        return Duration.ofMillis(silence);
    }

    /** Time from one renewal to the next. */
    Duration period() {
        return Duration.ofMillis(Math.max(1, silence / RENEWALS));
    }

    private synchronized void renewFromNowOn() {
        if (renewing == null && !held.isEmpty()) {
            renewing = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "claims");
                thread.setDaemon(true);
                return thread;
            });
            long period = period().toMillis();
            renewing.scheduleAtFixedRate(() -> turns.forEach(RepeatedTask::run), period, period, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Also before anything that is silent is taken from its holder: the database may have been away for long, and this process, which is
     * alive, must not take its own.
     */
    private void renew() {
        Set<Held> before = Set.copyOf(held);
        if (before.isEmpty()) {
            return;
        }
        try {
            Set<Held> renewed = new HashSet<>(jdbc.sql(SqlFile.read("job/renew-claims"))
                    .param(
                            "runs",
                            before.stream()
                                    .map(claim -> claim.run().value())
                                    .distinct()
                                    .toArray(String[]::new))
                    .query((row, at) -> new Held(row.getString(1), row.getString(2), new RunId(row.getString(3))))
                    .list());
            for (Held lost : before) {
                // Given back meanwhile is not lost.
                if (!renewed.contains(lost) && held.remove(lost)) {
                    LOG.warn(
                            "run {}: the claim on {} {} was lost, since it was not renewed in time: another process may"
                                    + " do the same work now, and what is stored and loaded twice counts once",
                            lost.run(),
                            lost.kind(),
                            lost.name());
                }
            }
        } catch (RuntimeException away) {
            // The next turn tries again.
            LOG.debug("claims could not be renewed", away);
        }
    }

    @Override
    public synchronized void destroy() {
        if (renewing != null) {
            renewing.shutdownNow();
        }
        held.stream().map(Held::run).distinct().forEach(this::giveAll);
    }
}
