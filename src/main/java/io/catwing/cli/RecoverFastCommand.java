package io.catwing.cli;

import io.catwing.recover.RecoveryJob.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--accept-unsigned",
            paramLabel = "KEY",
            description =
                    "Begin with this backup although its manifest is not signed, as those of earlier versions are not."
                            + " See that it is yours: whoever may write to the bucket can make one.")
    private String unsigned;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecoverOptions options;

    @Override
    public Integer call() {
        if (backup != null && unsigned != null) {
            throw new ParameterException(
                    spec.commandLine(), "--backup and --accept-unsigned each name the backup: give one");
        }
        return options.recover(Kind.FAST, unsigned == null ? backup : unsigned, unsigned != null, null, null);
    }
}
