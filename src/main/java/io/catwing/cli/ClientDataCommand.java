package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.clientdata.Rejection;
import io.catwing.clientdata.UploadWorkbook;
import io.catwing.clientdata.WorkbookCheck;
import io.catwing.clientdata.WorkbookKind;
import io.catwing.clientdata.WorkbookTemplate;
import io.catwing.clientdata.Workbooks;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
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

/**
 * {@code catwing client-data}: for the people who fill in the workbooks. Uses no network and no database, except for an
 * upload.
 */
@Command(
        name = "client-data",
        description =
                "Workbooks that people upload: empty ones to fill in, what is wrong with filled-in ones, and their upload.",
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
        for (WorkbookKind kind : workbooks().kinds()) {
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
                        + "and, when that finds nothing:%n  catwing client-data upload %s %s/*.xlsx%n",
                folder, id, folder);
        out.flush();
        return 0;
    }

    @Command(
            name = "check",
            description =
                    "Says what is wrong with workbooks before they are uploaded. Exit code: 0 all rows are good, 1"
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
            } catch (QuarantinedFailure refused) {
                out.println(refused.getMessage());
                exit = CatwingCommand.REFUSED;
            }
        }
        out.flush();
        return exit;
    }

    @Command(
            name = "upload",
            description =
                    "Checks workbooks, and puts them where the next run reads them, in place of the former ones. Nothing is"
                            + " uploaded where one would be refused, or has rows that would be rejected.",
            mixinStandardHelpOptions = true)
    int upload(
            @Parameters(index = "0", paramLabel = "CLIENT", description = "Such as CW-000200.") String client,
            @Parameters(index = "1..*", paramLabel = "FILE", arity = "1..*", description = "Named like the workbooks.")
                    List<Path> files,
            @Option(names = "--accept-rejected", description = "Also with rows that would be rejected.")
                    boolean acceptRejected) {
        ClientId id = new ClientId(client);
        int checked = check(files, null);
        if (checked == CatwingCommand.REFUSED || checked == CatwingCommand.FAILED && !acceptRejected) {
            throw new AbortingFailure(
                    "nothing was uploaded, for the reasons above",
                    checked == CatwingCommand.REFUSED
                            ? "correct the workbook"
                            : "correct those rows, or upload the others alone: --accept-rejected");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Pipeline pipeline = Start.besideDatabase()) {
            ClientId known = pipeline.bean(Clients.class).get(id).id();
            for (Path file : files) {
                StoredObject there = pipeline.bean(UploadWorkbook.class).upload(known, kind(file, null), file);
                out.printf("%s is %s, %s; the next run reads it%n", file, there.key(), Tables.size(there.bytes()));
            }
        }
        out.flush();
        return 0;
    }

    private static WorkbookKind kind(Path file, String as) {
        return workbooks()
                .of(
                        as != null
                                ? WorkbookKind.parse(as)
                                : WorkbookKind.ofFile(String.valueOf(file.getFileName()))
                                        .orElseThrow(() -> new AbortingFailure(
                                                "the name of " + file + " does not say which of the workbooks it is",
                                                "rename it, or say so: --as static_suppliers_list, locations or"
                                                        + " supply_network_config")));
    }

    /** With the names for columns that the load knows. */
    private static Workbooks workbooks() {
        Path clients = Path.of(Objects.requireNonNullElse(System.getenv("CATWING_CLIENTS"), "clients"));
        return new Workbooks(Workbooks.beside(clients, System.getenv("CATWING_WORKBOOKS"))).sound();
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
