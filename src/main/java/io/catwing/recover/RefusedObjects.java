package io.catwing.recover;

import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.SqlFile;
import io.catwing.recover.RecoveryJob.Accepted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Workbooks and model runs that are refused for what they are. A refused one leaves no rows in any database, until somebody puts
 * another one in its place (docs/decisions/0007-a-workbook-counts-as-it-lies-in-s3.md); so it is a loss only where an earlier
 * database still has rows of it, and then one of its client alone.
 */
@Component
class RefusedObjects {
    private static final Set<String> STAGES = Set.of("client-data", "ml");

    private final DatabaseServer server;

    RefusedObjects(DatabaseServer server) {
        this.server = server;
    }

    /** Whether a step failed for a workbook or a model run; not for a server, nor in a stage that derives from all that there is. */
    static boolean isOne(StepResult step) {
        return step.outcome() == Outcome.FAILED && step.refused() && STAGES.contains(step.stage());
    }

    /** What a database has rows of, each by its {@link #name}; empty where its version keeps no ledger of them. */
    Optional<Set<String>> held(DatabaseName database) {
        try (Connection connection = server.connect(database);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
            if (!RawKeys.isThere(find, "ops.lake_ledger")) {
                return Optional.empty();
            }
            Set<String> held = new HashSet<>();
            try (PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-held-objects"));
                    ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    String[] path = rows.getString(3).split("/");
                    held.add(name(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(1).equals("ml") ? path[2] : path[path.length - 1]));
                }
            }
            return Optional.of(held);
        } catch (SQLException broken) {
            throw DatabaseServer.failed(
                    "the entries of the ledger of workbooks and model runs of " + database + " cannot be read", broken);
        }
    }

    /** @param which a run's date; of a workbook its file name, since one may lie in two places, and one of them counts */
    private static String name(String stage, String client, String which) {
        return stage + " " + client + " " + which;
    }

    private static String name(StepResult step) {
        String place = step.subject();
        return name(
                step.stage(),
                step.client().value(),
                step.date() != null ? step.date().toString() : place.substring(place.lastIndexOf('/') + 1));
    }

    /**
     * Adds a note on those that are no loss, and a problem, or a note where it is accepted, on those of a client that may be one.
     *
     * @param liveHasFiles whether the live database has loaded anything: an empty one tells nothing
     */
    void check(Recovery recovery, boolean liveHasFiles) {
        // Of an object that failed in two rounds, once.
        SortedMap<String, StepResult> refused = new TreeMap<>();
        recovery.results.stream()
                .filter(RefusedObjects::isOne)
                .forEach(step -> refused.put(step.subject() + " " + name(step), step));
        if (refused.isEmpty()) {
            return;
        }
        Set<String> made = held(recovery.database).orElse(Set.of());
        Optional<Set<String>> live = recovery.liveExists && liveHasFiles
                ? recovery.ofLive(() -> held(recovery.live), Optional.empty())
                : Optional.empty();
        Optional<Set<String>> earlier = live.or(() -> recovery.restoredObjects);
        String where = live.isPresent() ? recovery.live.value() : recovery.backup;
        List<String> noLoss = new ArrayList<>();
        SortedMap<ClientId, List<String>> mayBeLost = new TreeMap<>();
        refused.forEach((any, step) -> {
            boolean lost = !made.contains(name(step))
                    && (earlier.isEmpty() || earlier.get().contains(name(step)));
            (lost ? mayBeLost.computeIfAbsent(step.client(), client -> new ArrayList<>()) : noLoss).add(told(step));
        });
        if (!noLoss.isEmpty()) {
            recovery.notes.add("refused, and no loss: " + CheckRecovery.first(noLoss));
        }
        mayBeLost.forEach((client, objects) -> add(
                recovery,
                "of " + client + " alone " + objects.size() + " workbooks or model runs were refused, and "
                        + (earlier.isEmpty() ? "no earlier database tells whether it had rows" : where + " has rows")
                        + " of them; the other clients' part is whole: " + CheckRecovery.first(objects)));
    }

    private static void add(Recovery recovery, String fact) {
        if (recovery.order.accepted().contains(Accepted.REFUSED_FILES)) {
            recovery.notes.add(fact + ". Accepted by --accept-refused");
        } else {
            recovery.problems.add(fact
                    + "\nHINT: upload what './catwing client-data check' finds good, or register the run again, then run"
                    + " the same command again; or accept the rest by --accept-refused");
        }
    }

    private static String told(StepResult step) {
        return step.stage() + " " + step.client() + " " + step.subject()
                + (step.date() == null ? "" : " " + step.date())
                + " (" + step.message().lines().findFirst().orElse("") + ")";
    }
}
