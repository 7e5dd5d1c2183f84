package io.catwing.recover;

import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.failure.Failure;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.recover.RawKeys.Refused;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryMark.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Decides whether a recovery's database is good: every raw file is in it, as it is in the bucket, and nothing failed.
 * Called by the route {@code recovery-steps}.
 */
@Component
public class CheckRecovery {
    /** Told one by one; a lost bucket repeats itself. */
    private static final int TOLD = 10;

    /** Rows named a table that is not as in the live database. */
    private static final int ROWS = 2;

    private static final Set<String> DERIVED = Set.of("enrich", "stats");

    private final DatabaseServer server;
    private final RawKeys keys;
    private final CompareDatabases compare;
    private final LeftBehind leftBehind;
    private final Undeclared undeclared;
    private final RefusedObjects objects;

    CheckRecovery(
            DatabaseServer server,
            RawKeys keys,
            CompareDatabases compare,
            LeftBehind leftBehind,
            Undeclared undeclared,
            RefusedObjects objects) {
        this.server = server;
        this.keys = keys;
        this.compare = compare;
        this.leftBehind = leftBehind;
        this.undeclared = undeclared;
        this.objects = objects;
    }

    public void check(@Variable("recovery") Recovery recovery) throws Exception {
        recovery.step("check", () -> {
            SortedMap<RawKey, Refused> refused = keys.refused(recovery.database);
            checkResults(recovery, refused.keySet());
            CompareKeys.Result found = new CompareKeys(keys, recovery, refused.keySet(), TOLD).compare();
            refused.keySet().retainAll(found.refusedInBucket);
            checkRefused(recovery, refused);
            objects.check(recovery, found.liveHasFiles);
            checkKeys(recovery, found);
            if (recovery.order.client() == null) {
                tellWithoutFile(recovery);
            }
            recovery.rpo =
                    found.oldestLost == null ? Duration.ZERO : Duration.between(found.oldestLost, recovery.began);
            if (!recovery.order.scratch() && recovery.order.asOf() == null && found.liveHasFiles) {
                compareWithLive(recovery);
            }
            // Raw files that are lost or altered are so the next time.
            recovery.cut = !recovery.problems.isEmpty()
                    && found.gone.count() + found.altered.count() == 0
                    && recovery.results.stream().anyMatch(CheckRecovery::mayPass);
        });
        if (!recovery.cut) {
            PrepareDatabase.mark(server, recovery, recovery.problems.isEmpty() ? Stage.CHECKED : Stage.REFUSED);
        } else if (recovery.isFast()
                && (!recovery.restoredRefused.isEmpty()
                        || recovery.results.stream().anyMatch(RefusedObjects::isOne))) {
            // Only what is restored anew tells which refusals are the backup's. Otherwise the same command goes on with
            // it.
            PrepareDatabase.mark(server, recovery, Stage.MADE);
        }
        if (recovery.liveExists && recovery.order.scratch()) {
            // Whoever compares is told why the two differ.
            undeclared
                    .behind(recovery.live, recovery.database)
                    .forEach(rows -> recovery.problems.add(
                            "in " + recovery.live + " and not in " + recovery.database + ": " + rows
                                    + "\nHINT: put back what the client file said, then run the same command again"));
        } else if (recovery.liveExists) {
            tellLeftBehind(recovery);
        }
    }

    /** Whether a server or a disk has kept a file from being loaded. What is derived from all that there is fails in the same way again. */
    private static boolean mayPass(StepResult step) {
        return step.mayPass() && !DERIVED.contains(step.stage());
    }

    private static void checkResults(Recovery recovery, Set<RawKey> refused) {
        Set<String> names = refused.stream()
                .map(key -> key.client() + " " + key.entity() + " " + key.date())
                .collect(Collectors.toSet());
        List<StepResult> failed = recovery.results.stream()
                // Files whose results are folded are found by their keys: each is refused, or not in the ledger.
                .filter(step -> step.outcome() == Outcome.FAILED && !step.isFolded())
                .filter(step -> !step.stage().equals("load")
                        || !names.contains(step.client() + " " + step.subject() + " " + step.date()))
                .filter(step -> !RefusedObjects.isOne(step))
                .toList();
        failed.stream()
                .limit(TOLD)
                .forEach(step -> recovery.problems.add(step.stage() + " of " + step.client() + " " + step.subject()
                        + (step.date() == null ? "" : " " + step.date()) + " failed: " + step.message()));
        more(recovery.problems, failed.size(), "failures");
    }

