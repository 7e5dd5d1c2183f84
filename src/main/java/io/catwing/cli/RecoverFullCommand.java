package io.catwing.cli;

import io.catwing.recover.RecoveryJob.Kind;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code catwing recover full}: from the raw files alone. */
@Command(
        name = "full",
        description = "From nothing but the raw files, earliest to latest.",
        mixinStandardHelpOptions = true)
final class RecoverFullCommand implements Callable<Integer> {
    @Option(names = "--as-of", paramLabel = "YYYY-MM-DD", description = "Stop after this business date.")
    private LocalDate asOf;

    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Rebuild this client; the rows of the others are copied as they are.")
    private String client;

    @Mixin
    private RecoverOptions options;

    @Override
    public Integer call() {
        return options.recover(Kind.FULL, null, false, asOf, client);
    }
}
