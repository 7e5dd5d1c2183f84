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

/** {@code catwing enrich}: what was loaded, joined with what people uploaded. */
@Command(
        name = "enrich",
        description = "Makes the enriched tables follow what was loaded: supplier terms, locations, sources, pictures.",
        mixinStandardHelpOptions = true)
final class EnrichCommand implements Callable<Integer> {
    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Only this client; may be given several times. Default: all.")
    private List<String> clients = List.of();

    @Option(names = "--full", description = "Redo everything, not only what has changed. The result is the same.")
    private boolean full;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Pipeline.start()) {
            Clients known = pipeline.bean(Clients.class);
            List<ClientId> chosen = clients.isEmpty()
                    ? known.all().stream().map(Client::id).toList()
                    : clients.stream()
                            .map(name -> known.get(new ClientId(name)).id())
                            .distinct()
                            .toList();
            StageOrder order = new StageOrder(RunId.next(), chosen, full);
            return new OutcomeTable(spec.commandLine().getOut())
                    .print(order.run(), pipeline.send("direct:enrich", order));
        }
    }
}
