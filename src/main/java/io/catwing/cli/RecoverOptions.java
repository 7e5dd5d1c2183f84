package io.catwing.cli;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.recover.RecoveryOrder;
import io.catwing.recover.RecoveryOrder.Kind;
import io.catwing.recover.RecoveryPlan;
import io.catwing.recover.RecoveryReport;
import io.catwing.run.RunId;
import java.time.LocalDate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What both kinds of recovery are asked, and how both answer. */
final class RecoverOptions {
    @Option(names = "--switch", description = "Make the new database the live one when it is found good.")
    private boolean switchOver;

    @Option(names = "--plan", description = "Tell what would be done, and do nothing.")
    private boolean plan;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @return the command's exit code */
    int recover(String door, Kind kind, String backup, LocalDate asOf, String client) {
        try (Pipeline pipeline = Pipeline.startBesideDatabase()) {
            RecoveryOrder order = new RecoveryOrder(
                    RunId.next(),
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
                    kind,
                    backup,
                    asOf,
                    client == null
                            ? null
                            : pipeline.bean(Clients.class)
                                    .get(new ClientId(client))
                                    .id(),
                    switchOver,
                    false);
            RecoveryText text = new RecoveryText(spec.commandLine().getOut());
            return plan
                    ? text.print(pipeline.ask("direct:plan-recovery", order, RecoveryPlan.class))
                    : text.print(pipeline.ask(door, order, RecoveryReport.class));
        }
    }
}
