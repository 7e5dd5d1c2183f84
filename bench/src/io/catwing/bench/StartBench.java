package io.catwing.bench;

import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the start of each command costs: the launcher of this checkout, on servers that stay up, and through a service. */
@Command(
        name = "bench/start",
        mixinStandardHelpOptions = true,
        description = "CPU seconds and wall time of commands that have next to nothing to do; prints Markdown.")
public final class StartBench implements Callable<Integer> {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("check"),
            List.of("status"),
            List.of("digest"),
            List.of("backup", "--status"),
            List.of("recover", "list"),
            List.of("rejects"),
            List.of("routes"),
            List.of("load"));
    private static final List<List<String>> SERVED = List.of(List.of("status"), List.of("digest"), List.of("load"));

    @Option(names = "--runs", defaultValue = "5", description = "Of each, in turns. Default: ${DEFAULT-VALUE}.")
    private int runs;

    private final Servers.Database database = Servers.database();
    private final Servers.Bucket bucket = Servers.bucket();

    public static void main(String[] args) {
        System.exit(new CommandLine(new StartBench()).execute(args));
    }

    /** Of one start. */
    private record Cost(Duration cpu, Duration wall) {}

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("catwing-bench-");
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            for (List<String> command : COMMANDS) {
                add(costs, String.join(" ", command), measure(folder.resolve("home"), command));
            }
        }
        for (int run = 0; run < runs; run++) {
            withService(folder.resolve("served" + run), costs);
        }
        System.out.println("| command | CPU s, least | median | wall s, least |");
        System.out.println("|---|---:|---:|---:|");
        costs.forEach((command, some) -> System.out.printf(
                Locale.ROOT,
                "| `%s` | %.2f | %.2f | %.2f |%n",
                command,
                at(some, Cost::cpu, 0),
                at(some, Cost::cpu, some.size() / 2),
                at(some, Cost::wall, 0)));
        return 0;
    }

    private static void add(Map<String, List<Cost>> costs, String command, Cost cost) {
        costs.computeIfAbsent(command, c -> new ArrayList<>()).add(cost);
    }

    private static double at(List<Cost> costs, java.util.function.Function<Cost, Duration> of, int place) {
        return costs.stream().map(of).sorted().toList().get(place).toMillis() / 1000.0;
    }

    private void withService(Path home, Map<String, List<Cost>> costs) throws Exception {
        long before = System.nanoTime();
        Process service = start(home, List.of("serve", "--port", "0"));
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> said(home).contains("catwing is up"));
            add(
                    costs,
                    "serve, until it is up",
                    new Cost(
                            service.info().totalCpuDuration().orElseThrow(),
                            Duration.ofNanos(System.nanoTime() - before)));
            for (List<String> command : SERVED) {
                add(costs, String.join(" ", command) + ", through a service", measure(home, command));
            }
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private Cost measure(Path home, List<String> command) throws Exception {
        Duration before = CpuClock.ofChildren();
        long began = System.nanoTime();
        int exit = start(home, command).waitFor();
        Cost cost = new Cost(CpuClock.ofChildren().minus(before), Duration.ofNanos(System.nanoTime() - began));
        if (exit > 1) {
            throw new IllegalStateException(command + " exited with " + exit + ": " + said(home));
        }
        return cost;
    }

    private Process start(Path home, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of("./catwing"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(file(home).toFile());
        builder.environment().putAll(environment(home));
        return builder.start();
    }

    private static Path file(Path home) {
        return home.resolveSibling(home.getFileName() + ".said");
    }

    private static String said(Path home) throws IOException {
        return Files.readString(file(home));
    }

    private Map<String, String> environment(Path home) {
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        environment.put("CATWING_DAILY_CRON", "0 0 0 1 1 ? 2099");
        environment.put("CATWING_DAILY_AGAIN_CRON", "0 0 0 1 1 ? 2099");
        return environment;
    }
}
