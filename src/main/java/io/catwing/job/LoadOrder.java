package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code direct:load} is asked for.
 *
 * @param from first business date, null for no limit
 * @param to last business date, null for no limit
 * @param again load the files that the ledger holds, too
 * @param newestFirst the newest files before the older ones; the result is the same
 * @param parallel batches at a time, 0 for the configured number
 */
public record LoadOrder(
        RunId run,
        List<ClientId> clients,
        List<Entity> entities,
        LocalDate from,
        LocalDate to,
        boolean again,
        boolean newestFirst,
        int parallel) {}
