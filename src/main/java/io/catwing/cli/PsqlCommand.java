package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.postgres.PsqlSession;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catwing psql}: a session with the pipeline's database. */
@Command(
        name = "psql",
        description =
                "Starts psql on the pipeline's database. What follows -- is psql's: catwing psql -- -c 'select 1'.",
        mixinStandardHelpOptions = true)
final class PsqlCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "For psql.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        try (Pipeline pipeline = Start.readingBesideDatabase()) {
            return pipeline.bean(PsqlSession.class).run(arguments);
        }
    }
}
