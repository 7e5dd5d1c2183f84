package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.job.RunId;
import io.catwing.recover.Drill;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code catwing drill}: a recovery for comparison only. */
@Command(
        name = "drill",
        description = "Recovers into a scratch database, compares it with the live one, drops it, and says how long it"
                + " took.",
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Start.pipeline()) {
            return new RecoveryText(spec.commandLine().getOut())
                    .print(pipeline.ask("direct:drill", RunId.next(), Drill.class));
        }
    }
}
