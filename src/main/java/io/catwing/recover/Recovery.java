package io.catwing.recover;

import io.catwing.app.Pipeline;
import io.catwing.bucket.RawKey;
import io.catwing.job.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One recovery under way: what was asked, and what came of it so far. Travels through the routes of a recovery as the
 * body; each step adds to it.
 */
public final class Recovery {
    final RecoveryJob order;
    final DatabaseName live;
    final boolean liveExists;
    final Instant began = Instant.now();
    final List<RecoveryReport.Step> steps = new ArrayList<>();
    final List<StepResult> results = new ArrayList<>();
    /** What keeps the new database from being switched to. */
    final List<String> problems = new ArrayList<>();
    /** What a person should know. */
    final List<String> notes = new ArrayList<>();

    DatabaseName database;
    RecoveryMark mark;
    /** What it begins with; null where with nothing. */
    String backup;

    long backupBytes;

    Pipeline second;
    /** The name under which the former live database is kept; null where it was not switched. */
    DatabaseName before;

    boolean switched;
    /** Whether an earlier recovery, which was ended, has begun to fill the database. */
    boolean resumed;

    /** What the new database's ledger said before anything was loaded: what a backup was made of. */
    SortedMap<RawKey, RawKeys.Entry> restored = new TreeMap<>();

    /** What the backup's database had refused. */
    SortedMap<RawKey, RawKeys.Refused> restoredRefused = new TreeMap<>();

    Duration rpo = Duration.ZERO;
    /** Held on the server as long as the recovery runs, so that no other recovers the same database. */
    private final RecoveryLock lock;

    Recovery(RecoveryJob order, DatabaseName live, boolean liveExists, RecoveryLock lock) {
        this.order = order;
        this.live = live;
        this.liveExists = liveExists;
        this.lock = lock;
    }

    /** Called by the routes. */
    public boolean isFast() {
        return order.kind() == RecoveryJob.Kind.FAST;
    }

    /** Whether it is to be switched to, and may be. Called by the routes. */
    public boolean isToSwitch() {
        return order.switchOver() && problems.isEmpty();
    }

    RecoveryLock lock() {
        return lock;
    }

    /** A piece of work whose time the report tells. */
    interface Work {
        void run() throws Exception;
    }

    /** Does a step and keeps how long it took, even of one that fails. */
    void step(String name, Work work) throws Exception {
        Instant start = Instant.now();
        try {
            work.run();
        } finally {
            steps.add(RecoveryReport.Step.since(name, start));
        }
    }

    void closeSecond() {
        if (second != null) {
            second.close();
            second = null;
        }
    }
}
