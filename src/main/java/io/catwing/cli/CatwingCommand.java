package io.catwing.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The command line. Exit codes: 0 success, 1 something failed and was reported, 2 the command or the configuration was
 * refused and nothing was done.
 */
@Command(
        name = "catwing",
        description = "ERP data to immutable raw JSON in S3, and to a PostgreSQL database that follows from it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class CatwingCommand {
    /** Something failed and was reported. */
    public static final int FAILED = 1;

    /** The command or the configuration was refused; nothing was done. */
    static final int REFUSED = 2;

    /** In the order of the help text. */
    private static final List<Class<?>> COMMANDS = List.of(
            CheckCommand.class,
            ClientDataCommand.class,
            PreviewCommand.class,
            GuessCommand.class,
            LoginCommand.class,
            FetchCommand.class,
            LoadCommand.class,
            ReplayCommand.class,
            ProductImagesCommand.class,
            EnrichCommand.class,
            StatsCommand.class,
            MlCommand.class,
            BackupCommand.class,
            RecoverCommand.class,
            VerifyCommand.class,
            DrillCommand.class,
            StatusCommand.class,
            DigestCommand.class,
            RoutesCommand.class,
            ServeCommand.class,
            PsqlCommand.class,
            RejectsCommand.class,
            StopCommand.class,
            AlertsCommand.class,
            AutoComplete.GenerateCompletion.class);

    static {
        // picocli would look for Groovy, in all the jars of the class path.
        System.setProperty("picocli.disable.closures", "true");
    }

    private CatwingCommand() {}

    /** Of all commands. */
    public static CommandLine commandLine() {
        List<Class<?>> all = new ArrayList<>(COMMANDS);
        ServiceLoader.load(MoreCommands.class).forEach(more -> all.addAll(more.commands()));
        return commandLine(all);
    }

    /**
     * Of the one command that the arguments begin with, or of all where it is none of ours: picocli reads what it is
     * given by reflection, which takes longer than a command that only looks.
     */
    public static CommandLine commandLine(String... arguments) {
        for (Class<?> command : COMMANDS) {
            if (arguments.length > 0
                    && command.getAnnotation(Command.class).name().equals(arguments[0])) {
                return commandLine(List.<Class<?>>of(command));
            }
        }
        return commandLine();
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine commandLine = new CommandLine(new CatwingCommand());
        for (Class<?> command : commands) {
            commandLine.addSubcommand(command);
        }
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        // No colours: we write no escape sequences, so those in other text can be neutralized.
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setOut(printable(commandLine.getOut()));
        commandLine.setErr(printable(commandLine.getErr()));
        commandLine.registerConverter(LocalDate.class, new DateConverter());
        CommandRefusal refusal = new CommandRefusal();
        commandLine.setParameterExceptionHandler(refusal);
        commandLine.setExecutionExceptionHandler(refusal);
        return commandLine;
    }

    private static PrintWriter printable(PrintWriter terminal) {
        return new PrintWriter(new PrintableWriter(terminal), true);
    }

    /**
     * Refuses a number out of range before anything starts.
     *
     * @throws ParameterException that names the option and its range
     */
    public static void checkRange(CommandSpec spec, String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            String range = most == Double.MAX_VALUE
                    ? number(least) + " or more"
                    : "from " + number(least) + " to " + number(most);
            throw new ParameterException(
                    spec.commandLine(), option + " " + number(value) + " is out of range: give " + range);
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
