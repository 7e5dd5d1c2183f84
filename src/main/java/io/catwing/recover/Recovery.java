package io.catwing.recover;

import io.catwing.app.Pipeline;
import io.catwing.bucket.RawKey;
import io.catwing.client.Clients;
import io.catwing.failure.Failure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * One recovery under way: what was asked, and what came of it so far. Travels through the routes of a recovery as the
 * body; each step adds to it.
 */
public final class Recovery {
    final RecoveryJob order;
    final DatabaseName live;
    final boolean liveExists;
    final Instant began = Instant.now();
    /** Read while it is under way. */
    final List<RecoveryReport.Step> steps = new CopyOnWriteArrayList<>();

    final List<StepResult> results = new ArrayList<>();
    /** What keeps the new database from being switched to. */
    final List<String> problems = new ArrayList<>();
    /** What a person should know. */
    final List<String> notes = new ArrayList<>();

    /** Tables, and other objects of users' own, that the restore has left out. */
    final SortedSet<String> leftOut = new TreeSet<>();

    /** Whether the restore has left out anything at all. */
    boolean leavesOut;

    DatabaseName database;
    RecoveryMark mark;
    /** What it begins with; null where with nothing. */
    String backup;

    /** Of its dump: tomorrow another one may lie under the same key. */
    String backupEtag;

    long backupBytes;

    Pipeline second;
    /** The name under which the former live database is kept; null where it was not switched. */
    DatabaseName before;

    boolean switched;
    /** Whether a failure that may pass ended it before it was checked, or kept it from a file; the same command goes on. */
    boolean cut;

    /** Whether an earlier recovery, which was ended, has begun to fill the database. */
    boolean resumed;

    /** Files that are other objects than those that a backup was made of. */
    final Set<RawKey> altered = new TreeSet<>();

    /** Files that were in the bucket before the last load, so that it has loaded them or something is wrong. */
    final Set<RawKey> due = new HashSet<>();

    /** What the backup's database had refused. */
    SortedMap<RawKey, RawKeys.Refused> restoredRefused = new TreeMap<>();

    /** What the backup's database had rows of, beside those of raw files; empty where that is not known. */
    Optional<Set<String>> restoredObjects = Optional.empty();

    Duration rpo = Duration.ZERO;
    private volatile UnderWay.Now now;
    /** Held on the server as long as the recovery runs, so that no other recovers the same database. */
    private final RecoveryLock lock;

    /** Held as long: the clients that it began with are those that it ends with. */
    private final Clients.Use clients;

    Recovery(RecoveryJob order, DatabaseName live, boolean liveExists, RecoveryLock lock, Clients.Use clients) {
        this.order = order;
        this.live = live;
        this.liveExists = liveExists;
        this.lock = lock;
        this.clients = clients;
    }

    /** Into a database that is compared while the lock is held, and then dropped. */
    boolean isDrill() {
        return order.scratch() && isFast();
    }

    /** Called by the routes. */
    public boolean isFast() {
        return order.kind() == RecoveryJob.Kind.FAST;
    }

    /** Whether it is to be switched to, and may be. Called by the routes. */
    public boolean isToSwitch() {
        return order.switchOver() && problems.isEmpty();
    }

    /**
     * What the live database says. What cannot be read of it, which may be why it is recovered, counts as not there, with a note;
     * whoever compares with a scratch database needs it whole.
     */
    <T> T ofLive(Supplier<T> read, T nothing) {
        try {
            return read.get();
        } catch (Failure damaged) {
            if (order.scratch()) {
                throw damaged;
            }
            notes.add(damaged.fact() + "; they count as if there were none");
            return nothing;
        }
    }

    RecoveryLock lock() {
        return lock;
    }

    Clients.Use clients() {
        return clients;
    }

    /** A piece of work whose time the report tells. */
    interface Work {
        void run() throws Exception;
    }

    /** Does a step and keeps how long it took, even of one that fails. */
    void step(String name, Work work) throws Exception {
        Instant start = Instant.now();
        now = new UnderWay.Now(name, start);
        try {
            work.run();
        } finally {
            now = null;
            steps.add(RecoveryReport.Step.since(name, start));
        }
    }

    /**
     * What is told of one that has not ended.
     *
     * @param kind FAST or FULL
     * @param subject what is recovered where not all of the newest is, as of a date or one client's rows; or empty
     * @param steps that are done
     * @param now what it is at; null between two steps
     */
    public record UnderWay(
            RunId run,
            RecoveryJob.Kind kind,
            String subject,
            Instant startedAt,
            List<RecoveryHistory.Step> steps,
            Now now) {
        /** A step that has begun. */
        public record Now(String step, Instant since) {}
    }

    UnderWay underWay() {
        List<RecoveryHistory.Step> done = steps.stream()
                .map(step -> new RecoveryHistory.Step(step.name(), step.took().toMillis() / 1000.0))
                .toList();
        return new UnderWay(order.run(), order.kind(), order.subject(), began, done, now);
    }

    void closeSecond() {
        if (second != null) {
            second.close();
            second = null;
        }
    }
}
