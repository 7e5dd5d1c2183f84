package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.Share;
import io.catwing.job.StepResult;
import io.catwing.load.Shares;
import io.catwing.load.rebuild.BulkDatabase;
import java.util.List;
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
    /** Files were refused as they are; the same command would end in the same way. */
    static final int FAILED_FOR_GOOD = 3;

    @Mixin
    private Selection selection;

    @Option(
            names = "--bulk",
            description = "For a new, empty database that nobody reads yet: at rebuild speed, indexes last.")
    private boolean bulk;

    @Option(names = "--parallel", paramLabel = "N", description = "Workers. Default: the configured number.")
    private int parallel;

    @Option(
            names = "--share",
            paramLabel = "INDEX/COUNT",
            description =
                    "Only this share of the clients, from 0/8 to 7/8, for several processes that fill one database:"
                            + " shares have about equal bytes. Give --to, so that all find the same shares. With --bulk, the first"
                            + " process deals the clients for all, and the one that ends last builds the indexes and does what is left. Exit code 3: files were refused as they are, and would be again.")
    private String share;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--parallel", parallel, 0, 64);
        Share part = share == null ? null : Share.parse(share);
        try (Pipeline pipeline = Start.pipeline()) {
            ChosenClients clients = selection.clients(pipeline.bean(Clients.class));
            Job job = Job.of(
                            RunId.next(),
                            String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                            part == null || bulk
                                    ? clients.ids()
                                    : pipeline.bean(Shares.class).clients(part, clients.ids(), selection.to()))
                    .entities(selection.entities())
                    .between(selection.from(), selection.to())
                    .parallel(parallel)
                    .share(part)
                    .with(Job.Option.BULK, bulk);
            List<StepResult> results = pipeline.send("direct:replay-only", job);
            int exit = new ResultTable(spec.commandLine().getOut(), clients.leftOut()).print(job.run(), results);
            int awaited = pipeline.bean(BulkDatabase.class).awaited();
            if (awaited > 0) {
                spec.commandLine()
                        .getOut()
                        .println("Shares that are not filled yet: " + awaited
                                + ". The process that fills the last one builds the indexes and does what is left.");
            }
            return exit != 0 && part != null && results.stream().noneMatch(StepResult::mayPass)
                    ? FAILED_FOR_GOOD
                    : exit;
        }
    }
}
