package io.catwing.stats;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;

/**
 * One client whose statistics are to be updated.
 *
 * @param full all of them, whatever was touched
 */
public record ClientStats(RunId run, ClientId client, boolean full) {}
