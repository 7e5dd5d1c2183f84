package io.catwing.job;

/** What a whole run is asked to do. */
public sealed interface RunOrder permits DailyOrder, ReplayRun, StageRun {

    RunId run();

    /** As it was typed, for {@code ops.run}; {@code timer} where nobody typed it. */
    String command();
}
