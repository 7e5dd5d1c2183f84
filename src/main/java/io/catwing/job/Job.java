package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the pipeline is asked to do: a whole run, or a stage's part of one. Each stage reads what concerns it.
 *
 * @param command as it was typed, for {@code ops.run}; {@link #TIMER} where nobody typed it
 * @param stage the one stage that is asked for; null for all
 * @param from first business date; null for no limit, and for a fetch what each client's own calendar says
 * @param to last business date, null likewise
 * @param dates that are fetched of each entity, the oldest first; null until a client's own calendar has said which
 * @param parallel workers at a time, 0 for the configured number
 * @param share of the clients, which this process fills in bulk beside others; null for all of them
 */
public record Job(
        RunId run,
        String command,
        String stage,
        List<ClientId> clients,
        List<Entity> entities,
        LocalDate from,
        LocalDate to,
        Map<Entity, List<LocalDate>> dates,
        Set<Option> options,
        int parallel,
        Share share) {

    static final String TIMER = "timer";

    /** What is done otherwise than usual. */
    public enum Option {
        /** Fetch a day that has not ended as it is. */
        ACCEPT_UNFINISHED,
        /** Believe an empty or much smaller snapshot. */
        ACCEPT_VOLUME,
        /** Fetch what {@link Owed} says of each client. */
        OWED,
        /** The same, but not what failed a short while ago. */
        OWED_NOW,
        /** Load what the ledger holds, too, and compute everything, whether it changed or not. */
        AGAIN,
        /** Load the newest files before the older ones; the result is the same. */
        NEWEST_FIRST,
        /** The database is new and nobody reads it: load at rebuild speed. */
        BULK
    }

    /** Of all entities, without limits and options. */
    public static Job of(RunId run, String command, List<ClientId> clients) {
        return new Job(
                run,
                command,
                null,
                clients,
                List.of(Entity.values()),
                null,
                null,
                null,
                EnumSet.noneOf(Option.class),
                0,
                null);
    }

    public Job clients(List<ClientId> others) {
        return new Job(run, command, stage, others, entities, from, to, dates, options, parallel, share);
    }

    public Job stage(String one) {
        return new Job(run, command, one, clients, entities, from, to, dates, options, parallel, share);
    }

    public Job entities(List<Entity> some) {
        return new Job(run, command, stage, clients, some, from, to, dates, options, parallel, share);
    }

    public Job between(LocalDate first, LocalDate last) {
        return new Job(run, command, stage, clients, entities, first, last, null, options, parallel, share);
    }

    /** All entities on the same dates. */
    public Job on(List<LocalDate> days) {
        return on(entities.stream().collect(Collectors.toMap(Function.identity(), entity -> days)));
    }

    public Job on(Map<Entity, List<LocalDate>> days) {
        return new Job(run, command, stage, clients, entities, from, to, days, options, parallel, share);
    }

    public Job parallel(int workers) {
        return new Job(run, command, stage, clients, entities, from, to, dates, options, workers, share);
    }

    public Job share(Share one) {
        return new Job(run, command, stage, clients, entities, from, to, dates, options, parallel, one);
    }

    public Job with(Option option) {
        return with(option, true);
    }

    public Job with(Option option, boolean wanted) {
        EnumSet<Option> all = EnumSet.copyOf(options);
        if (wanted) {
            all.add(option);
        } else {
            all.remove(option);
        }
        return new Job(run, command, stage, clients, entities, from, to, dates, all, parallel, share);
    }

    public boolean has(Option option) {
        return options.contains(option);
    }

    /** Whether stages that only do what changed do all: in a database that was filled in bulk nothing left marks. */
    public boolean full() {
        return has(Option.AGAIN) || has(Option.BULK);
    }

    /** Whether a person waits for the answer. */
    boolean typed() {
        return !command.equals(TIMER);
    }
}
