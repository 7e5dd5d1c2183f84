package io.catwing.recover;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code direct:replay-missing} of a second is asked for.
 *
 * @param to last business date, null for no limit
 * @param bulk the database holds nothing yet, or a replay in bulk was ended in it
 */
public record ReplayMissing(RunId run, List<ClientId> clients, LocalDate to, boolean bulk) {}
