package io.catwing.cli;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.daily.DailyOrder;
import io.catwing.demo.DemoErp;
import io.catwing.demo.DemoOptions;
import io.catwing.digest.Digests;
import io.catwing.failure.AbortingFailure;
import io.catwing.raw.RawFile;
import io.catwing.raw.RawFiles;
import io.catwing.run.RunId;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing demo}: the main job on servers and ERPs of our own. */
@Command(
        name = "demo",
        description = "Runs the main job on a PostgreSQL, an S3 and two demo ERPs of its own, and shows what came.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** Always the same days: a second demo finds everything there already. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 11);

    private static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    @Option(names = "--days", paramLabel = "N", defaultValue = "14", description = "Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the ERPs' answers that go wrong, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double faults;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        for (String name : List.of("CATWING_DB_URL", "CATWING_S3_ENDPOINT")) {
            if (System.getenv(name) != null) {
                throw new AbortingFailure(
                        "the demo was asked to write its made-up trade into a real server: " + name + " is set",
                        "unset " + name + "; the demo brings its own servers");
            }
        }
        if (days < 1) {
            throw new AbortingFailure("--days " + days + " is not a number of days", "give 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        LocalDate lastDay = FIRST_DAY.plusDays(days - 1L);
        out.printf("Two demo ERPs, ten entities each, %d days: %s to %s%n", days, FIRST_DAY, lastDay);
        out.flush();
        try (DemoErp erp = DemoErp.start(DemoOptions.of(FIRST_DAY, days).withFaultRate(faults));
                Pipeline pipeline = Pipeline.start(erp.environment())) {
            DailyOrder order = new DailyOrder(
                    RunId.next(),
                    "demo",
                    CLIENTS.stream()
                            .map(pipeline.bean(Clients.class)::get)
                            .map(Client::id)
                            .toList(),
                    List.of(Entity.values()),
                    FIRST_DAY,
                    lastDay,
                    false,
                    false,
                    false,
                    0);
            int exit = new OutcomeTable(out).print(order.run(), pipeline.send("direct:fetch-and-load", order));
            summarise(out, pipeline);
            return exit;
        }
    }

    private record Prefix(String prefix, long files, long days, long bytes) {}

    private static void summarise(PrintWriter out, Pipeline pipeline) throws Exception {
        RawFiles rawFiles = pipeline.bean(RawFiles.class);
        out.println("\nIn S3, for good:");
        out.println(Tables.table(
                CLIENTS.stream().map(client -> prefix(rawFiles, client)).toList(),
                Tables.text("prefix", Prefix::prefix),
                Tables.number("files", Prefix::files),
                Tables.number("days", Prefix::days),
                Tables.size("size", Prefix::bytes)));
        out.println("\nIn PostgreSQL, derived from it:");
        out.println(Tables.table(
                pipeline.bean(Digests.class).all().entrySet().stream()
                        .filter(table -> table.getValue().rows() > 0)
                        .toList(),
                Tables.text("table", Map.Entry::getKey),
                Tables.number("rows", table -> table.getValue().rows())));
        out.println(
                """

                What to try next:
                  ./catwing demo                                      again: everything is there already, nothing changes
                  ./catwing status                                    where each client and entity stands
                  ./catwing digest                                    each table's content as one number
                  ./catwing load --again                              every file once more: the digests stay
                  CATWING_HOME=.catwing-faults ./catwing demo --faults 0.2   ERPs that misbehave: the same digests
                  docs/tutorial/add-a-client.md                       your own ERP in fifteen minutes""");
        out.flush();
    }

    private static Prefix prefix(RawFiles rawFiles, ClientId client) {
        try (Stream<RawFile> files = rawFiles.list(client)) {
            List<RawFile> all = files.toList();
            return new Prefix(
                    "raw-data/" + client + "/",
                    all.size(),
                    all.stream().map(f -> f.key().date()).distinct().count(),
                    all.stream().mapToLong(RawFile::bytes).sum());
        }
    }
}
