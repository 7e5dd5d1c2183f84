package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing replay}: all of S3, or a window of it, to PostgreSQL. */
@Command(
        name = "replay",
        description =
                "Replays raw files, earliest to latest, into a database that lacks them; goes on where it was stopped.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private Selection selection;

    @Option(
            names = "--bulk",
            description = "For a new, empty database that nobody reads yet: at rebuild speed, indexes last.")
    private boolean bulk;

    @Option(names = "--parallel", paramLabel = "N", description = "Workers. Default: the configured number.")
    private int parallel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--parallel", parallel, 0, 64);
        try (Pipeline pipeline = Start.pipeline()) {
            Job job = Job.of(
                            RunId.next(),
                            String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                            selection.clients(pipeline.bean(Clients.class)))
                    .entities(selection.entities())
                    .between(selection.from(), selection.to())
                    .parallel(parallel)
                    .with(Job.Option.BULK, bulk);
            return new ResultTable(spec.commandLine().getOut())
                    .print(job.run(), pipeline.send("direct:replay-only", job));
        }
    }
}
