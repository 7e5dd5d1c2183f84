package io.catwing.recover;

import io.catwing.app.OtherDatabase;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.recover.RawKeys.Entry;
import io.catwing.recover.RawKeys.InBucket;
import io.catwing.recover.RawKeys.LedgerOf;
import io.catwing.recover.RecoveryMark.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Brings a recovery's database up to date with the bucket, by a second pipeline on it. Called by the route {@code
 * recovery-steps}.
 */
@Component
public class FillDatabase {
    /** Files may arrive while it fills; a bucket that grows faster than it is loaded is told, not chased. */
    private static final int ROUNDS = 3;

    private final DatabaseServer server;
    private final OtherDatabase otherDatabase;
    private final Clients clients;
    private final RawKeys keys;
    private final CopyOthers others;
    private final RefusedObjects objects;

    public FillDatabase(
            DatabaseServer server,
            OtherDatabase otherDatabase,
            Clients clients,
            RawKeys keys,
            CopyOthers others,
            RefusedObjects objects) {
        this.server = server;
        this.otherDatabase = otherDatabase;
        this.clients = clients;
        this.keys = keys;
        this.others = others;
        this.objects = objects;
    }

    /** Starts the pipeline on the new database, which brings its tables to this version. */
    public void migrate(@Variable("recovery") Recovery recovery) throws Exception {
        recovery.step("migrate", () -> recovery.second = otherDatabase.open(recovery.database.value()));
        if (recovery.mark.stage() == Stage.MADE && !recovery.isFast()) {
            if (recovery.order.client() != null) {
                recovery.step("copy the other clients", () -> others.copy(recovery));
            }
            PrepareDatabase.mark(server, recovery, Stage.BEGUN);
        }
    }

    /** Loads what the ledger lacks, and derives, until nothing is lacking but what cannot be loaded. */
    public void fill(@Variable("recovery") Recovery recovery) throws Exception {
        findAltered(recovery);
        if (!recovery.resumed) {
            // Otherwise some of them may be refusals of the recovery that was ended.
            recovery.restoredRefused = keys.refused(recovery.database);
            // Of a workbook that it refuses, a derivation takes away what the backup held.
            recovery.restoredObjects = recovery.isFast() ? objects.held(recovery.database) : Optional.empty();
        }
        // A replay that was ended in the middle has left its mark, and is to be ended in order.
        boolean bulk = !recovery.isFast() && recovery.order.client() == null && keys.isNewOrInBulk(recovery.database);
        for (int round = 0; round == 0 || round < ROUNDS && hasMoreArrived(recovery); round++) {
            boolean first = round == 0;
            recovery.step("replay", () -> replay(recovery, first && bulk));
            // Later rounds find marks, such as those that any load leaves.
            recovery.step("derive", () -> derive(recovery, first && !recovery.isFast()));
        }
        recovery.closeSecond();
    }

    private void replay(Recovery recovery, boolean bulk) {
        Job order = Job.of(recovery.order.run(), recovery.order.command(), clients(recovery))
                .between(null, recovery.order.asOf())
                .with(Job.Option.BULK, bulk);
        add(recovery, recovery.second.ask("direct:replay", order, List.class));
    }

    private void derive(Recovery recovery, boolean again) {
        Job order = Job.of(recovery.order.run(), recovery.order.command(), clients(recovery))
                // Nothing that a step fills is left out of a restore: a migration names it.
                .with(Job.Option.AGAIN, again);
        add(recovery, recovery.second.ask("direct:derive", order, List.class));
    }

    private List<ClientId> clients(Recovery recovery) {
        return recovery.order.client() == null
                ? clients.all().stream().map(Client::id).toList()
                : List.of(recovery.order.client());
    }

    @SuppressWarnings("unchecked")
    private static void add(Recovery recovery, List<?> results) {
        recovery.results.addAll((List<StepResult>) results);
    }

    /** Before anything is loaded: what a backup, or the other clients' rows, were made of. A backup may have the mark of a replay in bulk. */
    private void findAltered(Recovery recovery) {
        if (!recovery.isFast() && keys.isNewOrInBulk(recovery.database)) {
            return;
        }
        try (LedgerOf ledger = keys.ledger(recovery.database);
                Stream<InBucket> listed = keys.inBucket(null)) {
            listed.forEach(of -> {
                SortedMap<RawKey, Entry> held = ledger.of(of.client(), null);
                of.files().values().stream()
                        .filter(file -> RawKeys.isAltered(file, held.get(file.key())))
                        .forEach(file -> recovery.altered.add(file.key()));
            });
        }
    }

    /** Whether something is in the bucket, not in the ledger, and neither refused nor known to have failed: the next load is to bring it. */
    private boolean hasMoreArrived(Recovery recovery) {
        Set<RawKey> refused = keys.refused(recovery.database).keySet();
        FailedLoads failed = new FailedLoads(recovery.results);
        recovery.due.clear();
        FirstKeys lacking = new FirstKeys(0);
        try (LedgerOf ledger = keys.ledger(recovery.database);
                Stream<InBucket> listed = keys.inBucket(recovery.order.asOf())) {
            listed.filter(of ->
                            recovery.order.client() == null || of.client().id().equals(recovery.order.client()))
                    .forEach(of -> {
                        Set<RawKey> held = ledger.of(of.client(), null).keySet();
                        of.files().keySet().stream()
                                .filter(key -> !held.contains(key) && !refused.contains(key) && !failed.has(key))
                                .forEach(key -> {
                                    lacking.add(key);
                                    // Of those there may be millions, and they are told without it.
                                    if (!failed.mayHave(key)) {
                                        recovery.due.add(key);
                                    }
                                });
                    });
        }
        return lacking.count() > 0;
    }
}
