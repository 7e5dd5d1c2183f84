package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.job.RunId;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.Verification;
import io.catwing.recover.VerifyJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing verify}: the live database against another one, cell by cell where they differ. */
@Command(
        name = "verify",
        description =
                "Compares the live database with another one of its server, by default with a rebuild from all raw"
                        + " files, and names the rows and columns that differ.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--against",
            paramLabel = "DATABASE",
            description = "A database of the same server. Default: one that is made from all raw files.")
    private String against;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "5",
            description = "Differing rows that are named a table. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--rows", rows, 0, 1000);
        DatabaseName other = against == null ? null : new DatabaseName(against);
        try (Pipeline pipeline = Start.besideDatabase()) {
            VerifyJob order = new VerifyJob(
                    RunId.next(),
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
                    other,
                    rows);
            return new RecoveryText(spec.commandLine().getOut())
                    .print(pipeline.ask("direct:verify", order, Verification.class));
        }
    }
}
