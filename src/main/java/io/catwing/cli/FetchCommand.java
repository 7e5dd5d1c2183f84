package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing fetch}: ERP to S3, and on to PostgreSQL. */
@Command(
        name = "fetch",
        description = "Fetches entities into raw files and loads them. Without dates: yesterday.",
        mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
    @Mixin
    private Selection selection;

    @Option(
            names = "--accept-volume",
            description = "Believe a snapshot that is empty or much smaller than the one before.")
    private boolean acceptVolume;

    @Option(
            names = "--accept-unfinished",
            description = "Store a day that has not ended in the client's time zone as it is now.")
    private boolean acceptUnfinished;

    @Option(names = "--no-load", description = "Stop at the raw files.")
    private boolean noLoad;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LocalDate from = selection.from();
        LocalDate to = selection.to();
        try (Pipeline pipeline = Start.toAsk(selection.erps())) {
            ChosenClients clients = selection.clients(pipeline.bean(Clients.class));
            Job job = Job.of(
                            RunId.next(),
                            String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                            clients.ids())
                    .entities(selection.entities())
                    .between(from, to)
                    .with(Job.Option.ACCEPT_VOLUME, acceptVolume)
                    .with(Job.Option.ACCEPT_UNFINISHED, acceptUnfinished)
                    .stage(noLoad ? "fetch" : null);
            List<StepResult> results = pipeline.send("direct:fetch-and-load", job);
            return new ResultTable(spec.commandLine().getOut(), clients.leftOut()).print(job.run(), results);
        }
    }
}
