package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code direct:fetch} is asked for: every entity of every client on every date.
 *
 * @param acceptVolume believe an empty or much smaller snapshot
 */
public record FetchOrder(
        RunId run, List<ClientId> clients, List<Entity> entities, List<LocalDate> dates, boolean acceptVolume) {}
