package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.recover.RecoveredDatabases;
import io.catwing.recover.RecoveredDatabases.Listed;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing recover list}: the databases that recoveries have left. */
@Command(
        name = "list",
        description = "Shows the databases on the server that recoveries have made, and what is known of each.",
        mixinStandardHelpOptions = true)
final class RecoverListCommand implements Callable<Integer> {
    @Option(names = "--names", description = "Only the names of those that were found good, the newest last.")
    private boolean names;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Start.readingBesideDatabase()) {
            PrintWriter out = spec.commandLine().getOut();
            RecoveredDatabases databases = pipeline.bean(RecoveredDatabases.class);
            if (names) {
                databases.good().forEach(out::println);
            } else {
                out.println(Tables.table(
                        databases.all(),
                        Tables.text("database", Listed::database),
                        Tables.size("size", Listed::bytes),
                        Tables.text("what", Listed::what)));
            }
            out.flush();
            return 0;
        }
    }
}
