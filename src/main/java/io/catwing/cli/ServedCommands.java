package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.job.EditedFolders;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Commands that a service runs for somebody: those that need no file and no terminal of the one who asks. */
public final class ServedCommands {
    /** What a command does to the service's data. */
    public enum Access {
        READS,
        CHANGES
    }

    private ServedCommands() {}

    /** @return empty where a service does not run the command */
    public static Optional<Access> access(List<String> arguments) {
        CommandLine leaf;
        boolean help = false;
        try {
            ParseResult at = commandLine().parseArgs(arguments.toArray(String[]::new));
            while (at.hasSubcommand()) {
                at = at.subcommand();
            }
            leaf = at.commandSpec().commandLine();
            help = at.isUsageHelpRequested();
        } catch (CommandLine.ParameterException wrong) {
            // Running it says what is wrong, and does nothing.
            leaf = wrong.getCommandLine();
        }
        String name = leaf.getCommandSpec().qualifiedName().replaceFirst("^catwing ?", "");
        if (ServedNames.READING.contains(name) || arguments.equals(List.of("backup", "--status"))) {
            return Optional.of(Access.READS);
        }
        return ServedNames.CHANGING.contains(name)
                ? Optional.of(help ? Access.READS : Access.CHANGES)
                : Optional.empty();
    }

    /**
     * Runs a command on the pipeline of a service.
     *
     * @param width of the terminal of the one who asks; 0 where nobody watches
     * @param begins is told of each run that the command begins, which can be stopped
     * @return its exit code
     */
    public static int run(
            Pipeline service,
            List<String> arguments,
            int width,
            OutputStream out,
            OutputStream err,
            Consumer<RunId> begins) {
        PrintStream watched = new PrintStream(err, true, StandardCharsets.UTF_8);
        Progress bars = new TerminalProgress(
                watched, width > 0, width > 0 ? width : Terminal.LOG_WIDTH, width > 0 ? 200 : 60_000);
        SharedProgress.Watch watch = ((SharedProgress) service.bean(Progress.class)).watch(new JoinedProgress(bars));
        try {
            return Start.lending(
                    service.lent(begins),
                    () -> Terminal.withWidth(width, () -> {
                        CommandLine commandLine = commandLine();
                        commandLine.setOut(writer(out));
                        commandLine.setErr(writer(err));
                        int exit = commandLine.execute(arguments.toArray(String[]::new));
                        if (access(arguments).equals(Optional.of(Access.CHANGES))) {
                            service.bean(EditedFolders.class).problem().ifPresent(commandLine.getErr()::println);
                        }
                        return exit;
                    }));
        } finally {
            watch.close();
        }
    }

    /** Files that arguments name with @ are the service's, and none of the business of the one who asks. */
    private static CommandLine commandLine() {
        return CatwingCommand.commandLine().setExpandAtFiles(false);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new PrintableWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), true);
    }
}
