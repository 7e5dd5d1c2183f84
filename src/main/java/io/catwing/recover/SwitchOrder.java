package io.catwing.recover;

import io.catwing.run.RunId;

/**
 * What {@code direct:switch-to} is asked for.
 *
 * @param database that a recovery has left
 * @param evenIfDifferent although that recovery did not find it good
 */
public record SwitchOrder(RunId run, DatabaseName database, boolean evenIfDifferent) {}
