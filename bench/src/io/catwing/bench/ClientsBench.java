package io.catwing.bench;

import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a process costs by the number of clients: commands and the service as a user starts them, by the launcher. */
@Command(
        name = "bench/many-clients",
        mixinStandardHelpOptions = true,
        description =
                "CPU and heap of commands and of the service with many client files, each client's days loaded; prints Markdown.")
public final class ClientsBench implements Callable<Integer> {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("check"), List.of("status"), List.of("recover", "full", "--plan"));
    private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");
    private static final int AGAIN = 5;
    private static final LocalDate LAST = LocalDate.of(2026, 2, 11);

    @Option(names = "--clients", split = ",", defaultValue = "2,60,500", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> counts;

    @Option(
            names = "--days",
            defaultValue = "2",
            description = "That are fetched and loaded first, from a demo ERP. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(names = "--heap", defaultValue = "512m", description = "Default: ${DEFAULT-VALUE}.")
    private String heap;

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Of each; the least is shown. Default: ${DEFAULT-VALUE}.")
    private int runs;

    private final DemoErp erp = DemoErp.start(DemoOptions.of(LAST, 6));

    public static void main(String[] args) {
        System.exit(new CommandLine(new ClientsBench()).execute(args));
    }

    /** @param heap after a collection, at most, in MB */
    private record Cost(Duration cpu, int heap, long resident) {
        static Cost least(Cost a, Cost b) {
            return a == null || b.cpu.compareTo(a.cpu) < 0 ? b : a;
        }
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("| command | clients | CPU s | heap after a collection, at most | resident |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (int count : counts) {
            Path folder = Files.createTempDirectory("catwing-bench-");
            writeClients(folder, count);
            Map<String, String> environment = environment(folder);
            for (int day = days - 1; day >= 0; day--) {
                run(environment, "fetch", "--date", LAST.minusDays(day).toString());
            }
            if (days > 0) {
                run(environment, "load");
            }
            for (List<String> command : COMMANDS) {
                Cost least = null;
                for (int run = 0; run < runs; run++) {
                    least = Cost.least(least, measure(environment, folder, command.toArray(String[]::new)));
                }
                print(String.join(" ", command), count, least);
            }
            Cost ready = null;
            Cost first = null;
            Cost asked = null;
            for (int run = 0; run < runs; run++) {
                Cost[] some = service(environment, folder);
                ready = Cost.least(ready, some[0]);
                first = Cost.least(first, some[1]);
                asked = Cost.least(asked, some[2]);
            }
            print("serve, until it is up", count, ready);
            print("the first status through the service, as soon as it is up", count, first);
            print("another status through the service", count, asked);
        }
        return 0;
    }

    private static void print(String what, int count, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %d | %.2f | %s | %s |%n",
                what,
                count,
                cost.cpu().toMillis() / 1000.0,
                cost.heap() == 0 ? "" : cost.heap() + " MB",
                cost.resident() == 0 ? "" : (cost.resident() >> 20) + " MB");
    }

    private static void writeClients(Path folder, int count) throws IOException {
        Path clients = Files.createDirectories(folder.resolve("clients"));
        String file = Files.readString(Path.of("clients/CW-000200.yaml"))
                .replace("${CW_000200_URL", "${SHOP_URL")
                .replace("${CW_000200_API_KEY}", "${SHOP_API_KEY}")
                // Fetching them is not what is measured.
                .replaceAll("(?m)^images:.*", "");
        for (int i = 0; i < count; i++) {
            String id = "CW-" + (100_000 + i);
            Files.writeString(clients.resolve(id + ".yaml"), file.replace("CW-000200", id));
        }
    }

    private static void run(Map<String, String> environment, String... command) {
        Child child = launch(environment, command);
        if (child.await() > 1) {
            throw new IllegalStateException(child.output());
        }
    }

    private static Child launch(Map<String, String> environment, String... command) {
        return Child.run(
                Stream.concat(Stream.of("./catwing"), Stream.of(command)).toList(), environment, Path.of("."));
    }

    private Cost measure(Map<String, String> environment, Path folder, String... command) throws IOException {
        Path log = folder.resolve("gc.log");
        Duration before = CpuClock.ofChildren();
        Child child = launch(with(environment, log), command);
        long resident = child.awaitPeakMemory();
        if (child.await() > 1) {
            throw new IllegalStateException(child.output());
        }
        return new Cost(CpuClock.ofChildren().minus(before), collected(log), resident);
    }

    /** Until it is up; and what it and the command cost when its state is asked for: the first time, and at least. */
    private Cost[] service(Map<String, String> environment, Path folder) throws IOException {
        Path log = folder.resolve("gc.log");
        Child service = launch(with(environment, log), "serve", "--port", "0");
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> service.output().contains("catwing is up"));
            Cost ready = new Cost(used(service), collected(log), service.peakMemory());
            Cost first = ask(environment, service);
            Cost least = first;
            for (int again = 0; again < AGAIN; again++) {
                least = Cost.least(least, ask(environment, service));
            }
            return new Cost[] {ready, first, least};
        } finally {
            service.process().destroy();
            service.await();
        }
    }

    private static Cost ask(Map<String, String> environment, Child service) {
        Duration before = CpuClock.ofChildren();
        Duration served = used(service);
        run(environment, "status");
        return new Cost(CpuClock.ofChildren().minus(before).plus(used(service).minus(served)), 0, 0);
    }

    private static Duration used(Child service) {
        return service.process().info().totalCpuDuration().orElseThrow();
    }

    private Map<String, String> with(Map<String, String> environment, Path log) {
        Map<String, String> with = new HashMap<>(environment);
        with.put("CATWING_JAVA_OPTS", "-XX:+UseSerialGC -Xmx" + heap + " -Xlog:gc:file=" + log);
        return with;
    }

    private Map<String, String> environment(Path folder) {
        Map<String, String> environment = new HashMap<>(Servers.environment(Servers.database(), Servers.bucket()));
        environment.put("SHOP_URL", erp.environment().get("CW_000200_URL"));
        environment.put("SHOP_API_KEY", erp.environment().get("CW_000200_API_KEY"));
        environment.put("CATWING_CLIENT_VARIABLES", "SHOP_URL,SHOP_API_KEY");
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        environment.put("CATWING_CLIENTS", folder.resolve("clients").toString());
        environment.put("CATWING_DAILY_CRON", "0 0 0 1 1 ? 2099");
        environment.put("CATWING_DAILY_AGAIN_CRON", "0 0 0 1 1 ? 2099");
        return environment;
    }

    /** What was alive after a collection; most of it at the end. */
    private static int collected(Path log) throws IOException {
        return AFTER_COLLECTION
                .matcher(Files.readString(log))
                .results()
                .map((MatchResult match) -> match.group(1))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }
}
