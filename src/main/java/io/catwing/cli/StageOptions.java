package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options and the output of commands for a single stage. */
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
     * @param stage its endpoint's name
     * @return the command's exit code
     */
    int run(String stage) {
        return run(stage, false);
    }

    /**
     * @param stage its endpoint's name
     * @param asksErps whether it fetches from the clients' ERPs
     * @return the command's exit code
     */
    int run(String stage, boolean asksErps) {
        try (Pipeline pipeline =
                asksErps ? Start.toAsk(names.isEmpty() ? "all" : String.join(",", names)) : Start.pipeline()) {
            ChosenClients clients = ChosenClients.of(names, pipeline.bean(Clients.class));
            Job job = Job.of(
                            RunId.next(),
                            String.join(
                                    " ",
                                    spec.root().commandLine().getParseResult().originalArgs()),
                            clients.ids())
                    .stage(stage)
                    .with(Job.Option.AGAIN, full);
            List<StepResult> results = pipeline.send("direct:stage-only", job);
            PrintWriter out = spec.commandLine().getOut();
            results.stream()
                    .filter(step -> step.outcome() == StepResult.Outcome.DONE && step.message() != null)
                    .forEach(step -> out.printf("%s of %s: %s%n%n", step.subject(), step.client(), step.message()));
            return new ResultTable(out, clients.leftOut()).print(job.run(), results);
        }
    }
}
