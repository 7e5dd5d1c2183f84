package io.catwing.cli;

import io.catwing.client.ClientId;
import io.catwing.clientdata.Rejection;
import io.catwing.clientdata.WorkbookCheck;
import io.catwing.clientdata.WorkbookKind;
import io.catwing.clientdata.WorkbookTemplate;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.ParkedFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing client-data}: for the people who fill in the workbooks. Touches no network and no database. */
@Command(
        name = "client-data",
        description = "Workbooks that people upload: empty ones to fill in, and what is wrong with filled-in ones.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ClientDataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "template",
            description = "Writes the three empty workbooks, with headers and what to write below them.",
            mixinStandardHelpOptions = true)
    int template(
            @Parameters(paramLabel = "CLIENT", description = "Such as CW-000200.") String client,
            @Option(
                            names = "--to",
                            paramLabel = "FOLDER",
                            description = "Where to. Default: a folder named like the client.")
                    Path to)
            throws IOException {
        ClientId id = new ClientId(client);
        Path folder = Files.createDirectories(Objects.requireNonNullElseGet(to, () -> Path.of(id.value())));
        PrintWriter out = spec.commandLine().getOut();
        for (WorkbookKind kind : WorkbookKind.values()) {
            Path file = folder.resolve(kind.fileName());
            try {
                WorkbookTemplate.write(kind, file);
            } catch (FileAlreadyExistsException there) {
                throw new AbortingFailure(
                        file + " is there already", "move it away, or give another folder with --to", there);
            }
            out.println(file);
        }
        out.printf(
                "%nWhen they are filled in:%n  catwing client-data check %s/*.xlsx%n"
                        + "and upload them to client-data/%s/supplier-availability/%n",
                folder, id);
        out.flush();
        return 0;
    }

    @Command(
            name = "check",
            description =
                    "Tells what is wrong with workbooks before they are uploaded. Exit code: 0 all rows are good, 1"
                            + " rows would be rejected, 2 a workbook would be refused.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "Named like the workbook, or see --as.")
                    List<Path> files,
            @Option(
                            names = "--as",
                            paramLabel = "WORKBOOK",
                            description = "static_suppliers_list, locations or supply_network_config.")
                    String as) {
        PrintWriter out = spec.commandLine().getOut();
        int exit = 0;
        for (Path file : files) {
            try {
                exit = Math.max(exit, check(file, kind(file, as), out));
            } catch (ParkedFailure refused) {
                out.println(refused.getMessage());
                exit = CatwingCommand.REFUSED;
            }
        }
        out.flush();
        return exit;
    }

    private static WorkbookKind kind(Path file, String as) {
        if (as != null) {
            return WorkbookKind.parse(as);
        }
        return WorkbookKind.ofFile(String.valueOf(file.getFileName()))
                .orElseThrow(() -> new AbortingFailure(
                        "the name of " + file + " does not tell which of the workbooks it is",
                        "rename it, or say so: --as static_suppliers_list, locations or supply_network_config"));
    }

    private static int check(Path file, WorkbookKind kind, PrintWriter out) {
        WorkbookCheck.Report report = WorkbookCheck.check(file, kind);
        out.printf(
                "%s, sheet '%s': %,d rows read, %,d rejected%n",
                file, report.sheet(), report.rows(), report.rejected());
        if (!report.ignored().isEmpty()) {
            out.println("  columns that are ignored: " + String.join(", ", report.ignored()));
        }
        if (report.rejected() == 0) {
            return 0;
        }
        out.println(Tables.table(
                report.rejections(),
                Tables.number("row", Rejection::row),
                Tables.text("column", Rejection::column),
                Tables.text("value", Rejection::value),
                Tables.text("reason", Rejection::reason)));
        if (report.badCells() > report.rejections().size()) {
            out.printf(
                    "… and %,d more%n", report.badCells() - report.rejections().size());
        }
        return CatwingCommand.FAILED;
    }
}
