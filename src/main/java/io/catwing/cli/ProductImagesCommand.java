package io.catwing.cli;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import io.catwing.run.StepOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing product-images}: the pictures that products name, to S3 and to PostgreSQL. */
@Command(
        name = "product-images",
        description = "Fetches the pictures that products name, and loads what lies in S3.",
        mixinStandardHelpOptions = true)
final class ProductImagesCommand implements Callable<Integer> {
    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Only this client; may be given several times. Default: all.")
    private List<String> clients = List.of();

    @Option(
            names = "--full",
            description = "Ask for every picture, whether it changed or not, and read every object anew.")
    private boolean full;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Pipeline.start()) {
            Clients known = pipeline.bean(Clients.class);
            List<ClientId> ids = clients.isEmpty()
                    ? known.all().stream().map(Client::id).toList()
                    : clients.stream()
                            .map(name -> known.get(new ClientId(name)).id())
                            .distinct()
                            .toList();
            StageOrder order = new StageOrder(RunId.next(), ids, full);
            List<StepOutcome> outcomes = pipeline.send("direct:product-images", order);
            PrintWriter out = spec.commandLine().getOut();
            outcomes.stream()
                    .filter(step -> step.outcome() == StepOutcome.Outcome.DONE && step.message() != null)
                    .forEach(step -> out.printf("%s of %s: %s%n%n", step.subject(), step.client(), step.message()));
            return new OutcomeTable(out).print(order.run(), outcomes);
        }
    }
}
