package io.catwing.load;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.run.RunId;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code direct:load} is asked for.
 *
 * @param entities those that a client does not declare are left out
 * @param from first date, or null
 * @param to last date, itself included, or null
 * @param again files that the ledger holds too
 * @param parallel files loaded at a time, each with a connection; 0 for the configured number
 */
public record LoadOrder(
        RunId run,
        List<ClientId> clients,
        List<Entity> entities,
        LocalDate from,
        LocalDate to,
        boolean again,
        int parallel) {}
