package io.catwing.bench;

import io.catwing.client.ClientId;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A rebuild by one process and by several, each with its share of the clients, in turns. */
@Command(
        name = "bench/shares",
        mixinStandardHelpOptions = true,
        description = "CPU and wall time of replay --bulk by one process and in shares; prints Markdown.")
public final class ShareBench implements Callable<Integer> {
    private static final int DAYS = 20;

    @Option(names = "--clients", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--lines", defaultValue = "4000000", description = "Of all clients. Default: ${DEFAULT-VALUE}.")
    private long lines;

    @Option(names = "--shares", defaultValue = "4", description = "Processes. Default: ${DEFAULT-VALUE}.")
    private int shares;

    @Option(names = "--rounds", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    private final Servers.Bucket bucket = Servers.bucket();
    private final Path folder;

    private ShareBench() throws IOException {
        folder = Files.createTempDirectory("catwing-bench-");
    }

    public static void main(String[] args) throws IOException {
        System.exit(new CommandLine(new ShareBench()).execute(args));
    }

    /**
     * What a rebuild took, in seconds of CPU time.
     *
     * @param store of the S3 server, which this process contains
     */
    private record Cost(double programs, double server, double store, double wall, SortedMap<String, Digest> digests) {
        double all() {
            return programs + server + store;
        }
    }

    @Override
    public Integer call() throws Exception {
        Path declared = Files.createDirectories(folder.resolve("clients"));
        String file = Files.readString(Path.of("bench/clients/CW-000001.yaml"));
        for (int number = 1; number <= clients; number++) {
            ClientId client = new ClientId(String.format("CW-%06d", number));
            Files.writeString(
                    declared.resolve(client + ".yaml"),
                    file.replace("CW-000001", client.value())
                            .replace("CW_000001", client.value().replace('-', '_')));
            Path files = Files.createDirectories(folder.resolve(client.value()));
            Sales.make(bucket, files, client, DAYS, lines / clients, 1);
        }
        List<Cost> alone = new ArrayList<>();
        List<Cost> shared = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            alone.add(measure("--parallel", "2"));
            shared.add(measure());
            if (!alone.get(round).digests().equals(shared.get(round).digests())) {
                throw new IllegalStateException("the digests differ");
            }
        }
        System.out.println(
                "| processes | their CPU s | PostgreSQL's | the store's | all | wall s | of one process's CPU |");
        System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
        for (int round = 0; round < rounds; round++) {
            print("1", alone.get(round), alone.get(round));
            print(Integer.toString(shares), shared.get(round), alone.get(round));
        }
        return 0;
    }

    private static void print(String processes, Cost cost, Cost one) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f |%n",
                processes,
                cost.programs(),
                cost.server(),
                cost.store(),
                cost.all(),
                cost.wall(),
                cost.all() / one.all());
    }

    /** By one process with these options; in shares where there are none. */
    private Cost measure(String... options) throws Exception {
        Servers.Database database = Servers.database();
        List<Child> processes = new ArrayList<>();
        CpuClock server = CpuClock.ofServer(database.dataSource());
        double served = seconds(server.used());
        double programs = seconds(CpuClock.ofChildren());
        double own = seconds(own());
        long began = System.nanoTime();
        if (options.length > 0) {
            processes.add(start(database, options));
        } else {
            for (int share = 0; share < shares; share++) {
                processes.add(start(database, "--parallel", "1", "--share", share + "/" + shares));
            }
        }
        for (Child process : processes) {
            if (process.process().waitFor() != 0) {
                throw new IllegalStateException(process.output());
            }
        }
        return new Cost(
                seconds(CpuClock.ofChildren()) - programs,
                seconds(server.used()) - served,
                seconds(own()) - own,
                (System.nanoTime() - began) / 1e9,
                new Digests(database.dataSource()).all());
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static double seconds(Duration used) {
        return used.toMillis() / 1000.0;
    }

    private Child start(Servers.Database database, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("./catwing", "replay", "--bulk"));
        command.addAll(Arrays.asList(options));
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put(
                "CATWING_HOME", Files.createTempDirectory(folder, "home").toString());
        environment.put("CATWING_CLIENTS", folder.resolve("clients").toString());
        return Child.run(command, environment, Path.of("."));
    }
}