    /**
     * A file that the live database, or the one that was dumped, has refused as it is and under the same mapping is no
     * loss. Any other is one of its client alone.
     */
    private void checkRefused(Recovery recovery, SortedMap<RawKey, Refused> refused) {
        SortedMap<RawKey, Refused> before = new TreeMap<>(recovery.restoredRefused);
        if (recovery.liveExists) {
            before.putAll(recovery.ofLive(() -> keys.refused(recovery.live), new TreeMap<>()));
        }
        List<String> asBefore = new ArrayList<>();
        SortedMap<ClientId, List<String>> anew = new TreeMap<>();
        refused.forEach((key, why) -> {
            String told = key + " (" + why.reason().lines().findFirst().orElse("") + ")";
            if (why.asBefore(before.get(key))) {
                asBefore.add(told);
            } else {
                anew.computeIfAbsent(key.client(), client -> new ArrayList<>()).add(told);
            }
        });
        if (!asBefore.isEmpty()) {
            recovery.notes.add("refused as before, and no loss: " + first(asBefore));
        }
        anew.forEach((client, files) -> {
            String fact =
                    "of " + client + " alone " + files.size() + " raw files were refused, and no earlier database is"
                            + " known to have refused them; the other clients' part is whole: " + first(files);
            if (recovery.order.accepted().contains(Accepted.REFUSED_FILES)) {
                recovery.notes.add(fact + ". Accepted by --accept-refused");
            } else {
                recovery.problems.add(
                        fact + "\nHINT: correct the mapping in the client's file or raise its reject_share, then"
                                + " run the same command again; or accept the rest by --accept-refused");
            }
        });
    }

    /** As many as are told, and how many more there are. */
    static String first(List<String> files) {
        return String.join("; ", files.subList(0, Math.min(files.size(), TOLD)))
                + (files.size() > TOLD ? "; and " + (files.size() - TOLD) + " more" : "");
    }

    private static void checkKeys(Recovery recovery, CompareKeys.Result found) {
        if (found.waiting > 0) {
            recovery.notes.add(found.waiting + " raw files of other clients are not loaded yet");
        }
        if (found.arrived.count() > 0) {
            recovery.notes.add(found.arrived.count() + " raw files arrived after the last load, "
                    + found.arrived.first().first() + " among them: the next load of " + recovery.database
                    + " brings them");
        }
        tell(
                recovery,
                found.missing,
                " is in the bucket, but not in " + recovery.database,
                "see why its load failed; after mending it, run the same command again");
        // Of a backup's ledger and of the live one alike: the rows were made from a file that is no longer there.
        tell(
                recovery,
                found.gone,
                " was loaded once and is no longer in the bucket",
                "raw files are never deleted by catwing: find out who did, bring it back from the bucket's older"
                        + " versions or its replica, then run the same command again");
        tell(
                recovery,
                found.altered,
                " is another object than the one that was loaded (its ETag differs)",
                "raw files never change: find out who writes to the bucket besides catwing, restore the object, then run"
                        + " the same command again");
    }

    private static void tell(Recovery recovery, FirstKeys found, String fact, String hint) {
        found.first().forEach(key -> recovery.problems.add(key + fact + "\nHINT: " + hint));
        more(recovery.problems, found.count(), "files of which that is true");
    }

    private static void more(List<String> problems, int all, String of) {
        if (all > TOLD) {
            problems.add("… and " + (all - TOLD) + " more " + of);
        }
    }

    private void tellWithoutFile(Recovery recovery) {
        List<ClientId> clients = undeclared.inBucket();
        if (!clients.isEmpty()) {
            recovery.notes.add(first(clients.stream()
                            .map(client -> "raw files of " + client)
                            .toList())
                    + " are in the bucket, and were not loaded, for there is no client file that declares them\n"
                    + "HINT: if one is lost, put it back, then run the same command again, or ./catwing load");
        }
    }

    /** The new database is good all the same; it is the switch that would lose something. */
    private void tellLeftBehind(Recovery recovery) {
        boolean mayBeLeft = recovery.order.accepted().contains(Accepted.LEFT_BEHIND);
        List<String> left;
        try {
            left = mayBeLeft
                    ? leftBehind.objects(recovery.live, recovery.database)
                    : leftBehind.objectsAndRows(recovery.live, recovery.database);
        } catch (Failure damaged) {
            left = List.of("what cannot be told, since " + damaged.fact());
        }
        if (left.isEmpty()) {
            return;
        }
        if (recovery.order.switchOver() && !mayBeLeft) {
            recovery.problems.add(
                    LeftBehind.refusal(recovery.live, recovery.database, left).getMessage());
        } else {
            recovery.notes.add(
                    "in " + recovery.live + " and not in " + recovery.database + ": " + String.join(", ", left));
        }
    }

    /** Told, and no reason against the new database: the live one may be damaged, which is why it is recovered. */
    private void compareWithLive(Recovery recovery) {
        Comparison comparison;
        try {
            comparison = compare.compare(recovery.live, recovery.database, ROWS);
        } catch (Failure damaged) {
            // That the new one cannot be read would be a reason.
            compare.read(recovery.database);
            recovery.notes.add(damaged.fact() + "; of " + recovery.database + " all can be read");
            return;
        }
        if (comparison.equal()) {
            recovery.notes.add("equal to " + recovery.live + ", table by table");
        }
        for (Comparison.Table table : comparison.different()) {
            recovery.notes.add(table.name() + " is not as in " + recovery.live
                    + (table.note() == null ? "" : ": " + table.note()));
            table.rows().forEach(row -> recovery.notes.add(comparison.describe(table, row)));
        }
    }
}
