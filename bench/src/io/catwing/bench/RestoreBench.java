package io.catwing.bench;

import io.catwing.backup.Backup;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.RecoveryFixture;
import io.catwing.recover.RecoveryReport;
import io.catwing.support.Servers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Restores one backup with each contender once a round, into a new database each time, and prints the medians beside each
 * other. Ours is the application as it is, through {@code direct:recover}; of it, the restore from S3 is told apart from
 * the comparison of every table with the manifest.
 */
@Command(
        name = "bench/restore",
        mixinStandardHelpOptions = true,
        description = "Benchmark of restore; prints Markdown.")
public final class RestoreBench implements Callable<Integer> {
    private static final String PLAIN = "gunzip \\| psql -1";
    private static final String OURS = "catwing: parts from S3, verified";
    private static final String CHECKED = "catwing, with every table's digest compared";
    private static final DatabaseName MAINTENANCE = new DatabaseName("postgres");

    @Option(names = "--gb", defaultValue = "1", description = "Size of the database. Default: ${DEFAULT-VALUE}.")
    private double gigabytes;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--sessions", defaultValue = "2", description = "That restore. Default: ${DEFAULT-VALUE}.")
    private int sessions;

    private final Map<String, double[]> seconds = new TreeMap<>();
    private final Map<String, double[]> cpu = new TreeMap<>();
    private final Servers.Database database = Servers.database();
    private final Servers.Bucket bucket = Servers.bucket();
    private Path folder;

    public static void main(String[] args) {
        System.exit(new CommandLine(new RestoreBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        folder = Files.createTempDirectory("catwing-bench-");
        // Only its client files are wanted: the bucket holds no raw file.
        try (DemoErp erp = DemoErp.start(DemoOptions.of(LocalDate.of(2026, 2, 11), 1));
                RecoveryFixture fixture =
                        new RecoveryFixture(bucket, database, erp, folder).with("catwing.recover.sessions", sessions)) {
            long days = Math.max(1, Math.round(gigabytes * 350));
            fixture.execute(
                    fixture.live(),
                    "set synchronous_commit = off",
                    Files.readString(Path.of("bench/history/fill-history.sql")).replace(":days", Long.toString(days)));
            fixture.start();
            Backup backup = fixture.ask("direct:backup", RunId.next(), Backup.class);
            Path dump = bucket.folder().resolve(backup.dump().key().toString());
            List<Contender> contenders = List.of(round -> byHand(fixture, dump, round), round -> ours(fixture, round));
            // The first round warms up, both the JIT compiler and the file cache. Who follows whom changes:
            // the kernel still writes what the one before has left.
            for (int round = -1; round < rounds; round++) {
                for (int turn = 0; turn < contenders.size(); turn++) {
                    contenders.get((turn + round + 1) % contenders.size()).restore(round);
                }
            }
            print(fixture.rows(fixture.live(), "select pg_size_pretty(pg_database_size(current_database()))")
                    .get(0));
            return 0;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private interface Contender {
        void restore(int round) throws Exception;
    }

    private void ours(RecoveryFixture fixture, int round) throws Exception {
        fixture.execute(MAINTENANCE, "checkpoint");
        try (CpuWatch watch = new CpuWatch(CpuClock.ofServer(database.dataSource()))) {
            long begin = System.nanoTime();
            RecoveryReport report = fixture.recoverFast(false);
            long restoring = begin + step(report, "prepare").toNanos();
            long restored = restoring + step(report, "restore").toNanos();
            long checked = restored + step(report, "check the restore").toNanos();
            note(round, OURS, restored - restoring, watch.between(restoring, restored));
            note(round, CHECKED, checked - restoring, watch.between(restoring, checked));
            fixture.execute(MAINTENANCE, "drop database " + report.database() + " with (force)");
        }
    }

    private void byHand(RecoveryFixture fixture, Path dump, int round) throws Exception {
        fixture.execute(MAINTENANCE, "checkpoint", "create database by_hand template template0");
        String[] place = database.url().split("[:/]+");
        ProcessBuilder bash = new ProcessBuilder(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "gunzip < '" + dump + "' | psql -q -X -1 -v ON_ERROR_STOP=1 > /dev/null")
                .inheritIO();
        bash.environment()
                .putAll(Map.of(
                        "PGHOST", place[2], "PGPORT", place[3], "PGDATABASE", "by_hand", "PGUSER", database.user()));
        try (CpuWatch watch = new CpuWatch(CpuClock.ofServer(database.dataSource()))) {
            long begin = System.nanoTime();
            if (bash.start().waitFor() != 0) {
                throw new IllegalStateException("psql failed");
            }
            long end = System.nanoTime();
            note(round, PLAIN, end - begin, watch.between(begin, end));
        }
        fixture.execute(MAINTENANCE, "drop database by_hand with (force)");
    }

    private static Duration step(RecoveryReport report, String name) {
        return report.steps().stream()
                .filter(step -> step.name().equals(name))
                .map(RecoveryReport.Step::took)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(report.problems().toString()));
    }

    private void note(int round, String contender, long nanos, double cpuSeconds) {
        System.err.printf(Locale.ROOT, "%s: %.2f s, %.2f CPU s%n", contender, nanos / 1e9, cpuSeconds);
        if (round >= 0) {
            seconds.computeIfAbsent(contender, name -> new double[rounds])[round] = nanos / 1e9;
            cpu.computeIfAbsent(contender, name -> new double[rounds])[round] = cpuSeconds;
        }
    }

    private double median(String contender) {
        return median(seconds.get(contender));
    }

    /** Within a round: what else the machine does changes from round to round. */
    private double ratio(String contender) {
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, round -> seconds.get(contender)[round] / seconds.get(PLAIN)[round]);
        return median(ratios);
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private void print(String size) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "A database of %s, %d sessions, medians of %d rounds and of their ratios; load at the end %.1f.%n%n",
                size,
                sessions,
                rounds,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println("| contender | s | of gunzip and psql -1 | CPU s |\n|---|---:|---:|---:|");
        for (String contender : new String[] {PLAIN, OURS, CHECKED}) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.2f | %.1f |%n",
                    contender,
                    median(contender),
                    ratio(contender),
                    median(cpu.get(contender)));
        }
        System.out.printf(
                "%nResident memory of ours with -Xmx256m, S3 server and one backup included: %s%n", PeakMemory.told());
    }
}
