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

/** {@code catwing load}: S3 to PostgreSQL. */
@Command(
        name = "load",
        description = "Loads the raw files that the database does not hold yet. Without dates: all of them.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Mixin
    private Selection selection;

    @Option(
            names = "--again",
            description =
                    "Load the files that the database holds, too. Changes nothing but what a new mapping changes.")
    private boolean again;

    @Option(
            names = "--newest-first",
            description =
                    "The newest files before the older ones, when the business waits for today. The result is the same.")
    private boolean newestFirst;

    @Option(names = "--parallel", paramLabel = "N", description = "Files at a time. Default: the configured number.")
    private int parallel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--parallel", parallel, 0, 64);
        try (Pipeline pipeline = Start.pipeline()) {
            ChosenClients clients = selection.clients(pipeline.bean(Clients.class));
            Job job = Job.of(
                            RunId.next(),
                            String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                            clients.ids())
                    .entities(selection.entities())
                    .between(selection.from(), selection.to())
                    .with(Job.Option.AGAIN, again)
                    .with(Job.Option.NEWEST_FIRST, newestFirst)
                    .parallel(parallel);
            return new ResultTable(spec.commandLine().getOut(), clients.leftOut())
                    .print(job.run(), pipeline.send("direct:load-only", job));
        }
    }
}
