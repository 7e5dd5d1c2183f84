package io.catwing.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code catwing stats}: statistics from what is loaded. */
@Command(
        name = "stats",
        description = "Recomputes the statistics that newly loaded files touch. They are the same as with --full.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
    @Mixin
    private StageOptions options;

    @Override
    public Integer call() {
        return options.run("stats");
    }
}
