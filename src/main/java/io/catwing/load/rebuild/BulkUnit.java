package io.catwing.load.rebuild;

import io.catwing.bucket.RawFile;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import io.catwing.load.mapping.SeenKeys;
import java.util.BitSet;
import java.util.List;

/**
 * One client's entity in a rebuild: its files, newest first, drawn by all workers that work on it. Workers parse concurrently,
 * but claim keys one after the other in the order of the files, so that the newest version of a key comes first and every
 * other one can be dropped unseen.
 */
final class BulkUnit {
    final RunId run;
    final Client client;
    final EntitySpec spec;
    /** The table had rows of the client before this rebuild continued. */
    final boolean resumed;

    final Stopping stopping;
    private final List<RawFile> files;
    private SeenKeys seen;
    private final BitSet passed = new BitSet();
    private int taken;
    private int turn;
    private boolean stopped;
    private boolean refused;

    /** @param files newest first */
    BulkUnit(RunId run, Client client, EntitySpec spec, List<RawFile> files, boolean resumed, Stopping stopping) {
        this.run = run;
        this.client = client;
        this.spec = spec;
        this.files = files;
        this.resumed = resumed;
        this.stopping = stopping;
    }

    /** @return the position of the next file, or -1; none is taken once the run is told to stop */
    synchronized int take() {
        return stopped || stopping.isTold(run) || taken == files.size() ? -1 : taken++;
    }

    /** The keys that its files have claimed. Made when first asked for: there are units by the thousand, and few of them at work. */
    synchronized SeenKeys seen() {
        if (seen == null) {
            seen = new SeenKeys();
        }
        return seen;
    }

    /** All its files have passed. */
    synchronized void end() {
        seen = null;
    }

    /** Newest first. */
    List<RawFile> files() {
        return files;
    }

    RawFile file(int place) {
        return files.get(place);
    }

    /** Waits until all files before this one have passed. */
    synchronized void awaitTurn(int place) throws InterruptedException {
        while (turn < place && !stopped) {
            wait();
        }
        if (stopped) {
            throw new InterruptedException();
        }
    }

    /** The file has claimed its keys, or claims none. */
    synchronized void pass(int place) {
        passed.set(place);
        turn = passed.nextClearBit(turn);
        notifyAll();
    }

    /** The database refused rows whose keys were claimed: the whole unit is left to the ordinary load. */
    synchronized void refuse() {
        refused = true;
        stop();
    }

    synchronized boolean refused() {
        return refused;
    }

    /** A worker has failed: no other waits for it. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
