package io.catwing.cli;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing stats}: statistics from what is loaded. */
@Command(
        name = "stats",
        description = "Computes the statistics anew that newly loaded files touch. They are the same as with --full.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Only this client; may be given several times. Default: all.")
    private List<String> names = List.of();

    @Option(names = "--full", description = "Compute all of them anew, whatever was touched.")
    private boolean full;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Pipeline.start()) {
            Clients known = pipeline.bean(Clients.class);
            List<ClientId> clients = names.isEmpty()
                    ? known.all().stream().map(Client::id).toList()
                    : names.stream()
                            .map(name -> known.get(new ClientId(name)).id())
                            .distinct()
                            .toList();
            StageOrder order = new StageOrder(RunId.next(), clients, full);
            return new OutcomeTable(spec.commandLine().getOut())
                    .print(order.run(), pipeline.send("direct:stats", order));
        }
    }
}
