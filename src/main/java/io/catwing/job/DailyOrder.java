package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run that fetches or loads is asked to do.
 *
 * @param command as it was typed, for {@code ops.run}
 * @param from first business date; null where the run only loads and has no limit, and where it fetches what each
 *     client's own calendar says
 * @param to last business date, null likewise
 * @param reach what a fetch is about
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
        Reach reach,
        boolean acceptVolume,
        boolean again,
        boolean newestFirst,
        int parallel)
        implements RunOrder {

    /** The command of orders that nobody typed. */
    static final String TIMER = "timer";

    /** Which days a fetch is about. */
    public enum Reach {
        /** The days from {@link #from} to {@link #to}, which must have ended; without them each client's yesterday. */
        ASKED,
        /** The same, and a day that has not ended is fetched as it is. */
        ASKED_UNFINISHED,
        /** What {@link Owed} says of each client. */
        OWED,
        /** The same, but not what failed a short while ago. */
        OWED_NOW
    }

    public DailyOrder(
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
        this(run, command, clients, entities, from, to, Reach.ASKED, acceptVolume, again, newestFirst, parallel);
    }

    /** Of everything that a client may owe. */
    static DailyOrder owed(List<ClientId> clients, Reach reach) {
        return new DailyOrder(
                RunId.next(), TIMER, clients, List.of(Entity.values()), null, null, reach, false, false, false, 0);
    }

    /** The same of other clients. */
    DailyOrder of(List<ClientId> others) {
        return new DailyOrder(
                run, command, others, entities, from, to, reach, acceptVolume, again, newestFirst, parallel);
    }

    /** Whether a person waits for the answer. */
    boolean typed() {
        return !command.equals(TIMER);
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
