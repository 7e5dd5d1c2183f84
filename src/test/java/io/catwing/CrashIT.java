package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawFile;
import io.catwing.client.ClientId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments. The program is a process of its own; PostgreSQL, S3 and the ERP live on in the test.
 *
 * <p>{@code -Dcatwing.crashes=N} sets how often fetch, load and replay are each killed, {@code -Dcatwing.seed=N} when.
 */
class CrashIT {
    private static final int CRASHES = Integer.getInteger("catwing.crashes", 4);
    /** Milliseconds that a run loads, enriches and computes for, so that it is killed at any of the three. */
    private static final int WORK = 2500;

    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final int DAYS = 20;
    private static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    private static DemoErp erp;
    private static Servers.Bucket wholeBucket;
    private static Servers.Database wholeDatabase;
    private static long seed;

    @TempDir
    static Path home;

    @BeforeAll
    static void a_run_that_nobody_disturbs() {
        seed = Long.getLong("catwing.seed", System.nanoTime());
        erp = DemoErp.start(DemoOptions.of(FIRST, DAYS));
        wholeBucket = Servers.bucket();
        wholeDatabase = Servers.database();
        Child whole = start(wholeBucket, wholeDatabase, fetch());
        assertThat(whole.await()).as(whole.output()).isZero();
    }

    @AfterAll
    static void end() {
        erp.close();
    }

    @Test
    void a_fetch_killed_again_and_again_ends_like_one_that_was_not() throws Exception {
        Servers.Bucket bucket = Servers.bucket();
        Servers.Database database = Servers.database();
        SplittableRandom random = new SplittableRandom(seed);

        int killed = 0;
        while (killed < CRASHES) {
            if (killedAtWork(start(bucket, database, fetch()), database, random.nextInt(900))) {
                killed++;
                everyObjectIsWholeAndAsUndisturbed(bucket);
            } else {
                // It was through before it could be killed: there is nothing left to disturb but a fresh start.
                bucket = Servers.bucket();
                database = Servers.database();
            }
        }
        Child last = start(bucket, database, fetch());

        assertThat(last.await()).as("seed %d: %s", seed, last.output()).isZero();
        assertThat(objects(bucket)).isEqualTo(objects(wholeBucket));
        // The ledger of the objectStore tells when an object was put, and this bucket's were put at another time.
        assertThat(differing(database)).as("seed %d", seed).isSubsetOf("ops.lake_ledger");
        assertThat(images(database)).as("seed %d", seed).isEqualTo(images(wholeDatabase));
    }

    @Test
    void a_load_killed_again_and_again_ends_like_one_that_was_not() throws Exception {
        Servers.Database database = Servers.database();
        SplittableRandom random = new SplittableRandom(seed + 1);

        int killed = 0;
        while (killed < CRASHES) {
            if (killedAtWork(start(wholeBucket, database, "load", "--parallel", "2"), database, random.nextInt(WORK))) {
                killed++;
                everyLoadedFileIsWholeAndNoOther(database);
            } else {
                database = Servers.database();
            }
        }
        Child last = start(wholeBucket, database, "load");

        assertThat(last.await()).as("seed %d: %s", seed, last.output()).isZero();
        assertThat(differing(database)).as("seed %d", seed).isEmpty();
    }

    @Test
    void a_replay_in_bulk_killed_again_and_again_ends_like_a_load_that_was_not() throws Exception {
        Servers.Database database = Servers.database();
        SplittableRandom random = new SplittableRandom(seed + 2);

        int killed = 0;
        while (killed < CRASHES) {
            if (killedAtWork(start(wholeBucket, database, replay()), database, random.nextInt(WORK))) {
                killed++;
                everyLoadedFileIsWholeAndNoOther(database);
            } else {
                database = Servers.database();
            }
        }
        Child last = start(wholeBucket, database, random.nextBoolean() ? replay() : new String[] {"load"});

        assertThat(last.await()).as("seed %d: %s", seed, last.output()).isZero();
        assertThat(differing(database)).as("seed %d", seed).isEmpty();
        assertThat(number(database, "select count(*) from ops.put_aside"))
                .as("indexes that are still put aside")
                .isZero();
    }

