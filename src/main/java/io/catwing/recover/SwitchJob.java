package io.catwing.recover;

import io.catwing.job.RunId;

/**
 * What {@code direct:switch-to} is asked for.
 *
 * @param database that a recovery has left
 * @param evenIfDifferent although that recovery did not find it good
 * @param leaveBehind although the live database holds what people have put there and the new one lacks
 */
public record SwitchJob(RunId run, DatabaseName database, boolean evenIfDifferent, boolean leaveBehind) {

    /** Nothing may be left behind. */
    public SwitchJob(RunId run, DatabaseName database, boolean evenIfDifferent) {
        this(run, database, evenIfDifferent, false);
    }
}
