package io.catwing.cli;

import io.catwing.recover.RecoveredDatabases;
import io.catwing.recover.RecoveredDatabases.Listed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code catwing recover list}: the databases that recoveries have left. */
@Command(
        name = "list",
        description = "Shows the databases on the server that recoveries have made, and what is known of each.",
        mixinStandardHelpOptions = true)
final class RecoverListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Pipeline.startBesideDatabase()) {
            spec.commandLine()
                    .getOut()
                    .println(Tables.table(
                            pipeline.bean(RecoveredDatabases.class).all(),
                            Tables.text("database", Listed::database),
                            Tables.size("size", Listed::bytes),
                            Tables.text("what", Listed::what)));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
