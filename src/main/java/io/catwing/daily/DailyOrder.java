package io.catwing.daily;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.fetch.FetchOrder;
import io.catwing.load.LoadOrder;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run is asked to do.
 *
 * @param command as it was typed, for {@code ops.run}
 * @param from first business date, null where the run only loads and has no limit
 * @param to last business date, null likewise
 * @param acceptVolume believe an empty or much smaller snapshot
 * @param again load what the ledger holds, too, and compute everything anew
 * @param newestFirst load the newest files before the older ones
 * @param parallel files at a time, 0 for the configured number
 */
public record DailyOrder(
        RunId run,
        String command,
        List<ClientId> clients,
        List<Entity> entities,
        LocalDate from,
        LocalDate to,
        boolean acceptVolume,
        boolean again,
        boolean newestFirst,
        int parallel) {

    /** The fetch's part of this order. */
    public FetchOrder fetch() {
        return new FetchOrder(
                run, clients, entities, from.datesUntil(to.plusDays(1)).toList(), acceptVolume);
    }

    /** The load's part of this order. */
    public LoadOrder load() {
        return new LoadOrder(run, clients, entities, from, to, again, newestFirst, parallel);
    }

    /** The part of the stages after load. */
    public StageOrder stages() {
        return new StageOrder(run, clients, again);
    }
}
