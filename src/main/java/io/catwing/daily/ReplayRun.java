package io.catwing.daily;

import io.catwing.load.ReplayOrder;
import io.catwing.run.RunId;

/**
 * A run that is nothing but a replay.
 *
 * @param command as it was typed, for {@code ops.run}
 */
public record ReplayRun(String command, ReplayOrder replay) {

    public RunId run() {
        return replay.run();
    }
}
