package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.AskedStops;
import io.catwing.job.RunId;
import io.catwing.job.Stop;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing stop}: ends a run, whichever process is at work on it. */
@Command(
        name = "stop",
        description =
                "Ends a run of clients, of whichever process on the database: it asks for nothing more, requests and batches under"
                        + " way end, and what is left is owed.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "As logs and status name it, such as 20260224-031500-7f3a.")
    private String run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        RunId id = new RunId(run);
        try (Pipeline pipeline = Start.reading()) {
            PrintWriter out = spec.commandLine().getOut();
            // A command of its own has no runs.
            boolean here = Start.isLent() && pipeline.bean(Stop.class).has(id);
            if (here ? pipeline.bean(Stop.class).stop(id) : elsewhere(id, pipeline.bean(AskedStops.class), out)) {
                out.println("run " + run + " has ended");
                return 0;
            }
            out.println("run " + run + " was told, and is still at work on what cannot be cut"
                    + (here ? "" : ", or its process hangs, or is of a version that hears of no stop")
                    + "; ./catwing status shows its end");
            return CatwingCommand.FAILED;
        }
    }

    private boolean elsewhere(RunId id, AskedStops stops, PrintWriter out) throws InterruptedException {
        String holder = stops.ask(id)
                .orElseThrow(() -> new AbortingFailure(
                        "run " + run + " is no run of clients that is under way",
                        "./catwing status shows what became of such a run; a backup, recovery, drill or verification ends"
                                + " with its process: Ctrl-C, or SIGTERM"));
        long seconds = stops.learntWithin().plusMillis(999).toSeconds();
        out.println("run " + run + " is told within " + seconds + " s: it is of " + holder);
        return stops.awaitEnd(id);
    }
}
