package io.catwing.cli;

import io.catwing.app.routes.RouteFile;
import io.catwing.app.routes.RouteFolder;
import io.catwing.client.ClientCheck;
import io.catwing.client.yaml.Problem;
import io.catwing.clientdata.Workbooks;
import io.catwing.postgres.derive.SqlFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing check}: the user's own files, without network, database or S3. */
@Command(
        name = "check",
        description =
                "Validates client files and what else is your own: routes, SQL, names of columns. Touches no network.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--clients",
            paramLabel = "FOLDER",
            description = "The folder of client files. Default: CATWING_CLIENTS, or clients.")
    private Path folder;

    @Option(
            names = "--routes",
            paramLabel = "FOLDER",
            description = "The folder of routes of your own. Default: CATWING_ROUTES, or routes.")
    private Path routes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path clients = named(folder, "CATWING_CLIENTS", "clients");
        RouteFolder own = RouteFolder.check(named(routes, "CATWING_ROUTES", "routes"));
        Set<String> consumed = own.files().stream().map(RouteFile::from).collect(Collectors.toSet());
        ClientCheck.Report report = ClientCheck.check(clients, System::getenv, consumed::contains);
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        own.lines().forEach(out::println);
        boolean sound = report.ok() && own.problems().isEmpty();
        // Without a folder of the user's own, what the product brings need not be read: a quarter of this command's
        // time.
        Path sql = SqlFolder.beside(clients, System.getenv("CATWING_SQL"));
        if (Files.exists(sql)) {
            SqlFolder steps = new SqlFolder(sql);
            steps.lines().forEach(out::println);
            sound &= steps.problems().isEmpty();
        }
        Path workbooks = Workbooks.beside(clients, System.getenv("CATWING_WORKBOOKS"));
        if (Files.exists(workbooks)) {
            List<Problem> names = new Workbooks(workbooks).problems();
            names.forEach(problem -> problem.toString().lines().forEach(out::println));
            sound &= names.isEmpty();
        }
        out.flush();
        return sound ? 0 : CatwingCommand.REFUSED;
    }

    private static Path named(Path option, String variable, String fallback) {
        return option != null ? option : Path.of(System.getenv().getOrDefault(variable, fallback));
    }
}