    @Test
    void shares_that_are_filled_side_by_side_and_killed_end_like_a_load_that_was_not() throws Exception {
        Servers.Database database = Servers.database();
        SplittableRandom random = new SplittableRandom(seed + 3);
        int shares = 3;

        Child[] filling = new Child[shares];
        for (int share = 0; share < shares; share++) {
            filling[share] = start(wholeBucket, database, share(share, shares));
        }
        killedAtWork(filling[random.nextInt(shares)], database, random.nextInt(WORK));
        for (int share = 0; share < shares; share++) {
            if (filling[share].await() != 0) {
                Child again = start(wholeBucket, database, share(share, shares));
                assertThat(again.await())
                        .as("seed %d, share %d: %s", seed, share, again.output())
                        .isZero();
            }
        }

        assertThat(differing(database)).as("seed %d", seed).isEmpty();
        assertThat(number(
                        database,
                        "select (select count(*) from ops.put_aside) + (select count(*) from ops.bulk_replay)"))
                .isZero();
    }

    private static String[] share(int share, int shares) {
        return new String[] {"replay", "--bulk", "--parallel", "1", "--share", share + "/" + shares};
    }

    private static String[] replay() {
        return new String[] {"replay", "--bulk", "--parallel", "2"};
    }

    private static String[] fetch() {
        return new String[] {
            "fetch",
            "--from",
            FIRST.toString(),
            "--to",
            FIRST.plusDays(DAYS - 1).toString()
        };
    }

    private static Child start(Servers.Bucket bucket, Servers.Database database, String... command) {
        Map<String, String> environment = new HashMap<>(erp.environment());
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        environment.putAll(Servers.environment(database, bucket));
        return Child.start(Child.program("-Xmx256m"), environment, Path.of("."), command);
    }

    /**
     * Waits until the run has begun its work, and kills it that many milliseconds later.
     *
     * @return false when it had ended by then
     */
    private static boolean killedAtWork(Child child, Servers.Database database, long after) throws SQLException {
        long before = runs(database);
        Awaitility.await()
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> runs(database) > before || !child.process().isAlive());
        assertThat(child.process().isAlive() || child.process().exitValue() == 0)
                .as(child.output())
                .isTrue();
        boolean ended = child.endsWithin(after);
        child.kill();
        return !ended;
    }

    private static long runs(Servers.Database database) throws SQLException {
        return number(database, "select count(*) from ops.run");
    }

    private static void everyObjectIsWholeAndAsUndisturbed(Servers.Bucket bucket) {
        assertThat(objects(wholeBucket)).as("seed %d", seed).containsAllEntriesOf(objects(bucket));
    }

    /** Key to ETag, which is the MD5 of the content, of everything under raw-data/, whatever it is called. */
    private static Map<String, String> objects(Servers.Bucket bucket) {
        Map<String, String> objects = new TreeMap<>();
        bucket.s3()
                .listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix("raw-data/"))
                .contents()
                .forEach(o -> objects.put(o.key(), o.eTag()));
        return objects;
    }

    private static void everyLoadedFileIsWholeAndNoOther(Servers.Database database) throws SQLException {
        long loaded =
                number(database, "select coalesce(sum(rows_loaded), 0) from ops.ledger where entity = 'inventory'");
        assertThat(number(database, "select count(*) from general.inventory"))
                .as("seed %d: the ledger's rows are the table's", seed)
                .isEqualTo(loaded);
        assertThat(
                        number(
                                database,
                                "select count(*) from general.inventory i where not exists (select from ops.ledger l where"
                                        + " l.client_id = i.client_id and l.entity = 'inventory' and l.source_date = i.source_date)"))
                .as("seed %d: rows of files that the ledger does not hold", seed)
                .isZero();
    }

    private static long number(Servers.Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Tables that hold something else than those of the run that nobody disturbed. */
    private static List<String> differing(Servers.Database database) throws SQLException {
        Map<String, Digests.Digest> whole = new Digests(wholeDatabase.dataSource()).all();
        Map<String, Digests.Digest> digests = new Digests(database.dataSource()).all();
        assertThat(digests).containsOnlyKeys(whole.keySet());
        return whole.keySet().stream()
                .filter(table -> !whole.get(table).equals(digests.get(table)))
                .toList();
    }

    /** Every object that the ledger of the objectStore holds, with its ETag, in one number that order does not change. */
    private static long images(Servers.Database database) throws SQLException {
        return number(
                database,
                "select sum(hashtextextended(concat_ws(' ', object_key, split_part(etag, '@', 1), rows_loaded, rows_rejected), 0) % 1000000007)"
                        + " from ops.lake_ledger");
    }

    @Test
    void the_undisturbed_run_did_something() {
        for (ClientId client : CLIENTS) {
            try (Stream<RawFile> files = wholeBucket.rawFiles().list(client)) {
                assertThat(files.count()).isEqualTo(10L * DAYS);
            }
        }
    }
}
