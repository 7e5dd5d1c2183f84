package io.catwing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.app.ServiceAddress;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.S3Clients;
import io.catwing.bucket.S3RawFiles;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.local.servers.EmbeddedS3;
import io.catwing.postgres.Digests;
import io.catwing.support.Child;
import io.catwing.support.OwnPostgres;
import io.catwing.support.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A service through an hour of faults ({@code mvn -Psoak verify}), and then a clean run that must give the same. */
class ServiceSoak {
    private static final int MINUTES = Integer.getInteger("catwing.soak.minutes", 60);
    /** Stops a soak that hangs. */
    private static final Duration CAUGHT_UP = Duration.ofMinutes(Math.max(10, MINUTES / 2));

    private static final int SAMPLES = 40;
    private static final int SECONDS_A_DAY = 30;
    private static final double BAD_ANSWERS = 0.2;
    private static final Duration RESTART = Duration.ofSeconds(10);
    private static final Duration AWAY = Duration.ofSeconds(Math.min(60, MINUTES * 5));
    /** Live heap of the last quarter to that of the second; by then everything has been done once. */
    private static final double FLAT = 1.25;

    private static final String SECRET = "a secret of the soak";

    @TempDir
    Path folder;

    private final LocalDate last = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private final LocalDate first = last.minusDays(MINUTES * 60L / SECONDS_A_DAY);
    /** With a day more than has passed, for a soak through midnight. */
    private final DemoOptions trade = DemoOptions.of(first, MINUTES * 60 / SECONDS_A_DAY + 2);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private Instant begin;
    private EmbeddedS3 s3;
    private OwnPostgres postgres;
    private Servers.Database database;
    private DemoErp erp;
    private Child service;

    @BeforeEach
    void servers() throws IOException {
        s3 = EmbeddedS3.start(folder.resolve("s3"), "soak", SECRET);
        postgres = OwnPostgres.in(Files.createDirectory(folder.resolve("server")));
        database = postgres.create("catwing");
        erp = DemoErp.start(trade.withFaultRate(BAD_ANSWERS));
        Files.createDirectory(folder.resolve("clients"));
        Files.createDirectory(folder.resolve("tmp"));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        if (service != null) {
            service.kill();
        }
        erp.close();
        postgres.close();
        s3.close();
    }

