package io.catwing.recover;

import io.catwing.job.RunId;

/**
 * What {@code direct:verify} is asked for.
 *
 * @param against the database that the live one is compared with; null for a rebuild from all raw files
 * @param rows named a table, at most
 */
public record VerifyJob(RunId run, String command, DatabaseName against, int rows) {

    /** Called by the route. */
    public boolean isRebuilds() {
        return against == null;
    }
}
