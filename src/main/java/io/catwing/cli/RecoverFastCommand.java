package io.catwing.cli;

import io.catwing.recover.RecoveryOrder.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code catwing recover fast}: from a backup and what it lacks. */
@Command(
        name = "fast",
        description = "From the latest good backup, and the raw files that it does not hold.",
        mixinStandardHelpOptions = true)
final class RecoverFastCommand implements Callable<Integer> {
    @Option(
            names = "--backup",
            paramLabel = "KEY",
            description = "Such as db-backups/daily/2026-02-24.sql.gz. Default: the latest good one.")
    private String backup;

    @Mixin
    private RecoverOptions options;

    @Override
    public Integer call() {
        return options.recover("direct:recover-fast", Kind.FAST, backup, null, null);
    }
}
