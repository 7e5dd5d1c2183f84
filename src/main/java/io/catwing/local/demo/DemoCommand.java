package io.catwing.local.demo;

import io.catwing.app.HomeFolder;
import io.catwing.app.Pipeline;
import io.catwing.backup.Backup;
import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.SpoolFolder;
import io.catwing.cli.CatwingCommand;
import io.catwing.cli.ResultTable;
import io.catwing.cli.Start;
import io.catwing.cli.Tables;
import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.local.servers.EmbeddedS3;
import io.catwing.ml.ModelRun;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code catwing demo}: the main job on embedded servers and demo ERPs, and then the loss and recovery of the database.
 *
 * <pre>
 * upload workbooks, fetch 10 days, backup, fetch 4 days, train, look --> drop the database --> recover fast, recover full
 * </pre>
 */
@Command(
        name = "demo",
        description =
                "Runs the main job on a PostgreSQL, an S3 and two demo ERPs of its own, shows what came, loses the database"
                        + " and brings it back.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** Always the same days: a second demo finds everything already there. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 11);

    /** Days after the backup, which a fast recovery must replay. */
    private static final int AFTER_BACKUP = 4;

    static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    @Option(names = "--days", paramLabel = "N", defaultValue = "14", description = "Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the ERPs' answers that go wrong, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double faults;

    @Option(names = "--no-disaster", description = "Do not lose the database in the end.")
    private boolean noDisaster;

    @Option(
            names = "--keep",
            description = "Let the ERPs answer in the end, and print what other commands need to ask them.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;

    @Override
    public Integer call() throws Exception {
        CatwingCommand.checkRange(spec, "--days", days, 1, 3650);
        CatwingCommand.checkRange(spec, "--faults", faults, 0, 1);
        refuseRealServers();
        refuseOtherClients(Path.of(System.getenv().getOrDefault("CATWING_CLIENTS", "clients")));
        out = spec.commandLine().getOut();
        DemoOptions options = DemoOptions.of(FIRST_DAY, days).withFaultRate(faults);
        tell(
                """
                The story: two retailers' ERPs are asked for ten entities a day, on %d days
                from %s to %s. Each answer becomes a raw file in S3 that never
                changes, and from those PostgreSQL is filled. Then the database is lost, and
                comes back twice: from last night's dump, and from the raw files alone.
                """,
                days, FIRST_DAY, lastDay());
        int exit;
        SortedMap<String, Digest> digests;
        Path port = Path.of(System.getenv().getOrDefault("CATWING_HOME", HomeFolder.DEFAULT), "demo.port");
        try (DemoErp erp = startErp(options, port)) {
            try (Pipeline pipeline = Start.pipeline(asking(erp))) {
                Files.writeString(port, erp.baseUrl().getPort() + "\n");
                exit = trade(pipeline, options);
                digests = pipeline.bean(Digests.class).all();
                new DemoSummary(out, pipeline).print(digests);
            }
            if (!noDisaster) {
                exit = Math.max(exit, new DemoDisaster(out).lose(erp.environment(), digests));
            }
            next();
            if (keep) {
                serve(erp);
            }
        }
        return exit;
    }

    /** At the port of this home's last demo, unless it is taken: images are identified by their addresses. */
    static DemoErp startErp(DemoOptions options, Path port) throws IOException {
        if (Files.exists(port)) {
            try {
                return DemoErp.start(
                        options.withPort(Integer.parseInt(Files.readString(port).strip())));
            } catch (AbortingFailure | IllegalArgumentException taken) {
                // Another demo may be running; the images of this one are fetched again.
                return DemoErp.start(options);
            }
        }
        return DemoErp.start(options);
    }

    private static Map<String, String> asking(DemoErp erp) {
        Map<String, String> settings = new LinkedHashMap<>(erp.environment());
        settings.put(AskedErps.PROPERTY, "all");
        return settings;
    }

    private void serve(DemoErp erp) throws InterruptedException {
        tell("%nBoth ERPs answer until Ctrl-C. In another terminal, before fetch, preview or%nproduct-images:");
        // Bypasses masking: these keys are made up, and valid only for these ERPs.
        System.out.print(exports(erp.environment()));
        System.out.flush();
        Thread.currentThread().join();
    }

    static String exports(Map<String, String> environment) {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) ->
                lines.append("  export ").append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }

    private static void refuseRealServers() {
        for (String name : List.of("CATWING_DB_URL", "CATWING_S3_ENDPOINT")) {
            if (System.getenv(name) != null) {
                throw new AbortingFailure(
                        "the demo was asked to write its made-up trade into a real server: " + name + " is set",
                        "unset " + name + "; the demo brings its own servers");
            }
        }
    }

    /** Before any server starts. */
    private static void refuseOtherClients(Path folder) {
        for (ClientId client : CLIENTS) {
            if (!Files.isRegularFile(folder.resolve(client + ".yaml"))) {
                throw new AbortingFailure(
                        "the demo's ERPs are asked by the files of " + CLIENTS.get(0) + " and " + CLIENTS.get(1)
                                + ", and " + folder.toAbsolutePath() + " has no " + client + ".yaml",
                        "unset CATWING_CLIENTS, or name the folder clients of the checkout in it");
            }
        }
    }

    private LocalDate lastDay() {
        return FIRST_DAY.plusDays(days - 1L);
    }

    private int trade(Pipeline pipeline, DemoOptions options) throws IOException {
        upload(pipeline, options);
        List<StepResult> results = new ArrayList<>();
        LocalDate backupAfter = lastDay().minusDays(AFTER_BACKUP);
        if (!backupAfter.isBefore(FIRST_DAY)) {
            results.addAll(fetch(pipeline, RunId.next(), FIRST_DAY, backupAfter));
        }
        Backup backup = pipeline.ask("direct:backup", RunId.next(), Backup.class);
        RunId run = RunId.next();
        results.addAll(
                fetch(pipeline, run, backupAfter.isBefore(FIRST_DAY) ? FIRST_DAY : backupAfter.plusDays(1), lastDay()));
        for (ClientId client : CLIENTS) {
            results.addAll(pipeline.send("direct:train", new ModelRun(run, client, lastDay(), null)));
        }
        int exit = new ResultTable(out).printStages(run, results);
        tell(
                "%nBetween two of these days a dump was made and verified:%n  %s, %s.",
                backup.dump().key(), Tables.size(backup.dump().bytes()));
        return exit;
    }

    /** As people would, with a browser or a client of the bucket. */
    private static void upload(Pipeline pipeline, DemoOptions options) throws IOException {
        Path folder = Files.createDirectory(pipeline.bean(SpoolFolder.class).newFile("workbooks"));
        for (Map.Entry<String, Path> workbook :
                DemoWorkbooks.write(folder, options).entrySet()) {
            String path = workbook.getKey().substring(Area.CLIENT_DATA.prefix().length());
            pipeline.bean(EmbeddedS3.class).upload(workbook.getValue(), new ObjectKey(Area.CLIENT_DATA, path));
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private static List<StepResult> fetch(Pipeline pipeline, RunId run, LocalDate from, LocalDate to) {
        Job order = Job.of(
                        run,
                        "demo",
                        CLIENTS.stream()
                                .map(pipeline.bean(Clients.class)::get)
                                .map(Client::id)
                                .toList())
                .between(from, to);
        return pipeline.send("direct:fetch-and-load", order);
    }

    private void next() {
        tell(
                """

                What to try next:
                  ./catwing demo           again: everything is there, nothing changes
                  ./catwing status         where each client, entity and stage stands
                  ./catwing digest         each table's content as one number
                  ./catwing load --again   every file once more: the digests stay
                  ./catwing verify         live, compared with a rebuild from S3
                  ./catwing demo --keep    its ERPs go on, for fetch and preview
                  CATWING_HOME=.catwing-faults ./catwing demo --faults 0.2
                                           ERPs that misbehave: the same digests
                  docs/tutorials/add-a-client.md   your own ERP in fifteen minutes""");
    }

    private void tell(String format, Object... values) {
        out.printf(format + "%n", values);
        out.flush();
    }
}
