package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.support.ByteGate;
import io.catwing.support.ByteGate.Meter;
import io.catwing.support.Child;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at any byte between the last answer of a delta and the end of its file's PUT, and shortly after. The process speaks with S3
 * through a gate; PostgreSQL, S3 and the ERP live on in the test. {@code -Dcatwing.kills=N} sets how often, {@code -Dcatwing.seed=N}
 * where.
 */
class DeltaCrashIT {
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 2);
    private static final int KILLS = Integer.getInteger("catwing.kills", 8);
    private static final int KILLED = 128 + 9;

    /** Both directions: the PUT, its answer, and some of what is asked behind it. */
    private static final int BYTES = 4_000;

    /** That happen at the ERP while it is asked once. */
    private static final int CHANGES = 3;

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9]+)\"");

    private final long seed = Long.getLong("catwing.seed", System.nanoTime());
    private final Servers.Bucket bucket = Servers.bucket();
    private final Servers.Database database = Servers.database();
    private final Meter meter = new Meter();
    private final ByteGate gate =
            new ByteGate("127.0.0.1", 0, URI.create(bucket.endpoint()).getPort(), meter);
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Runnable lastPage = () -> {};
    private final FakeServer erp = new FakeServer(this::answer);

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws IOException {
        erp.close();
        gate.close();
    }

    /** Changes are numbered, and a link names the last one that was given. Each answer has two pages. */
    private Response answer(Request request) {
        int from = Integer.parseInt(request.query().getOrDefault("$deltatoken", "0"));
        String upTo = request.query().get("to");
        if (upTo == null) {
            int last = changes.addAndGet(CHANGES);
            return page(from + 1, from + 1, "@odata.nextLink", "$deltatoken=" + from + "&to=" + last);
        }
        int last = Integer.parseInt(upTo);
        lastPage.run();
        return page(from + 2, last, "@odata.deltaLink", "$deltatoken=" + last);
    }

    private static Response page(int from, int to, String link, String query) {
        String records = IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"name\":\"n" + i + "\"}")
                .collect(Collectors.joining(","));
        return Response.json("{\"value\":[" + records + "],\"" + link + "\":\"/products?" + query + "\"}");
    }

    private Child start(LocalDate day) throws IOException {
        Path clients = Files.createDirectories(folder.resolve("clients"));
        Files.writeString(
                clients.resolve(CLIENT + ".yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: URL
                  auth: {type: none}
                  limits: {requests_per_second: 1000}
                entities:
                  products:
                    delta: {link: /@odata.deltaLink}
                    request: {path: /products}
                    paging: {type: next_link, next: /@odata.nextLink}
                    envelope: {records: /value}
                    mapping: {product_id: /id, name: /name}
                """
                        .replace("URL", erp.url()));
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_S3_ENDPOINT", "http://127.0.0.1:" + gate.port());
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        Child[] child = new Child[1];
        meter.begin(Long.MAX_VALUE, () -> child[0].process().destroyForcibly());
        child[0] = Child.start(
                Child.program("-Xmx256m"),
                environment,
                Path.of("").toAbsolutePath(),
                "fetch",
                "--client",
                CLIENT.value(),
                "--entity",
                "products",
                "--date",
                day.toString());
        return child[0];
    }

    @Test
    void no_change_is_lost_or_taken_twice_wherever_a_process_is_killed_between_the_answer_and_the_end_of_its_put()
            throws Exception {
        Random random = new Random(seed);
        LocalDate day = FIRST;
        int killed = 0;
        for (int start = 0; killed < KILLS && start < 4 * KILLS; start++) {
            int offset = random.nextInt(BYTES);
            lastPage = () -> meter.killIn(offset);
            Child child = start(day);
            int exit = child.await();
            assertThat(exit).as("seed %d: %s", seed, child.output()).isIn(0, KILLED);
            killed += exit == KILLED ? 1 : 0;
            everyChangeUpToTheLastCursorIsThereOnce();
            // What was not stored is asked for again with its day, or that day is missed.
            day = isStored(day) || random.nextBoolean() ? day.plusDays(1) : day;
        }
        assertThat(killed).as("seed %d", seed).isEqualTo(KILLS);

        lastPage = () -> {};
        Child last = start(day);
        assertThat(last.await()).as("seed %d: %s", seed, last.output()).isZero();

        assertThat(everyChangeUpToTheLastCursorIsThereOnce()).isEqualTo(changes.get());
        assertThat(number("select count(*) from general.product")).isEqualTo(changes.get());
        assertThat(spooled()).as("what killed processes left in the spool").isEmpty();
    }

    private boolean isStored(LocalDate day) {
        return bucket.rawFiles().find(new RawKey(CLIENT, day, Entity.PRODUCTS)).isPresent();
    }

    /** @return the change that the next file goes on from */
    private int everyChangeUpToTheLastCursorIsThereOnce() throws IOException {
        List<RawFile> files;
        try (Stream<RawFile> all = bucket.rawFiles().list(CLIENT)) {
            files = all.sorted().toList();
        }
        List<Integer> came = new ArrayList<>();
        int next = 0;
        for (RawFile file : files) {
            try (InputStream in = bucket.rawFiles().open(file)) {
                ID.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .results()
                        .forEach(id -> came.add(Integer.valueOf(id.group(1))));
            }
            String cursor = bucket.rawFiles().metadata(file.key()).orElseThrow().cursor();
            next = Integer.parseInt(cursor.replace("link /products?$deltatoken=", ""));
            assertThat(came).as("seed %d, up to %s", seed, file.key()).hasSize(next);
        }
        assertThat(came)
                .as("seed %d", seed)
                .isEqualTo(IntStream.rangeClosed(1, next).boxed().toList());
        return next;
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("home/spool"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private long number(String sql) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
