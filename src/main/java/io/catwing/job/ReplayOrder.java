package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code direct:replay} is asked for.
 *
 * @param from first business date, null for no limit
 * @param to last business date, null for no limit
 * @param parallel workers, each with a connection; 0 for the configured number
 * @param bulk the database is new and nobody reads it: load at rebuild speed
 */
public record ReplayOrder(
        RunId run,
        List<ClientId> clients,
        List<Entity> entities,
        LocalDate from,
        LocalDate to,
        int parallel,
        boolean bulk) {

    /** The same by the ordinary way: what the ledger lacks, oldest first. */
    public LoadOrder load() {
        return new LoadOrder(run, clients, entities, from, to, false, false, parallel);
    }
}
