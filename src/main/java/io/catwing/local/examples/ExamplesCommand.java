package io.catwing.local.examples;

import io.catwing.local.demo.DemoOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code catwing examples}: the two ERPs of the tutorial, until it is stopped. */
@Command(
        name = "examples",
        description = "Serves the two ERPs of the tutorial on 127.0.0.1, with real data, until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class ExamplesCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Share of the answers that go wrong, 0 to 1: 429, 503, HTML or an error with status 200, a cut"
                            + " body, a late one, a token that ends. Default: ${DEFAULT-VALUE}.")
    private double faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed, the same faults. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        refuseUnless(port >= 0 && port <= 65535, "--port " + port + " is out of range: give from 0 to 65535");
        refuseUnless(faults >= 0 && faults <= 1, "--faults " + faults + " is out of range: give from 0 to 1");
        Path examples = Path.of(System.getenv().getOrDefault("CATWING_EXAMPLES", "examples"))
                .toAbsolutePath();
        DemoOptions options = DemoOptions.of(LocalDate.of(2010, 12, 1), 90)
                .withPort(port)
                .withSeed(seed)
                .withFaultRate(faults)
                .withPauses(Duration.ofSeconds(1), Duration.ofSeconds(3));
        try (ExampleErps erps = ExampleErps.start(examples.resolve("data"), options)) {
            tell(erps, examples);
            Thread.currentThread().join();
        }
        return 0;
    }

    private void refuseUnless(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void tell(ExampleErps erps, Path examples) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                """
                Two ERPs answer until Ctrl-C:
                  CW-000200  %1$s/shop/api/v1  a gift shop's sales
                  CW-000151  %1$s/odata        a bicycle maker's purchases
                  how many answers of each kind they gave: %1$s/stats

                In another terminal:
                  export CATWING_CLIENTS="%2$s"
                  export CATWING_HOME="%3$s"
                """,
                erps.baseUrl(), examples.resolve("clients"), examples.resolveSibling(".catwing-examples"));
        erps.environment().forEach((name, value) -> out.printf("  export %s=%s%n", name, value));
        out.printf("  ./catwing check%n");
        out.flush();
    }
}
