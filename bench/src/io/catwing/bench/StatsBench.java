package io.catwing.bench;

import io.catwing.client.ClientId;
import io.catwing.job.Progress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.stats.ComputeStats;
import io.catwing.support.Servers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a day costs the statistics, against all of them: in turn in every round, on the same growing history. */
@Command(name = "bench/stats", mixinStandardHelpOptions = true, description = "Benchmark of stats; prints Markdown.")
public final class StatsBench implements Callable<Integer> {
    private static final String FULL = "all of it (--full)";

    @Option(names = "--days", defaultValue = "305", description = "Of history. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(names = "--products", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
    private int products;

    @Option(names = "--places", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int places;

    @Option(
            names = "--lines-a-day",
            defaultValue = "2000",
            description = "Sales order lines. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    private ComputeStats stats;

    public static void main(String[] args) {
        System.exit(new CommandLine(new StatsBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Servers.Database database = Servers.database();
        ShopHistory history = new ShopHistory(database.dataSource(), products, places, lines);
        stats = new ComputeStats(database.dataSource(), Progress.NONE, SqlFolder.none());
        history.begin();
        history.days(0, days - 1);
        // As autovacuum would have left it in the meantime.
        history.execute("analyze");
        compute(false);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int day = days; day < days + rounds; day++) {
            for (String schema : List.of("general", "stats")) {
                history.execute(
                        "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = '"
                                + schema + "' loop execute format('analyze " + schema + ".%I', t); end loop; end $$");
            }
            seconds.computeIfAbsent(FULL, k -> new ArrayList<>()).add(compute(true));
            history.execute("vacuum");
            history.execute("checkpoint");
            history.days(day, day);
            seconds.computeIfAbsent("one new day", k -> new ArrayList<>()).add(compute(false));
            history.correct(day);
            seconds.computeIfAbsent("an order of 60 days ago changes", k -> new ArrayList<>())
                    .add(compute(false));
            seconds.computeIfAbsent("nothing new", k -> new ArrayList<>()).add(compute(false));
        }
        var bitByBit = new Digests(database.dataSource()).all();
        compute(true);
        boolean equal = bitByBit.equals(new Digests(database.dataSource()).all());
        System.out.printf(
                Locale.ROOT,
                "%d days, %,d sales order lines, %,d rows of inventory; medians of %d rounds; digests of both ways %s.%n%n",
                days,
                (long) days * lines,
                (long) days * products * places,
                rounds,
                equal ? "are equal" : "DIFFER");
        System.out.println("| computed | seconds | of a full run |");
        System.out.println("|---|---:|---:|");
        double full = LoadBench.median(seconds.get(FULL));
        seconds.forEach((what, times) -> System.out.printf(
                Locale.ROOT, "| %s | %.2f | %.3f |%n", what, LoadBench.median(times), LoadBench.median(times) / full));
        return equal && LoadBench.median(seconds.get("one new day")) <= full / 10 ? 0 : 1;
    }

    private double compute(boolean full) {
        long begin = System.nanoTime();
        stats.compute(new ClientId("CW-000001"), full);
        return (System.nanoTime() - begin) / 1e9;
    }
}
