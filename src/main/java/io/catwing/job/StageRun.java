package io.catwing.job;

/**
 * A run of one stage alone.
 *
 * @param command as it was typed, for {@code ops.run}
 * @param stage whose door it is: {@code direct:<stage>}
 */
public record StageRun(String command, String stage, StageOrder stages) implements RunOrder {

    @Override
    public RunId run() {
        return stages.run();
    }
}
