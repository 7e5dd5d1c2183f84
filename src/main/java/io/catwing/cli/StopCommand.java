package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.job.Stop;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing stop}: ends a run of a service. */
@Command(
        name = "stop",
        description =
                "Ends a run of the service: it asks for nothing more, requests and batches under way end, and what is"
                        + " left is owed.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "As logs and status name it, such as 20260224-031500-7f3a.")
    private String run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!Start.isLent()) {
            throw new AbortingFailure(
                    "run " + run + " is not of a service that is up here",
                    "a run of a command ends with that command: Ctrl-C, or SIGTERM to its process");
        }
        try (Pipeline pipeline = Start.pipeline()) {
            PrintWriter out = spec.commandLine().getOut();
            if (pipeline.bean(Stop.class).stop(new RunId(run))) {
                out.println("run " + run + " has ended");
                return 0;
            }
            out.println("run " + run
                    + " was told, and is still at work on what cannot be cut; ./catwing status shows its end");
            return CatwingCommand.FAILED;
        }
    }
}