    @Test
    void everything_is_caught_up_and_as_after_a_clean_run_and_the_heap_is_flat() throws Exception {
        Backlog backlog = new Backlog(folder.resolve("clients"), database, first, last);
        service = Child.start(
                Child.program("-Xmx512m", "-Djava.io.tmpdir=" + folder.resolve("tmp")),
                environment("home", s3.settings(), database),
                Path.of("."),
                "serve");
        await().atMost(CAUGHT_UP).until(() -> {
            assertThat(service.process().isAlive()).as(service.output()).isTrue();
            return address() != null;
        });
        begin = Instant.now();
        Vitals vitals = new Vitals(service);
        Future<?> growing = threads.scheduleWithFixedDelay(backlog::grow, 1, SECONDS_A_DAY, TimeUnit.SECONDS);
        Future<?> sampling = threads.scheduleAtFixedRate(
                () -> note(vitals.sample()), 0, MINUTES * 60_000L / SAMPLES, TimeUnit.MILLISECONDS);

        S3Settings bucket = s3.settings();
        int port = URI.create(bucket.endpoint()).getPort();
        Runnable s3Back = () -> s3 = EmbeddedS3.start(folder.resolve("s3"), "soak", SECRET, port);
        outage(0.10, "PostgreSQL is stopped", backlog, postgres::stop, RESTART, postgres::start);
        outage(0.20, "S3 is away", backlog, () -> s3.close(), AWAY, s3Back);
        outage(0.50, "PostgreSQL is killed", backlog, postgres::kill, RESTART, postgres::start);
        outage(0.60, "S3 is away", backlog, () -> s3.close(), AWAY, s3Back);
        outage(0.90, "PostgreSQL is stopped", backlog, postgres::stop, RESTART, postgres::start);
        at(1, () -> growing.cancel(false));
        note("no days more from " + backlog.start());
        await().atMost(CAUGHT_UP).pollInterval(Duration.ofSeconds(1)).until(backlog::isDone);
        sampling.cancel(false);
        note("caught up: " + backlog.loaded() + " files");
        printCounters();

        await().atMost(CAUGHT_UP).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(health())
                .startsWith("{\"status\":\"UP\""));
        service.process().destroy();
        service.await();
        assertThat(files(folder.resolve("tmp"))).isEmpty();
        assertThat(files(folder.resolve("home/spool")))
                .allMatch(file -> file.getFileName().toString().equals("lock"));
        assertThat(backlog.isDone()).as("nothing is left claimed").isTrue();
        equalsACleanRun(backlog, bucket);
        note("live heap by quarters, median bytes: "
                + IntStream.rangeClosed(1, 4).mapToObj(vitals::liveHeap).toList());
        assertThat(vitals.liveHeap(4)).as("live heap of the last quarter").isLessThan((long)
                (vitals.liveHeap(2) * FLAT));
        assertThat(service.output()).as("no stack trace for what is expected").doesNotContainPattern("\\n\t ?at ");
    }

    /** Something goes away in the middle of the work, and comes back. */
    private void outage(double share, String what, Backlog backlog, Runnable goes, Duration length, Runnable comes)
            throws Exception {
        at(share, () -> await().atMost(CAUGHT_UP).until(backlog::isBeingWorkedOn));
        note(what);
        goes.run();
        threads.schedule(comes, length.toMillis(), TimeUnit.MILLISECONDS).get();
        note("it is back");
    }

    /** @param share of the soak's time */
    private void at(double share, Runnable task) throws Exception {
        Instant due = begin.plusMillis((long) (MINUTES * 60_000L * share));
        threads.schedule(task, Duration.between(Instant.now(), due).toMillis(), TimeUnit.MILLISECONDS)
                .get();
    }

    private void note(String event) {
        System.out.println(Duration.between(begin, Instant.now()).toSeconds() + " s: " + event);
    }

    private void equalsACleanRun(Backlog backlog, S3Settings bucket) throws Exception {
        int port = erp.baseUrl().getPort();
        erp.close();
        // On the same port: the addresses of images are values of a column.
        erp = DemoErp.start(trade.withPort(port));
        Servers.Bucket cleanBucket = Servers.bucket();
        Servers.Database clean = postgres.create("clean");
        Child run = Child.start(
                Child.program("-Xmx512m"),
                environment("clean-home", cleanBucket.settings(), clean),
                Path.of("."),
                "fetch",
                "--from",
                backlog.start().toString(),
                "--to",
                backlog.end().toString());
        await().atMost(CAUGHT_UP).until(() -> !run.process().isAlive());
        assertThat(run.process().exitValue()).as(run.output()).isZero();

        try (S3Client client = S3Clients.create(bucket)) {
            for (String name : Backlog.clients()) {
                assertThat(checksums(new S3RawFiles(client, bucket.bucket()), name))
                        .isEqualTo(checksums(cleanBucket.rawFiles(), name));
            }
        }
        assertThat(digests(database)).isEqualTo(digests(clean));
        note("bucket and database are as after a clean run");
    }

    /** Without the ledger of what lies beside the raw files, which has the time at which a bucket got an image. */
    private static Map<String, Digests.Digest> digests(Servers.Database of) throws Exception {
        Map<String, Digests.Digest> digests = new TreeMap<>(new Digests(of.dataSource()).all());
        digests.remove("ops.lake_ledger");
        return digests;
    }

    /** @return ETags by key */
    private static Map<String, String> checksums(RawFiles bucket, String client) {
        try (Stream<RawFile> files = bucket.list(new ClientId(client))) {
            return files.collect(
                    Collectors.toMap(file -> file.key().toString(), RawFile::etag, (a, b) -> a, TreeMap::new));
        }
    }

    private Map<String, String> environment(String home, S3Settings bucket, Servers.Database inDatabase) {
        Map<String, String> environment = new HashMap<>(Backlog.variables(erp.environment()));
        environment.putAll(Map.of(
                "CATWING_HOME", folder.resolve(home).toString(),
                "CATWING_CLIENTS", folder.resolve("clients").toString(),
                "CATWING_DB_URL", inDatabase.url(),
                "CATWING_DB_USER", inDatabase.user(),
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.bucket()));
        environment.putAll(Map.of(
                "SERVER_PORT", "0",
                "CATWING_DAILY_CRON", "0 0 0 * * ?",
                "CATWING_DAILY_AGAIN_CRON", "*/2 * * * * ?",
                "CATWING_DAILY_CATCH_UP", "1000d",
                "CATWING_DAILY_PAUSE", "5s",
                "CATWING_DAILY_LONGEST_PAUSE", "20s",
                "CATWING_BACKUP_CRON", "0 0/" + Math.max(2, MINUTES / 6) + " * * * ?",
                "CATWING_RECOVER_DRILL_CRON", "0 0/" + Math.max(2, MINUTES / 12) + " * * * ?"));
        return environment;
    }

    private ServiceAddress address() {
        return ServiceAddress.read(folder.resolve("home")).orElse(null);
    }

    private String health() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address().url() + "/actuator/health"))
                                .header("Authorization", "Bearer " + address().token())
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** What happened, and how often. */
    private void printCounters() {
        note("answers of the ERPs: " + erp.statistics());
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        for (String sql : List.of(
                "select 'runs ' || lower(outcome) || ': ' || count(*) from ops.run group by outcome order by 1",
                "select stage || ' ' || lower(outcome) || ': ' || count(*) from ops.run_step group by stage, outcome order by 1",
                "select 'backups ' || lower(outcome) || ': ' || count(*) from ops.backup group by outcome order by 1")) {
            jdbc.sql(sql).query(String.class).list().forEach(System.out::println);
        }
        service.output()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .map(line -> line.replaceAll("[a-z0-9-]*\\d[a-z0-9-]*", "#"))
                .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()))
                .forEach((line, times) -> System.out.println(times + " x " + line));
    }
}
