package io.catwing.cli;

import io.catwing.client.Clients;
import io.catwing.daily.DailyOrder;
import io.catwing.failure.AbortingFailure;
import io.catwing.run.RunId;
import io.catwing.run.StepOutcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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

    @Option(names = "--no-load", description = "Stop at the raw files.")
    private boolean noLoad;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LocalDate to =
                Objects.requireNonNullElse(selection.to(), LocalDate.now().minusDays(1));
        LocalDate from = Objects.requireNonNullElse(selection.from(), to);
        if (to.isBefore(from)) {
            throw new AbortingFailure("--from " + from + " is after yesterday", "give --to as well");
        }
        try (Pipeline pipeline = Pipeline.startToAsk(selection.erps())) {
            DailyOrder order = new DailyOrder(
                    RunId.next(),
                    String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                    selection.clients(pipeline.bean(Clients.class)),
                    selection.entities(),
                    from,
                    to,
                    acceptVolume,
                    false,
                    false,
                    0);
            List<StepOutcome> outcomes = pipeline.send(noLoad ? "direct:fetch-only" : "direct:fetch-and-load", order);
            return new OutcomeTable(spec.commandLine().getOut()).print(order.run(), outcomes);
        }
    }
}
