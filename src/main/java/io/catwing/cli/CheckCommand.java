package io.catwing.cli;

import io.catwing.client.ClientCheck;
import io.catwing.clientdata.Workbooks;
import io.catwing.postgres.derive.SqlFolder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing check}: the client files and SQL of one's own, without network, database or S3. */
@Command(
        name = "check",
        description =
                "Validates every client file, and the SQL and the names of columns beside them. Touches no network.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--clients",
            paramLabel = "FOLDER",
            description = "The folder of client files. Default: CATWING_CLIENTS, or clients.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path clients = Objects.requireNonNullElseGet(
                folder, () -> Path.of(Objects.requireNonNullElse(System.getenv("CATWING_CLIENTS"), "clients")));
        ClientCheck.Report report = ClientCheck.check(clients, System::getenv);
        report.lines().forEach(spec.commandLine().getOut()::println);
        SqlFolder sql = new SqlFolder(SqlFolder.beside(clients, System.getenv("CATWING_SQL")));
        sql.lines().forEach(spec.commandLine().getOut()::println);
        Workbooks workbooks = new Workbooks(Workbooks.beside(clients, System.getenv("CATWING_WORKBOOKS")));
        workbooks.problems().stream()
                .flatMap(problem -> problem.toString().lines())
                .forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return report.ok() && workbooks.problems().isEmpty() && sql.problems().isEmpty() ? 0 : CatwingCommand.REFUSED;
    }
}
