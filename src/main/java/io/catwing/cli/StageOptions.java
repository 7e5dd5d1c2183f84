package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.RunId;
import io.catwing.job.StageOrder;
import io.catwing.job.StageRun;
import io.catwing.job.StepResult;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of a stage that works by clients are asked, and how they answer. */
final class StageOptions {
    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Only this client; may be given several times. Default: all.")
    private List<String> names = List.of();

    @Option(
            names = "--full",
            description = "All of it, not only what changed since it ran last. The result is the same.")
    private boolean full;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * @param stage the door's name
     * @return the command's exit code
     */
    int run(String stage) {
        return run(stage, false);
    }

    /**
     * @param stage the door's name
     * @param asksErps whether it fetches from the clients' ERPs
     * @return the command's exit code
     */
    int run(String stage, boolean asksErps) {
        try (Pipeline pipeline =
                asksErps ? Start.toAsk(names.isEmpty() ? "all" : String.join(",", names)) : Start.pipeline()) {
            StageOrder order = new StageOrder(RunId.next(), clients(pipeline.bean(Clients.class)), full);
            String command =
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
            List<StepResult> results = pipeline.send("direct:stage-only", new StageRun(command, stage, order));
            PrintWriter out = spec.commandLine().getOut();
            results.stream()
                    .filter(step -> step.outcome() == StepResult.Outcome.DONE && step.message() != null)
                    .forEach(step -> out.printf("%s of %s: %s%n%n", step.subject(), step.client(), step.message()));
            return new ResultTable(out).print(order.run(), results);
        }
    }

    private List<ClientId> clients(Clients known) {
        return names.isEmpty()
                ? known.atLeastOne().stream().map(Client::id).toList()
                : names.stream()
                        .map(name -> known.get(new ClientId(name)).id())
                        .distinct()
                        .toList();
    }
}
