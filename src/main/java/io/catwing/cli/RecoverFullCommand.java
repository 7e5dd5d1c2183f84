package io.catwing.cli;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.recover.RecoveryOrder;
import io.catwing.recover.RecoveryPlan;
import io.catwing.recover.RecoveryReport;
import io.catwing.run.RunId;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing recover full}: from the raw files alone. */
@Command(
        name = "full",
        description = "From nothing but the raw files, earliest to latest.",
        mixinStandardHelpOptions = true)
final class RecoverFullCommand implements Callable<Integer> {
    @Option(names = "--as-of", paramLabel = "YYYY-MM-DD", description = "Stop after this business date.")
    private LocalDate asOf;

    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Rebuild this client; the rows of the others are copied as they are.")
    private String client;

    @Option(names = "--switch", description = "Make the new database the live one when it is found good.")
    private boolean switchOver;

    @Option(names = "--plan", description = "Tell what would be done, and do nothing.")
    private boolean plan;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Pipeline.startBesideDatabase()) {
            ClientId id = client == null
                    ? null
                    : pipeline.bean(Clients.class).get(new ClientId(client)).id();
            RecoveryOrder order = new RecoveryOrder(
                    RunId.next(),
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
                    RecoveryOrder.Kind.FULL,
                    null,
                    asOf,
                    id,
                    switchOver,
                    false);
            RecoveryText text = new RecoveryText(spec.commandLine().getOut());
            return plan
                    ? text.print(pipeline.ask("direct:plan-recovery", order, RecoveryPlan.class))
                    : text.print(pipeline.ask("direct:recover-full", order, RecoveryReport.class));
        }
    }
}
