package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.RecoveredDatabases;
import io.catwing.recover.RecoveredDatabases.Listed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing recover drop}: drops a database that a recovery made or replaced. */
@Command(
        name = "drop",
        description =
                "Drops a database that a recovery has made or replaced, never the live one, and says what it was.",
        mixinStandardHelpOptions = true)
final class RecoverDropCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATABASE", description = "Its whole name; 'catwing recover list' shows them.")
    private String database;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DatabaseName name = new DatabaseName(database);
        try (Pipeline pipeline = Start.besideDatabase()) {
            Listed dropped = pipeline.bean(RecoveredDatabases.class).drop(name);
            spec.commandLine()
                    .getOut()
                    .printf("dropped %s (%s): %s%n", name, Tables.size(dropped.bytes()), dropped.what());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
