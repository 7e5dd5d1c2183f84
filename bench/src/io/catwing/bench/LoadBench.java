package io.catwing.bench;

import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * Runs every contender once a round, with one and with two connections, each into a fresh database, and prints the
 * medians. Ratios are to the limit of the same round and number of connections.
 */
@Command(name = "bench/load", mixinStandardHelpOptions = true, description = "Benchmark of load; prints Markdown.")
public class LoadBench implements Callable<Integer> {
    @Option(
            names = "--lines",
            defaultValue = "600000",
            description = "Order lines altogether. Default: ${DEFAULT-VALUE}.")
    private long lines;

    @Option(names = "--days", defaultValue = "305", description = "Daily files. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--window",
            defaultValue = "1",
            description = "Days whose orders each file holds, as a delta that overlaps. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "Rounds before those that count, for the JIT compiler. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--connections", split = ",", defaultValue = "1,2", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections;

    @Option(names = "--only", split = ",", description = "Only contenders whose name contains one of these words.")
    private List<String> only = List.of();

    @Option(
            names = "--latency",
            converter = Latency.class,
            description =
                    "Contenders of ours run a second time with this delay before each answer of the store, such as"
                            + " 30ms.")
    private Duration latency;

    /** A duration as settings have them. */
    static final class Latency implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurationStyle.detectAndParse(text);
        }
    }

    private record Case(String contender, int connections) {}

    private record Measured(double rowsPerSecond, double clientCpuMicros, double serverCpuMicros) {
        Result of(double limit) {
            return new Result(rowsPerSecond, rowsPerSecond / limit, clientCpuMicros, serverCpuMicros);
        }
    }

    private record Result(double rowsPerSecond, double ratio, double clientCpuMicros, double serverCpuMicros) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("catwing-bench-");
        try {
            Servers.Bucket bucket = Servers.bucket();
            Sales sales = Sales.make(bucket, folder, days, lines, window);
            List<Contender> all = new ArrayList<>(contenders(bucket, ""));
            if (latency != null) {
                contenders(LateStore.of(bucket, latency), late()).stream()
                        .filter(contender -> contender.name().endsWith(late()))
                        .forEach(all::add);
            }
            List<Contender> contenders = all.stream()
                    .filter(contender -> isLimit(contender)
                            || only.isEmpty()
                            || only.stream().anyMatch(contender.name()::contains))
                    .toList();
            Map<Case, List<Result>> results = new LinkedHashMap<>();
            for (int round = 1 - warmUp; round <= rounds; round++) {
                for (int c : connections) {
                    // Who follows whom changes: the kernel still writes what the one before has left.
                    Map<Contender, Measured> measured = new HashMap<>();
                    for (int turn = 0; turn < contenders.size(); turn++) {
                        Contender contender = contenders.get(Math.floorMod(turn + round, contenders.size()));
                        measured.put(contender, measure(contender, sales, c));
                        System.err.printf(
                                "round %d of %d, %d connection(s), %s: %,.0f rows/s%n",
                                round,
                                rounds,
                                c,
                                contender.name(),
                                measured.get(contender).rowsPerSecond());
                    }
                    // The rounds up to 0 warm up: the JIT compiler takes one of two cores for a minute.
                    if (round > 0) {
                        double limit = measured.get(contenders.get(0)).rowsPerSecond();
                        contenders.forEach(contender -> results.computeIfAbsent(
                                        new Case(contender.name(), c), k -> new ArrayList<>())
                                .add(measured.get(contender).of(limit)));
                    }
                }
            }
            print(sales, results);
            return 0;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private String late() {
        return ", " + latency.toMillis() + " ms";
    }

    /**
     * The limit first.
     *
     * @param note ends the name of those that read from the bucket
     */
    List<Contender> contenders(Servers.Bucket bucket, String note) {
        return List.of(
                new PsqlCopy(),
                new Catwing(bucket, Catwing.Way.LOAD, note),
                new Catwing(bucket, Catwing.Way.AGAIN, note),
                new SpringBatch(),
                new JdbcBatches(),
                new CamelSplit());
    }

    private static Measured measure(Contender contender, Sales sales, int connections) throws Exception {
        Servers.Database database = Servers.database();
        int some = contender.days(sales.days().size());
        long expected = sales.lines() / sales.days().size() * some;
        CpuClock client = new CpuClock(ProcessHandle.current().pid());
        CpuClock server = new CpuClock(postmaster(database));
        try (Contender.Prepared prepared = contender.prepare(database, sales, connections)) {
            durable(database);
            // A checkpoint that another contender left behind is not this one's cost.
            execute(database, "checkpoint");
            Duration clientBefore = client.used();
            Duration serverBefore = server.used();
            long begin = System.nanoTime();
            prepared.load(some);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (isLimit(contender)) {
                awaitNobody(database);
            }
            double clientCpu = client.used().minus(clientBefore).toMillis() * 1000.0 / expected;
            double serverCpu = server.used().minus(serverBefore).toMillis() * 1000.0 / expected;
            System.err.printf(
                    "    %s%n", text(database, "select pg_size_pretty(pg_database_size(current_database()))"));
            long found = count(database);
            if (contender.days(1) == 1 && found < expected) {
                throw new IllegalStateException(contender.name() + " loaded " + found + " of " + expected + " lines");
            }
            return new Measured(expected / seconds, clientCpu, serverCpu);
        } finally {
            execute(Servers.emptyDatabase(), "drop database " + name(database) + " with (force)");
        }
    }

    /** The servers of the tests forget what they were told when the power fails; a database that counts does not. */
    private static void durable(Servers.Database database) throws SQLException, IOException {
        for (String setting : List.of(
                "fsync = on",
                "synchronous_commit = on",
                "full_page_writes = on",
                "max_wal_size = '4GB'",
                "checkpoint_timeout = '15min'")) {
            execute(database, "alter system set " + setting);
        }
        execute(database, "select pg_reload_conf()");
    }

    private static boolean isLimit(Contender contender) {
        return contender instanceof PsqlCopy;
    }

    /** The servers' processes of psql end after it; their CPU time is known only then. */
    private static void awaitNobody(Servers.Database database) {
        Awaitility.await().until(() -> text(
                        database,
                        "select count(*)::text from pg_stat_activity where datname = current_database()"
                                + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
                .equals("0"));
    }

    private void print(Sales sales, Map<Case, List<Result>> results) {
        System.out.printf(
                "%,d order lines in %d daily files, medians of %d rounds.%n%n",
                sales.lines(),
                sales.days().size(),
                results.values().iterator().next().size());
        System.out.println(
                "| contender | connections | rows/s | of the limit | client CPU µs/row | server CPU µs/row |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        results.forEach((k, v) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,.0f | %.2f | %.1f | %.1f |%n",
                k.contender(),
                k.connections(),
                median(v.stream().map(Result::rowsPerSecond).toList()),
                median(v.stream().map(Result::ratio).toList()),
                median(v.stream().map(Result::clientCpuMicros).toList()),
                median(v.stream().map(Result::serverCpuMicros).toList())));
        if (latency != null) {
            System.out.println();
            results.forEach((late, slow) -> {
                List<Result> fast = results.get(new Case(late.contender().replace(late(), ""), late.connections()));
                if (fast != slow) {
                    System.out.printf(
                            Locale.ROOT,
                            "%s, %d connection(s): %.2f times as long as without%n",
                            late.contender(),
                            late.connections(),
                            median(IntStream.range(0, slow.size())
                                    .mapToObj(i -> fast.get(i).rowsPerSecond()
                                            / slow.get(i).rowsPerSecond())
                                    .toList()));
                }
            });
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static long postmaster(Servers.Database database) throws SQLException {
        return Long.parseLong(text(database, "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"));
    }

    private static String name(Servers.Database database) {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    private static long count(Servers.Database database) throws SQLException {
        return Long.parseLong(text(database, "select count(*)::text from general.sales_order_line"));
    }

    private static String text(Servers.Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Servers.Database database, String sql) throws SQLException, IOException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
