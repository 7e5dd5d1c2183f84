package io.catwing.recover;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.recover.RawKeys.Entry;
import io.catwing.recover.RawKeys.InBucket;
import io.catwing.recover.RawKeys.LedgerOf;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the bucket with what a recovered database and the live one say that they hold, client after client. */
final class CompareKeys {
    private final RawKeys keys;
    private final Recovery recovery;
    private final Set<RawKey> refused;
    private final FailedLoads failed;
    private final Result result;
    private boolean liveIsDamaged;

    /**
     * @param refused files that the recovered database has refused
     * @param kept keys of each kind that are named
     */
    CompareKeys(RawKeys keys, Recovery recovery, Set<RawKey> refused, int kept) {
        this.keys = keys;
        this.recovery = recovery;
        this.refused = refused;
        failed = new FailedLoads(recovery.results);
        result = new Result(kept);
    }

    /** What was found. */
    static final class Result {
        final FirstKeys missing;
        /** Missing, and not there yet when the last load listed the bucket. */
        final FirstKeys arrived = new FirstKeys(1);

        final FirstKeys gone;
        final FirstKeys altered;
        final Set<RawKey> refusedInBucket = new HashSet<>();
        /** Files that are missing of clients that are not recovered. */
        int waiting;
        /** When that was loaded which the live database held first and the new one does not; null where it holds all. */
        Instant oldestLost;

        /** False where the live database's ledger cannot be read. */
        boolean liveHasFiles;

        private Result(int kept) {
            missing = new FirstKeys(kept);
            gone = new FirstKeys(kept);
            altered = new FirstKeys(kept);
        }
    }

    Result compare() {
        LocalDate to = recovery.order.asOf();
        try (LedgerOf recovered = keys.ledger(recovery.database);
                LedgerOf live = recovery.liveExists ? recovery.ofLive(() -> keys.ledger(recovery.live), null) : null;
                Stream<InBucket> listed = keys.inBucket(to)) {
            listed.forEach(of ->
                    add(of.client().id(), of.files(), recovered.of(of.client(), to), known(live, of.client(), to)));
        }
        result.liveHasFiles &= !liveIsDamaged;
        return result;
    }

    private SortedMap<RawKey, Entry> known(LedgerOf live, Client client, LocalDate to) {
        if (live == null || liveIsDamaged) {
            return new TreeMap<>();
        }
        SortedMap<RawKey, Entry> known = recovery.ofLive(() -> live.of(client, to), null);
        liveIsDamaged = known == null;
        return liveIsDamaged ? new TreeMap<>() : known;
    }

    private void add(
            ClientId client,
            SortedMap<RawKey, RawFile> bucket,
            SortedMap<RawKey, Entry> held,
            SortedMap<RawKey, Entry> known) {
        // The others' rows are as they are in the live database, which may not have loaded everything yet.
        boolean other = recovery.order.client() != null && !client.equals(recovery.order.client());
        for (RawFile file : bucket.values()) {
            RawKey key = file.key();
            if (refused.contains(key)) {
                result.refusedInBucket.add(key);
            } else if (!held.containsKey(key) && other) {
                result.waiting++;
            } else if (!held.containsKey(key)) {
                (isNew(key) ? result.arrived : result.missing).add(key);
            }
            if (recovery.altered.contains(key)
                    || RawKeys.isAltered(file, held.get(key))
                    || RawKeys.isAltered(file, known.get(key))) {
                result.altered.add(key);
            }
        }
        Set<RawKey> everLoaded = new TreeSet<>(held.keySet());
        everLoaded.addAll(known.keySet());
        everLoaded.stream().filter(key -> !bucket.containsKey(key)).forEach(result.gone::add);
        result.liveHasFiles |= !known.isEmpty();
        known.forEach((key, entry) -> {
            boolean lost = !held.containsKey(key)
                    && !(bucket.containsKey(key) && !other && !refused.contains(key) && isNew(key));
            if (lost && (result.oldestLost == null || entry.loadedAt().isBefore(result.oldestLost))) {
                result.oldestLost = entry.loadedAt();
            }
        });
    }

    private boolean isNew(RawKey key) {
        return !recovery.due.contains(key) && !failed.has(key) && !failed.mayHave(key);
    }
}
