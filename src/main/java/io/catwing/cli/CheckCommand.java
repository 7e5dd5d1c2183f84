package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.app.routes.RouteFile;
import io.catwing.app.routes.RouteFolder;
import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientCheck;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.yaml.Problem;
import io.catwing.clientdata.Workbooks;
import io.catwing.fetch.Preview;
import io.catwing.postgres.derive.SqlFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing check}: the user's own files, without network, database or S3. */
@Command(
        name = "check",
        description =
                "Validates client files and what else is your own: routes, SQL, names of columns. Touches no network, but with"
                        + " --live.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    /** Records of a page that are looked at: each may need a second call. */
    private static final int PAGE = 50;

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

    @Option(
            names = "--live",
            description = "Asks each entity's ERP for one page, too, and says what fits the mapping. Stores nothing.")
    private boolean live;

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "Business date of --live. Default: yesterday.")
    private LocalDate date;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CLIENT", description = "Of --live. Default: all.")
    private String client;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ENTITY", description = "Of --live. Default: all.")
    private String entity;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!live && (client != null || date != null)) {
            throw new ParameterException(spec.commandLine(), "CLIENT, ENTITY and --date go with --live");
        }
        Path clients = named(folder, "CATWING_CLIENTS", "clients");
        Path routed = named(routes, "CATWING_ROUTES", "routes");
        RouteFolder own = RouteFolder.check(routed);
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
        if (!sound) {
            return CatwingCommand.REFUSED;
        }
        return !live || askErps(clients, routed, out) ? 0 : CatwingCommand.FAILED;
    }

    private boolean askErps(Path folder, Path routed, PrintWriter out) {
        String asked = client == null ? "all" : new ClientId(client).value();
        Entity one = entity == null ? null : Entity.parse(entity);
        Map<String, String> settings = Map.of(
                AskedErps.PROPERTY, asked, "catwing.clients", folder.toString(), "catwing.routes", routed.toString());
        try (Pipeline pipeline = Start.pipeline(settings)) {
            Preview preview = pipeline.bean(Preview.class);
            LocalDate day =
                    Objects.requireNonNullElseGet(date, () -> LocalDate.now().minusDays(1));
            LiveCheck check = new LiveCheck((known, which) -> preview.records(known.id(), which, day, PAGE), out);
            boolean fits = true;
            for (Client known : pipeline.bean(AskedErps.class).clients()) {
                if (one != null && !known.entities().containsKey(one)) {
                    out.printf("%s has no entity %s%n", known.id(), one);
                    fits = false;
                    continue;
                }
                fits &= check.check(
                        known,
                        one == null
                                ? known.entities().values()
                                : List.of(known.entities().get(one)));
            }
            return fits;
        }
    }

    private static Path named(Path option, String variable, String fallback) {
        return option != null ? option : Path.of(System.getenv().getOrDefault(variable, fallback));
    }
}
