package io.catwing.bench;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a process costs by the number of clients: commands as a user starts them, each in a process of its own. */
@Command(
        name = "bench/many-clients",
        mixinStandardHelpOptions = true,
        description = "Heap and CPU of commands with many client files; prints Markdown.")
public final class ClientsBench implements Callable<Integer> {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("check"), List.of("status"), List.of("recover", "full", "--plan"), List.of("run"));
    private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");

    @Option(names = "--clients", split = ",", defaultValue = "2,60,500", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> counts;

    @Option(names = "--heap", defaultValue = "512m", description = "Default: ${DEFAULT-VALUE}.")
    private String heap;

    private final Servers.Database database = Servers.database();
    private final Servers.Bucket bucket = Servers.bucket();

    public static void main(String[] args) {
        System.exit(new CommandLine(new ClientsBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("| command | clients | CPU s | heap after a collection, at most | resident |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (int count : counts) {
            Path folder = Files.createTempDirectory("catwing-bench-");
            writeClients(folder, count);
            for (List<String> command : COMMANDS) {
                measure(folder, count, command);
            }
        }
        return 0;
    }

    private static void writeClients(Path folder, int count) throws IOException {
        Path clients = Files.createDirectories(folder.resolve("clients"));
        String file = Files.readString(Path.of("clients/CW-000200.yaml"))
                .replace("${CW_000200_URL", "${SHOP_URL")
                .replace("${CW_000200_API_KEY}", "${SHOP_API_KEY}");
        for (int i = 0; i < count; i++) {
            String id = "CW-" + (100_000 + i);
            Files.writeString(clients.resolve(id + ".yaml"), file.replace("CW-000200", id));
        }
    }

    private void measure(Path folder, int count, List<String> command) throws IOException {
        Path log = folder.resolve(command.get(0) + ".gc");
        List<String> program = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx" + heap, "-Xlog:gc:file=" + log));
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.catwing.Application"));
        Child child = Child.start(program, environment(folder), Path.of("."), command.toArray(String[]::new));
        Cost cost = new Cost();
        Awaitility.await()
                .atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> cost.isDone(child));
        boolean well = command.get(0).equals("run") ? child.process().isAlive() : child.await() == 0;
        child.kill();
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %d | %.1f | %s | %s |%n",
                String.join(" ", command),
                count,
                cost.cpu.toMillis() / 1000.0,
                well ? collected(log) : "fails",
                (cost.resident >> 20) + " MB");
    }

    /** As of the last look at a process. */
    private static final class Cost {
        private Duration cpu = Duration.ZERO;
        private long resident;

        boolean isDone(Child child) {
            child.process().info().totalCpuDuration().ifPresent(spent -> cpu = spent);
            resident = Math.max(resident, child.peakMemory());
            return !child.process().isAlive() || child.output().contains("catwing is up");
        }
    }

    private Map<String, String> environment(Path folder) {
        return Map.of(
                "SHOP_API_KEY", "k",
                "CATWING_HOME", folder.resolve("home").toString(),
                "CATWING_CLIENTS", folder.resolve("clients").toString(),
                "CATWING_DB_URL", database.url(),
                "CATWING_DB_USER", database.user(),
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name());
    }

    /** What was alive after a collection; most of it at the end. */
    private static String collected(Path log) throws IOException {
        return AFTER_COLLECTION
                        .matcher(Files.readString(log))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .mapToInt(Integer::parseInt)
                        .max()
                        .orElse(0)
                + " MB";
    }
}
