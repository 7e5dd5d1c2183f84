package io.catwing.cli;

import io.catwing.app.AlertTest;
import io.catwing.app.Pipeline;
import io.catwing.failure.AbortingFailure;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code catwing alerts}: who is told of troubles. */
@Command(
        name = "alerts",
        description = "Who is told of troubles by a service.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AlertsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "test",
            description = "Sends a test message to each receiver of the service's, and says what came of it.",
            mixinStandardHelpOptions = true)
    int test() {
        if (!Start.isLent()) {
            throw new AbortingFailure(
                    "alerts are sent by a service, and none is up here",
                    "start ./catwing serve, or let CATWING_URL name one, and run the same command again");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Pipeline pipeline = Start.pipeline()) {
            Map<String, Optional<String>> results =
                    pipeline.bean(AlertTest.class).test();
            results.forEach((receiver, problem) -> out.println(receiver + ": " + problem.orElse("told")));
            if (results.isEmpty()) {
                out.println("nobody is told of troubles; docs/reference/alerts.md says how to name receivers");
            }
            return results.values().stream().anyMatch(Optional::isPresent) ? CatwingCommand.FAILED : 0;
        }
    }
}
