package io.catwing.cli;

import io.catwing.recover.RecoveryOrder;
import io.catwing.recover.RecoveryPlan;
import io.catwing.recover.RecoveryReport;
import io.catwing.run.RunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing recover fast}: from a backup and what it lacks. */
@Command(
        name = "fast",
        description = "From the latest good backup, and the raw files that it does not hold.",
        mixinStandardHelpOptions = true)
final class RecoverFastCommand implements Callable<Integer> {
    @Option(
            names = "--backup",
            paramLabel = "KEY",
            description = "Such as db-backups/daily/2026-02-24.sql.gz. Default: the latest good one.")
    private String backup;

    @Option(names = "--switch", description = "Make the new database the live one when it is found good.")
    private boolean switchOver;

    @Option(names = "--plan", description = "Tell what would be done, and do nothing.")
    private boolean plan;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RecoveryOrder order = new RecoveryOrder(
                RunId.next(),
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
                RecoveryOrder.Kind.FAST,
                backup,
                null,
                null,
                switchOver,
                false);
        try (Pipeline pipeline = Pipeline.startBesideDatabase()) {
            RecoveryText text = new RecoveryText(spec.commandLine().getOut());
            return plan
                    ? text.print(pipeline.ask("direct:plan-recovery", order, RecoveryPlan.class))
                    : text.print(pipeline.ask("direct:recover-fast", order, RecoveryReport.class));
        }
    }
}
