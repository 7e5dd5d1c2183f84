package io.catwing.job;

/**
 * A run that is nothing but a replay.
 *
 * @param command as it was typed, for {@code ops.run}
 */
public record ReplayRun(String command, ReplayOrder replay) implements RunOrder {

    @Override
    public RunId run() {
        return replay.run();
    }

    /** The part of the stages after load; all of it in a database that was filled in bulk, where nothing left marks. */
    public StageOrder stages() {
        return new StageOrder(run(), replay.clients(), replay.bulk());
    }
}
