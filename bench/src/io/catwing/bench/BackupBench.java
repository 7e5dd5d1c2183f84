package io.catwing.bench;

import io.catwing.Application;
import io.catwing.backup.Backup;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Backs up one database with each contender once a round, and prints the medians beside each other. Ours is the application
 * as it is, through {@code direct:backup}; of it, the time until the dump lies in the spool file, verified against the
 * snapshot, is told apart from storing it in S3 and reading it back.
 */
@Command(name = "bench/backup", mixinStandardHelpOptions = true, description = "Benchmark of backup; prints Markdown.")
public final class BackupBench implements Callable<Integer> {
    private static final int MEGABYTES_PER_DAY_HUNDREDTHS = 284;
    private static final String BARE = "pg_dump > /dev/null";
    private static final String SIX = "pg_dump \\| gzip -6";
    private static final String ONE = "pg_dump \\| gzip -1";
    private static final String SPOOLED = "catwing backup, until it is verified in the spool";
    private static final String STORED = "catwing backup, into S3 and read back";

    @Option(names = "--gb", defaultValue = "1", description = "Size of the database. Default: ${DEFAULT-VALUE}.")
    private double gigabytes;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private Path folder;
    private Servers.Database database;

    private interface Contender {
        void backUp(boolean counts) throws Exception;
    }

    /** What is measured of it. */
    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new BackupBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        folder = Files.createTempDirectory("catwing-bench-");
        database = Servers.database();
        try {
            fill();
            Servers.Bucket bucket = Servers.bucket();
            try (ConfigurableApplicationContext ours = application(bucket)) {
                Doors doors = new Doors();
                ours.getBean(CamelContext.class).getManagementStrategy().addEventNotifier(doors);
                ProducerTemplate door = ours.getBean(ProducerTemplate.class);
                List<Contender> contenders = List.of(
                        counts -> measure(counts, BARE, () -> bash("pg_dump > /dev/null")),
                        counts -> measure(counts, SIX, () -> bash("pg_dump | gzip -6 > six.gz")),
                        counts -> measure(counts, ONE, () -> bash("pg_dump | gzip -1 > one.gz")),
                        counts -> {
                            try (CpuWatch watch = new CpuWatch(CpuClock.ofServer(database.dataSource()))) {
                                long begin = System.nanoTime();
                                measure(counts, STORED, () -> {
                                    Backup made = door.requestBody("direct:backup", RunId.next(), Backup.class);
                                    sizes.put(STORED, made.manifest().bytes());
                                    sizes.put(SPOOLED, made.manifest().bytes());
                                });
                                add(counts, SPOOLED, begin, doors.spooled, watch);
                            }
                        });
                // The first round warms up, both the JIT compiler and the file cache. Who follows whom changes:
                // the kernel still writes what the one before has left.
                for (int round = 0; round <= rounds; round++) {
                    for (int turn = 0; turn < contenders.size(); turn++) {
                        contenders.get((turn + round) % contenders.size()).backUp(round > 0);
                    }
                }
            }
            sizes.put(SIX, Files.size(folder.resolve("six.gz")));
            sizes.put(ONE, Files.size(folder.resolve("one.gz")));
            print();
            return 0;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void fill() throws SQLException, IOException {
        long days = Math.max(1, Math.round(gigabytes * 100_000 / MEGABYTES_PER_DAY_HUNDREDTHS));
        String sql = Files.readString(Path.of("bench/history/fill-history.sql")).replace(":days", Long.toString(days));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute(sql);
            // As after a night. Else the server would do it by itself, in the middle of somebody's measurement.
            statement.execute("vacuum");
        }
    }

    private ConfigurableApplicationContext application(Servers.Bucket bucket) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> settings = new LinkedHashMap<>(Map.of(
                "catwing.home", folder.toString(),
                "catwing.db.url", database.url(),
                "catwing.db.user", database.user(),
                "catwing.s3.endpoint", bucket.endpoint(),
                "catwing.s3.access-key", bucket.accessKey(),
                "catwing.s3.secret-key", bucket.secretKey(),
                "catwing.s3.bucket", bucket.name(),
                "catwing.clients", "bench/clients",
                "logging.level.root", "WARN"));
        environment.getPropertySources().addFirst(new MapPropertySource("bench", settings));
        return new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run();
    }

    /** Sees the exchange leave the door verify-dump. */
    private static final class Doors extends EventNotifierSupport {
        private volatile long spooled;

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeSentEvent sent
                    && sent.getEndpoint().getEndpointUri().equals("direct://verify-dump")) {
                spooled = System.nanoTime();
            }
        }
    }

    private void measure(boolean counts, String contender, Work work) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
        try (CpuWatch watch = new CpuWatch(CpuClock.ofServer(database.dataSource()))) {
            long begin = System.nanoTime();
            work.run();
            add(counts, contender, begin, System.nanoTime(), watch);
        }
    }

    private void add(boolean counts, String contender, long begin, long end, CpuWatch watch) {
        double took = (end - begin) / 1e9;
        double used = watch.between(begin, end);
        System.err.printf(Locale.ROOT, "%s: %.2f s, %.2f CPU s%n", contender, took, used);
        if (counts) {
            seconds.computeIfAbsent(contender, name -> new ArrayList<>()).add(took);
            cpu.computeIfAbsent(contender, name -> new ArrayList<>()).add(used);
        }
    }

    private void bash(String script) throws Exception {
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .inheritIO();
        String[] place = database.url().split("[:/]+");
        bash.environment()
                .putAll(Map.of(
                        "PGHOST", place[2], "PGPORT", place[3], "PGDATABASE", place[4], "PGUSER", database.user()));
        if (bash.start().waitFor() != 0) {
            throw new IllegalStateException(script);
        }
    }

    private void print() throws SQLException, IOException {
        double sixBytes = sizes.get(SIX);
        System.out.printf(
                Locale.ROOT, "A database of %s, medians of %d rounds and of their ratios.%n%n", size(), rounds);
        System.out.println("| contender | s | of bare pg_dump | of gzip -6 | CPU s | MB | of gzip -6's size |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        List.of(BARE, SIX, ONE, SPOOLED, STORED)
                .forEach(name -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %.2f | %.2f | %.1f | %s | %s |%n",
                        name,
                        median(name),
                        ratio(name, BARE),
                        ratio(name, SIX),
                        LoadBench.median(cpu.get(name)),
                        sizes.containsKey(name) ? String.format(Locale.ROOT, "%.1f", sizes.get(name) / 1e6) : "",
                        sizes.containsKey(name) ? String.format(Locale.ROOT, "%.2f", sizes.get(name) / sixBytes) : ""));
        System.out.printf("%nResident memory of ours with -Xmx256m, S3 server included: %s%n", PeakMemory.told());
    }

    private String size() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_size_pretty(pg_database_size(current_database()))")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Of the same round, since what else the machine does changes from round to round. */
    private double ratio(String contender, String other) {
        return LoadBench.median(IntStream.range(0, rounds)
                .mapToObj(round ->
                        seconds.get(contender).get(round) / seconds.get(other).get(round))
                .toList());
    }

    private double median(String contender) {
        return LoadBench.median(seconds.get(contender));
    }
}
