package io.catwing.bench;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.Status;
import io.catwing.job.StepResult;
import io.catwing.recover.PlanRecovery;
import io.catwing.recover.RecoveryJob;
import io.catwing.support.GeneratedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each piece of work costs by the number of tiny raw files, so that anything that grows faster than its input is seen. */
@Command(
        name = "bench/scale",
        mixinStandardHelpOptions = true,
        description = "Calls of S3, SQL statements, seconds and heap by the number of raw files; prints Markdown.")
public final class ScaleBench implements Callable<Integer> {
    private static final LocalDate FIRST = LocalDate.of(2017, 1, 1);

    @Option(names = "--clients", defaultValue = "2", description = "At factor 1. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--days", defaultValue = "30", description = "At factor 1. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--factors",
            split = ",",
            defaultValue = "1,4,16",
            description =
                    "Of the number of files: half of each by more clients, half by more days. Default: ${DEFAULT-VALUE}.")
    private List<Integer> factors;

    @Option(names = "--known", description = "The ledger is filled by SQL; nothing but the new day is loaded.")
    private boolean known;

    private final Map<String, Map<Integer, Figures>> figures = new LinkedHashMap<>();
    private final HeapWatch heap = new HeapWatch();
    private final CountedPostgres postgres = new CountedPostgres();

    /**
     * @param files that the figures are divided by
     * @param lists of {@code calls}, those that list raw files
     */
    private record Figures(
            long files, long calls, long lists, long statements, double seconds, double cpu, long heap) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ScaleBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (!known) {
            measure(0);
            figures.clear();
        }
        for (int factor : factors) {
            measure(factor);
        }
        print();
        return 0;
    }

    /** @param factor 0 for what warms up */
    private void measure(int factor) throws Exception {
        int share = (int) Math.round(Math.sqrt(Math.max(1, factor)));
        int number = clients * share;
        int all = days * Math.max(1, factor) / share;
        List<ClientId> ids = IntStream.range(0, number)
                .mapToObj(i -> new ClientId(String.format("CW-%06d", 100 + i)))
                .toList();
        try (GeneratedS3 s3 = new GeneratedS3(ids, GeneratedS3.ENTITIES, FIRST, all)) {
            Path folder = write(ids);
            if (!known) {
                try (ConfigurableApplicationContext context = context(s3, folder, all)) {
                    Job load = Job.of(RunId.next(), "bench", ids);
                    step(factor, "full replay, ordinary", s3, s3.files(), () -> send(context, "load-only", load));
                }
            }
            try (ConfigurableApplicationContext context = context(s3, folder, all)) {
                if (known) {
                    postgres.fill(context, FIRST, all);
                } else {
                    Job bulk = Job.of(RunId.next(), "bench", ids).with(Job.Option.BULK);
                    step(factor, "full replay, bulk", s3, s3.files(), () -> send(context, "replay-only", bulk));
                }
                step(factor, "plan of a recovery", s3, s3.files(), () -> context.getBean(PlanRecovery.class)
                        .plan(new RecoveryJob(
                                RunId.next(), "bench", RecoveryJob.Kind.FULL, null, null, null, false, false)));
                Job nothing = Job.of(RunId.next(), "bench", ids);
                step(factor, "load of nothing new", s3, s3.files(), () -> send(context, "load-only", nothing));
                daily(context, ids, all);
                s3.days(all + 1);
                step(factor, "load of one new day", s3, ids.size() * (long) GeneratedS3.ENTITIES.size(), () -> {
                    daily(context, ids, all + 1);
                });
                step(factor, "status", s3, s3.files(), () -> status(context));
            }
        }
    }

    /** The daily run; it finds the day in the bucket already, and asks no ERP. */
    private static void daily(ConfigurableApplicationContext context, List<ClientId> ids, int all) {
        context.getBean(CountedPostgres.SettableClock.class).set(FIRST.plusDays(all));
        send(context, "fetch-and-load", Job.of(RunId.next(), "timer", ids).with(Job.Option.OWED));
    }

    private static void status(ConfigurableApplicationContext context) {
        Status status = context.getBean(Status.class);
        Collection<Client> clients = context.getBean(Clients.class).all();
        status.of(clients);
        status.stages(clients);
    }

    private ConfigurableApplicationContext context(GeneratedS3 s3, Path folder, int all) {
        return postgres.start(s3.settings(), folder, FIRST.plusDays(all));
    }

    private static Path write(List<ClientId> ids) throws IOException {
        Path folder = Files.createDirectories(
                Files.createTempDirectory("catwing-bench-").resolve("clients"));
        for (ClientId id : ids) {
            Files.writeString(folder.resolve(id + ".yaml"), GeneratedS3.clientFile(id));
        }
        return folder;
    }

    private static void send(ConfigurableApplicationContext context, String route, Job job) {
        List<?> results = context.getBean(org.apache.camel.ProducerTemplate.class)
                .requestBody("direct:" + route, job, List.class);
        for (Object result : results) {
            if (((StepResult) result).outcome() == StepResult.Outcome.FAILED) {
                throw new IllegalStateException(result.toString());
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void step(int factor, String name, GeneratedS3 s3, long files, Work work) throws Exception {
        CpuClock cpu = new CpuClock(ProcessHandle.current().pid());
        s3.resetCalls();
        postgres.resetStatements();
        heap.reset();
        double spent = cpu.used().toMillis() / 1000.0;
        long began = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        double used = cpu.used().toMillis() / 1000.0 - spent;
        Map<String, Long> calls = s3.calls();
        System.err.printf(Locale.ROOT, "x%d %s: %s, %.1f s%n", factor, name, calls, seconds);
        System.err.print("  most often:\n" + postgres.mostCalled() + "  longest:\n" + postgres.longest());
        figures.computeIfAbsent(name, n -> new LinkedHashMap<>())
                .put(
                        factor,
                        new Figures(
                                files,
                                calls.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                                calls.getOrDefault(GeneratedS3.RAW, 0L),
                                postgres.statements(),
                                seconds,
                                used,
                                heap.most()));
    }

    private void print() {
        System.out.println(
                "| work | files | S3 calls | of them lists of raw files | SQL statements a file | s per 1,000 | CPU s per 1,000"
                        + " | heap MB |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
        figures.forEach((work, byFactor) -> byFactor.forEach((factor, f) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %.3f | %.3f | %.3f | %d |%n",
                work,
                f.files(),
                f.calls(),
                f.lists(),
                f.statements() / (double) f.files(),
                f.seconds() * 1000 / f.files(),
                f.cpu() * 1000 / f.files(),
                f.heap() >> 20)));
        System.out.println();
        System.out.println("| growth per file, last of first | S3 calls | SQL statements | s | CPU s |");
        System.out.println("|---|---:|---:|---:|---:|");
        figures.forEach((work, byFactor) -> {
            List<Figures> all = new ArrayList<>(byFactor.values());
            Figures first = all.get(0);
            Figures last = all.get(all.size() - 1);
            double more = last.files() / (double) first.files();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                    work,
                    last.calls() / more / Math.max(1, first.calls()),
                    last.statements() / more / Math.max(1, first.statements()),
                    last.seconds() / more / first.seconds(),
                    last.cpu() / more / first.cpu());
        });
    }
}
