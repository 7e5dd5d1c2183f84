package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.job.RunId;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.SwitchJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing recover switch}: a database that a recovery has left becomes the live one. */
@Command(
        name = "switch",
        description = "Makes a database that a recovery has left the live one. The former live one is kept.",
        mixinStandardHelpOptions = true)
final class RecoverSwitchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATABASE", description = "As a recovery named it; 'catwing recover list' shows them.")
    private String database;

    @Option(names = "--even-if-different", description = "Although its recovery did not find it good.")
    private boolean evenIfDifferent;

    @Option(
            names = "--leave-behind",
            description = "Although the live database holds objects of people's own that the new one lacks.")
    private boolean leaveBehind;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DatabaseName name = new DatabaseName(database);
        try (Pipeline pipeline = Start.besideDatabase()) {
            spec.commandLine()
                    .getOut()
                    .println(pipeline.ask(
                            "direct:switch-to",
                            new SwitchJob(RunId.next(), name, evenIfDifferent, leaveBehind),
                            String.class));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
