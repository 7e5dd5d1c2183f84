package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Share;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.mapping.Mappings;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay in bulk gives what the files give one by one, whatever it meets on its way. */
class ReplayIT {
    private static final LocalDate LAST = RandomHistory.FIRST.plusDays(RandomHistory.DAYS - 1);
    private static final LoadSettings ROOMY =
            new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16);
    /** What the tables' indexes, keys and triggers are. */
    private static final String SHAPE =
            """
            select indexdef from pg_indexes where schemaname = 'general'
            union all
            select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
            union all
            select format('%s %s', pg_get_triggerdef(oid), tgenabled) from pg_trigger where not tgisinternal
            order by 1""";

    private final Servers.Bucket bucket = Servers.bucket();
    private final RawFiles rawFiles = bucket.rawFiles();

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void a_replay_in_bulk_gives_what_one_by_one_gives(long seed) {
        Random random = new Random(seed);
        RandomHistory.put(bucket, random);
        SortedMap<String, Digest> oneByOne = oneByOne(null, null);
        for (int round = 0; round < 4; round++) {
            // Sometimes files do not fit, or there are more keys than may be remembered.
            int bulkBytes = random.nextBoolean() ? 1 << 26 : 3 * (200 + random.nextInt(3000));
            int bulkKeys = random.nextBoolean() ? 1000 : 1 + random.nextInt(20);
            try (LoadFixture fixture = fixture(random.nextInt(1 << 12) + 1, bulkBytes, bulkKeys)) {
                assertThat(fixture.replayInBulk(null, null, 1 + random.nextInt(4)))
                        .hasSize(RandomHistory.SPECS.length * RandomHistory.DAYS)
                        .extracting(StepResult::outcome)
                        .containsOnly(Outcome.DONE);

                assertThat(fixture.digests())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(oneByOne);
                assertThat(fixture.rows("select count(*) from ops.bulk_replay")).containsExactly("0");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void one_that_was_stopped_goes_on(long seed) {
        Random random = new Random(seed);
        RandomHistory.put(bucket, random);
        SortedMap<String, Digest> oneByOne = oneByOne(null, null);
        LoadSettings settings = new LoadSettings(1, 2, 1 << 20, 1, 1 << 26, 1000, 1000, 8, 1 << 16);
        Servers.Database database = Servers.database();
        int parallel = 1 + random.nextInt(3);
        int files = RandomHistory.SPECS.length * RandomHistory.DAYS;
        for (int stops = 1 + random.nextInt(3), opened = 0; stops > 0; stops--) {
            int after = random.nextInt(files - opened);
            opened += after;
            RawFiles broken = new FromOneOn(rawFiles, new AtomicInteger(after), () -> {
                throw new AbortingFailure("stopped here", "go on");
            });
            try (LoadFixture fixture = new LoadFixture(database, broken, settings, RandomHistory.SPECS)) {
                assertThatThrownBy(() -> fixture.replayInBulk(null, null, parallel))
                        .cause()
                        .hasMessageStartingWith("stopped here");
            }
        }
        try (LoadFixture fixture = new LoadFixture(database, rawFiles, settings, RandomHistory.SPECS)) {
            List<String> before = shapeOfANewDatabase();
            // Either way: the replay goes on, or an ordinary load brings the indexes back and does the rest.
            if (random.nextBoolean()) {
                fixture.replayInBulk(null, null, parallel);
            } else {
                fixture.load(null, null, false, parallel);
            }

            assertThat(fixture.digests()).as("seed %d", seed).isEqualTo(oneByOne);
            assertThat(fixture.rows(SHAPE)).isEqualTo(before);
            assertThat(fixture.rows("select distinct client_id from ops.enrich_touched where kind = 'everything'"))
                    .as("clients that enrichment does anew")
                    .isEqualTo(fixture.rows("select distinct client_id from ops.ledger"));
        }
    }

    @Test
    void one_that_was_stopped_with_more_keys_than_may_be_remembered_goes_on_and_gives_the_same() throws SQLException {
        put(Entity.SALES_ORDERS, 0, orders(50, "open"));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 10);
                LoadFixture ordinary = fixture(1 << 16, 1 << 26, 10);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            fixture.load();
            statement.execute("insert into ops.bulk_replay (run_id) values ('stopped')");
            put(Entity.SALES_ORDERS, 1, orders(5, "closed"));

            assertThat(fixture.replayInBulk(null, null, 2))
                    .extracting(StepResult::outcome)
                    .containsExactly(Outcome.DONE);

            ordinary.load();
            assertThat(fixture.rows("select status, count(*) from general.sales_order group by 1 order by 1"))
                    .containsExactly("closed|5", "open|45");
            assertThat(fixture.digests()).isEqualTo(ordinary.digests());
        }
    }

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void one_that_is_told_to_stop_begins_no_further_file_and_goes_on_with_the_others(long seed) {
        Random random = new Random(seed);
        RandomHistory.put(bucket, random);
        SortedMap<String, Digest> oneByOne = oneByOne(null, null);
        LoadSettings settings = new LoadSettings(1, 2, 1 << 20, 1, 1 << 26, 1000, 1000, 8, 1 << 16);
        Servers.Database database = Servers.database();
        int parallel = 1 + random.nextInt(3);
        int files = RandomHistory.SPECS.length * RandomHistory.DAYS;
        CompletableFuture<LoadFixture> told = new CompletableFuture<>();
        RawFiles telling = new FromOneOn(rawFiles, new AtomicInteger(random.nextInt(files / 2)), () -> told.join()
                .stopping
                .tell());
        List<String> loaded;
        try (LoadFixture fixture = new LoadFixture(database, telling, settings, RandomHistory.SPECS)) {
            told.complete(fixture);
            assertThatThrownBy(() -> fixture.replayInBulk(null, null, parallel))
                    .cause()
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageStartingWith("the process was asked to stop\n");
            loaded = fixture.rows("select raw_key from ops.ledger");
            assertThat(loaded).hasSizeLessThan(files);
        }
        try (LoadFixture fixture = new LoadFixture(database, rawFiles, settings, RandomHistory.SPECS)) {
            assertThat(fixture.replayInBulk(null, null, parallel)).hasSize(files - loaded.size());

            assertThat(fixture.digests()).as("seed %d", seed).isEqualTo(oneByOne);
            assertThat(fixture.rows(SHAPE)).isEqualTo(shapeOfANewDatabase());
        }
    }

    @Test
    void one_that_is_told_to_stop_does_not_first_load_all_files_of_an_entity() {
        for (int day = 0; day < 20; day++) {
            put(Entity.SALES_ORDERS, day, orders(1, "open"));
        }
        CompletableFuture<LoadFixture> told = new CompletableFuture<>();
        RawFiles telling = new FromOneOn(
                rawFiles, new AtomicInteger(5), () -> told.join().stopping.tell());
        try (LoadFixture fixture = new LoadFixture(telling, ROOMY, RandomHistory.SPECS)) {
            told.complete(fixture);
            assertThatThrownBy(() -> fixture.replayInBulk(null, null, 1))
                    .cause()
                    .hasMessageStartingWith("the process was asked to stop\n");

            assertThat(fixture.rows("select raw_key from ops.ledger")).hasSizeLessThan(20);
        }
    }

    @Test
    void a_statement_that_is_cancelled_by_a_stop_takes_nothing_back_that_was_committed() throws SQLException {
        put(Entity.SALES_ORDERS, 0, "[{\"no\":\"o1\",\"status\":\"waits\",\"lines\":[]}]");
        put(Entity.SALES_ORDERS, 1, "[{\"no\":\"o2\",\"status\":\"open\",\"lines\":[]}]");
        try (LoadFixture fixture = fixture(1, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute(
                    "create function public.passes(status text) returns boolean immutable language plpgsql as"
                            + " $$ begin if status = 'waits' then perform pg_advisory_xact_lock(7); end if; return true; end $$");
            statement.execute("alter table general.sales_order add check (public.passes(status))");
            statement.execute("select pg_advisory_lock(7)");
            CompletableFuture<List<StepResult>> replay =
                    CompletableFuture.supplyAsync(() -> fixture.replayInBulk(null, null, 1));
            await().until(() -> waiting(fixture) == 1);
            fixture.stopping.tell();
            statement.execute("select pg_cancel_backend(pid) from pg_locks where locktype = 'advisory' and not granted"
                    + " and database = (select oid from pg_database where datname = current_database())");

            assertThatThrownBy(replay::join).rootCause().hasMessageStartingWith("the process was asked to stop\n");
            assertThat(fixture.rows("select sales_order_id from general.sales_order"))
                    .containsExactly("o2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query_canceled",
                "lock_not_available",
                "idle_in_transaction_session_timeout",
                "read_only_sql_transaction"
            })
    void what_the_server_ends_is_no_refusal_of_rows_and_those_that_were_committed_stay(String condition)
            throws SQLException {
        put(Entity.SALES_ORDERS, 0, "[{\"no\":\"o1\",\"status\":\"ended\",\"lines\":[]}]");
        put(Entity.SALES_ORDERS, 1, "[{\"no\":\"o2\",\"status\":\"open\",\"lines\":[]}]");
        try (LoadFixture fixture = fixture(1, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("create function public.passes(status text) returns boolean immutable language plpgsql as"
                    + " $$ begin if status = 'ended' then raise " + condition + "; end if; return true; end $$");
            statement.execute("alter table general.sales_order add constraint passes check (public.passes(status))");

            assertThatThrownBy(() -> fixture.replayInBulk(null, null, 1))
                    .cause()
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageStartingWith("the database failed while sales_orders of CW-000200 was loaded in bulk: ");
            assertThat(fixture.rows("select sales_order_id from general.sales_order"))
                    .containsExactly("o2");

            statement.execute("alter table general.sales_order drop constraint passes");
            assertThat(fixture.replayInBulk(null, null, 1)).hasSize(1);
            assertThat(fixture.rows("select sales_order_id from general.sales_order order by 1"))
                    .containsExactly("o1", "o2");
        }
    }

    private static String orders(int number, String status) {
        return IntStream.range(0, number)
                .mapToObj(order -> "{\"no\":\"" + order + "\",\"status\":\"" + status + "\",\"lines\":[]}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void every_value_is_written_as_an_ordinary_load_writes_it() {
        String[] numbers = {
            "0",
            "-0",
            "0.00",
            "-0.0",
            "1",
            "-1",
            "9999",
            "10000",
            "10000.0001",
            "0.0001",
            "0.00001",
            "00012.50",
            ".5",
            "5.",
            "1e3",
            "1.50e1",
            "-1.5E-7",
            "1e37",
            "1e-350",
            "123456789012345678901234567890.123456789",
            "40000000",
            "-0.5000"
        };
        String[] times = {
            "2000-01-01T00:00:00Z",
            "1999-12-31T23:59:59.999999Z",
            "1970-01-01T00:00:00.000001Z",
            "2199-12-31T23:59:59Z",
            "2026-02-24T03:15:00.5+02:00",
            "1970-01-01T00:00:00Z"
        };
        StringBuilder orders = new StringBuilder("[");
        for (int i = 0; i < numbers.length; i++) {
            orders.append(i == 0 ? "" : ",")
                    .append("{\"no\":\"\\t\\n\\\\ \u00e9\ud83d\ude00 \\b\\f\\r N")
                    .append(i)
                    .append("\",\"status\":\"\\\\N\",\"at\":\"")
                    .append(times[i % times.length])
                    .append("\",\"lines\":[{\"n\":\"a\\tb\",\"sku\":\"\",\"quantity\":\"")
                    .append(numbers[i])
                    .append("\",\"price\":null}]}");
        }
        put(Entity.SALES_ORDERS, 0, orders + "]");
        put(Entity.INVENTORY, 0, "[{\"place\":\"\\\\N\",\"id\":\"\\t\",\"stock\":1e2}]");
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                LoadFixture ordinary = fixture(1 << 16, 1 << 26, 1000)) {
            fixture.replayInBulk(null, null, 1);
            ordinary.load(null, null, false, 1);

            assertThat(fixture.rows("select count(*) from general.sales_order_line"))
                    .containsExactly(Integer.toString(numbers.length));
            assertThat(fixture.digests()).isEqualTo(ordinary.digests());
        }
    }

    @Test
    void a_window_and_no_more_is_replayed() {
        RandomHistory.put(bucket, new Random(7));
        LocalDate from = RandomHistory.FIRST.plusDays(2);
        LocalDate to = LAST.minusDays(3);
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000)) {
            assertThat(fixture.replayInBulk(from, to, 2))
                    .extracting(StepResult::date)
                    .contains(from, to)
                    .allMatch(date -> !date.isBefore(from) && !date.isAfter(to));

            assertThat(fixture.digests()).isEqualTo(oneByOne(from, to));

            fixture.load(null, null, false, 2);
            assertThat(fixture.digests()).as("the rest, later").isEqualTo(oneByOne(null, null));
        }
    }

    @Test
    void a_database_with_rows_is_refused() {
        RandomHistory.put(bucket, new Random(7));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000)) {
            fixture.load("2026-02-01");
            List<String> before = fixture.rows(SHAPE);

            assertThatThrownBy(() -> fixture.replayInBulk(null, null, 1))
                    .cause()
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage("a replay in bulk is for a new, empty database, and ops.ledger has rows\n"
                            + "HINT: leave --bulk out to load what this database lacks, or name a new database in"
                            + " CATWING_DB_URL");
            assertThat(fixture.rows(SHAPE)).isEqualTo(before);
        }
    }

    @Test
    void nobody_else_loads_while_a_replay_in_bulk_is_at_work() throws SQLException {
        RandomHistory.put(bucket, new Random(7));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('catwing bulk replay', 0))");
            statement.execute("insert into ops.bulk_replay (run_id) values ('other')");
            statement.execute("insert into ops.put_aside values ('general.product', 'index', 'i', 'select 1')");

            String refusal = "another process is filling this database by a replay in bulk\n"
                    + "HINT: wait until it has ended; if it was killed, PostgreSQL notices within moments, and within a"
                    + " minute if its machine went away";
            assertThatThrownBy(() -> fixture.replayInBulk(null, null, 1))
                    .cause()
                    .hasMessage(refusal);
            assertThatThrownBy(fixture::load).cause().hasMessage(refusal);
        }
    }

    /** @param isolation the database's default */
    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read"})
    void a_load_that_is_at_work_commits_before_a_replay_in_bulk_looks_for_rows(String isolation) throws SQLException {
        put(Entity.PRODUCTS, 0, "[{\"id\":\"p1\"}]");
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("alter database " + other.getCatalog() + " set default_transaction_isolation = '"
                    + isolation + "'");
            String lock = "(hashtextextended('catwing load " + Mappings.CLIENT + " products', 0))";
            statement.execute("select pg_advisory_lock" + lock);
            CompletableFuture<List<StepResult>> load = CompletableFuture.supplyAsync(fixture::load);
            await().until(() -> waiting(fixture) == 1);
            CompletableFuture<List<StepResult>> replay =
                    CompletableFuture.supplyAsync(() -> fixture.replayInBulk(null, null, 1));
            await().until(() -> waiting(fixture) == 2);
            statement.execute("select pg_advisory_unlock" + lock);

            assertThat(load.join()).extracting(StepResult::outcome).containsExactly(Outcome.DONE);
            assertThatThrownBy(replay::join)
                    .rootCause()
                    .hasMessageStartingWith(
                            "a replay in bulk is for a new, empty database, and ops.ledger has rows\nHINT: ");
            assertThat(fixture.rows("select product_id from general.product")).containsExactly("p1");
            assertThat(fixture.rows(SHAPE)).isEqualTo(shapeOfANewDatabase());
        }
    }

    @Test
    void a_load_goes_no_further_where_a_replay_in_bulk_began_meanwhile() throws SQLException {
        put(Entity.PRODUCTS, 0, "[{\"id\":\"p1\"}]");
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('catwing bulk begin', 0))");
            CompletableFuture<List<StepResult>> load = CompletableFuture.supplyAsync(fixture::load);
            await().until(() -> waiting(fixture) == 1);
            statement.execute("insert into ops.put_aside values ('general.product', 'index', 'i', 'select 1')");
            other.commit();

            assertThatThrownBy(load::join)
                    .rootCause()
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage(
                            "raw-data/CW-000200/2026-02-09/products.json is not loaded: a replay in bulk has taken the"
                                    + " keys off the tables meanwhile\n"
                                    + "HINT: wait until it has ended, and run ./catwing load again; if it was killed, that brings"
                                    + " the keys back");
            assertThat(fixture.rows("select * from general.product")).isEmpty();
        }
    }

    /** Sessions that wait for an advisory lock. */
    private static int waiting(LoadFixture fixture) {
        return Integer.parseInt(fixture.rows("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                        + " and database = (select oid from pg_database where datname = current_database())")
                .get(0));
    }

    @Test
    void
            the_process_that_fills_the_last_share_brings_the_indexes_back_and_a_share_that_is_filled_is_not_filled_again() {
        RandomHistory.put(bucket, new Random(7));
        SortedMap<String, Digest> oneByOne = oneByOne(null, null);
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000)) {
            List<String> shape = fixture.rows(SHAPE);

            assertThat(fixture.replayInBulk(new Share(1, 3))).isEmpty();
            assertThat(fixture.replayInBulk(new Share(0, 3)))
                    .hasSize(RandomHistory.SPECS.length * RandomHistory.DAYS)
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
            assertThat(fixture.replayInBulk(new Share(0, 3))).isEmpty();
            assertThat(fixture.rows(SHAPE)).isNotEqualTo(shape);
            assertThat(fixture.rows("select share from ops.bulk_share where filled_at is not null order by 1"))
                    .containsExactly("0", "1");

            assertThat(fixture.replayInBulk(new Share(2, 3))).isEmpty();
            assertThat(fixture.rows(SHAPE)).isEqualTo(shape);
            assertThat(fixture.rows("select shares from ops.bulk_replay"))
                    .as("the mark, which goes when all is computed")
                    .containsExactly("3");
            assertThat(fixture.digests()).isEqualTo(oneByOne);

            fixture.load();
            assertThat(fixture.rows("select shares from ops.bulk_replay"))
                    .as("nor does it stay where an ordinary load has done the rest")
                    .isEmpty();
            assertThatThrownBy(() -> fixture.replayInBulk(new Share(2, 3)))
                    .cause()
                    .hasMessageStartingWith("a replay in bulk is for a new, empty database, and ops.ledger has rows\n");
        }
    }

    @Test
    void the_clients_are_dealt_once_so_a_file_that_arrives_meanwhile_gives_none_to_two_shares() throws SQLException {
        RandomHistory.put(bucket, new Random(7));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000)) {
            assertThat(fixture.replayInBulk(new Share(1, 3))).isEmpty();
            assertThat(fixture.rows("select share, clients from ops.bulk_share order by 1"))
                    .containsExactly("0|{" + Mappings.CLIENT + "}", "1|{}", "2|{}");
            // As if the first process had found the bucket otherwise.
            try (Connection other = fixture.database.dataSource().getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("update ops.bulk_share set clients = (select clients from ops.bulk_share where share"
                        + " = 0) where share = 2");
                statement.execute("update ops.bulk_share set clients = '{}' where share = 0");
            }

            assertThat(fixture.replayInBulk(new Share(0, 3))).isEmpty();
            assertThat(fixture.replayInBulk(new Share(2, 3)))
                    .hasSize(RandomHistory.SPECS.length * RandomHistory.DAYS)
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
        }
    }

    @Test
    void shares_of_another_number_are_refused_and_one_process_may_do_the_rest() {
        RandomHistory.put(bucket, new Random(7));
        SortedMap<String, Digest> oneByOne = oneByOne(null, null);
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000)) {
            fixture.replayInBulk(new Share(1, 3));

            assertThatThrownBy(() -> fixture.replayInBulk(new Share(1, 4)))
                    .cause()
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage(
                            "the replay in bulk that fills this database is one in 3 shares, and this is share 1/4\n"
                                    + "HINT: give the shares that it was begun with, or leave --share out: one process then fills"
                                    + " the rest");
            fixture.replayInBulk(null, null, 2);

            assertThat(fixture.digests()).isEqualTo(oneByOne);
            assertThat(fixture.rows("select share from ops.bulk_share")).isEmpty();
        }
    }

    @Test
    void a_share_is_filled_by_one_process_and_nobody_fills_the_database_alone_meanwhile() throws SQLException {
        RandomHistory.put(bucket, new Random(7));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection other = fixture.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock_shared(hashtextextended('catwing bulk replay', 0)),"
                    + " pg_advisory_lock(hashtextextended('catwing bulk share', 0))");

            for (Share taken : new Share[] {null, new Share(0, 2)}) {
                assertThatThrownBy(() -> fixture.replayInBulk(taken))
                        .cause()
                        .hasMessageStartingWith("another process is filling this database by a replay in bulk");
            }
            assertThat(fixture.replayInBulk(new Share(1, 2))).isEmpty();
        }
    }

    @Test
    void what_migrations_put_on_the_tables_is_there_afterwards_and_was_not_in_the_way() throws SQLException {
        RandomHistory.put(bucket, new Random(7));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection connection = fixture.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table marks (what text)");
            statement.execute("create function mark() returns trigger language plpgsql as"
                    + " $$ begin insert into marks values (tg_table_name); return null; end $$");
            statement.execute("create trigger mark after insert on general.product"
                    + " for each statement execute function mark()");
            statement.execute("create trigger mark_always after insert on general.sales_order"
                    + " for each statement execute function mark()");
            statement.execute("alter table general.sales_order enable always trigger mark_always");
            statement.execute("create trigger mark_never after insert on general.sales_order"
                    + " for each statement execute function mark()");
            statement.execute("alter table general.sales_order disable trigger mark_never");
            statement.execute(
                    "create index by_status on general.sales_order (client_id, lower(status)) where status > ''");
            statement.execute(
                    "create unique index on general.inventory (product_id, location_id, source_date, client_id)");
            statement.execute("alter table general.product add constraint no_two unique (product_id, client_id)");
            // Only by their keys are the other columns known to be one value each.
            statement.execute("create view sold as select o.status, sum(l.quantity) from general.sales_order as o join"
                    + " general.sales_order_line as l using (client_id, sales_order_id)"
                    + " group by o.client_id, o.sales_order_id");
            statement.execute("create function stocked() returns bigint begin atomic select count(*) from (select"
                    + " i.quantity from general.inventory as i group by i.client_id, i.location_id, i.product_id,"
                    + " i.source_date) as places; end");
            List<String> before = fixture.rows(SHAPE);

            fixture.replayInBulk(null, null, 2);

            assertThat(fixture.rows(SHAPE)).isEqualTo(before);
            assertThat(fixture.rows("select what from marks")).isEmpty();
            statement.execute("insert into general.product (client_id, product_id, source_date, first_seen)"
                    + " values ('CW-000200', 'new', '2026-02-01', '2026-02-01')");
            assertThat(fixture.rows("select what from marks")).containsExactly("product");
        }
    }

    @Test
    void no_limit_of_time_of_the_server_or_the_role_holds_for_what_a_replay_in_bulk_does() throws SQLException {
        put(Entity.PRODUCTS, 0, "[{\"id\":\"p1\"}]");
        put(Entity.SALES_ORDERS, 0, orders(2, "open"));
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                Connection connection = fixture.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> limits = List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout");
            for (String limit : limits) {
                statement.execute("alter database " + connection.getCatalog() + " set " + limit + " = '1h'");
            }
            String refuse = limits.stream()
                    .map(limit ->
                            "if current_setting('" + limit + "') <> '0' then raise '" + limit + " holds'; end if;")
                    .collect(Collectors.joining(" "));
            statement.execute("create function public.unlimited(id text) returns text immutable language plpgsql as"
                    + " $$ begin " + refuse + " return id; end $$");
            statement.execute("create function public.unlimited() returns event_trigger language plpgsql as"
                    + " $$ begin " + refuse + " end $$");
            statement.execute("alter table general.product add check (public.unlimited(product_id) > '')");
            statement.execute("alter table general.sales_order add check (public.unlimited(sales_order_id) > '')");
            statement.execute("create index on general.sales_order (public.unlimited(sales_order_id))");
            statement.execute(
                    "create event trigger unlimited on ddl_command_start execute function public.unlimited()");

            assertThat(fixture.replayInBulk(null, null, 2))
                    .hasSize(2)
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
        }
    }

    @Test
    void a_damaged_file_fails_alone_and_older_versions_of_its_orders_stay() {
        RandomHistory.put(bucket, new Random(7));
        RawKey key = LoadFixture.key(Entity.SALES_ORDERS, LAST.plusDays(1).toString());
        byte[] cut = "[{\"no\":\"o1\",\"status\":\"x\",\"lines\":[]},{\"no\":".getBytes(StandardCharsets.UTF_8);
        LoadFixture.put(bucket, key, cut);
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                LoadFixture ordinary = fixture(1 << 16, 1 << 26, 1000)) {
            assertThat(fixture.replayInBulk(null, null, 2))
                    .filteredOn(outcome -> outcome.outcome() == Outcome.FAILED)
                    .singleElement()
                    .satisfies(failed -> {
                        assertThat(failed.date()).isEqualTo(key.date());
                        assertThat(failed.message()).contains("is not well-formed JSON near byte");
                    });

            ordinary.load(null, null, false, 1);
            assertThat(fixture.digests()).isEqualTo(ordinary.digests());
        }
    }

    @Test
    void a_file_that_the_database_refuses_fails_alone_as_it_does_in_an_ordinary_load() throws SQLException {
        RandomHistory.put(bucket, new Random(7));
        // A row that the table does not allow, a key too long for an index, a damaged file.
        put(Entity.SALES_ORDERS, 1, "[{\"no\":\"o1\",\"status\":\"bad\",\"lines\":[]}]");
        put(Entity.INVENTORY, 1, "[{\"place\":\"L1\",\"id\":\"" + incompressible() + "\",\"stock\":1}]");
        put(Entity.PRODUCTS, 1, "[{\"id\":\"p1\"},");
        try (LoadFixture fixture = fixture(1, 1 << 26, 1000);
                LoadFixture ordinary = fixture(1 << 16, 1 << 26, 1000)) {
            for (Servers.Database database : List.of(fixture.database, ordinary.database)) {
                try (Connection connection = database.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("alter table general.sales_order add constraint allowed check (status <> 'bad')");
                }
            }
            List<StepResult> expected = ordinary.load(null, null, false, 1);
            List<StepResult> results = fixture.replayInBulk(null, null, 2);

            assertThat(expected)
                    .filteredOn(outcome -> outcome.outcome() == Outcome.FAILED)
                    .hasSize(3);
            assertThat(withoutStatement(results)).containsExactlyInAnyOrderElementsOf(withoutStatement(expected));
            assertThat(fixture.digests()).isEqualTo(ordinary.digests());
        }
    }

    @Test
    void a_number_that_no_table_takes_rejects_its_record_and_no_file_in_either_engine() {
        String zeros = "0e9999999999";
        put(Entity.PRODUCTS, 0, "[{\"id\":\"p1\",\"price\":\"" + zeros + "\"},{\"id\":\"p2\",\"price\":\"0e400\"}]");
        put(
                Entity.SALES_ORDERS,
                0,
                "[{\"no\":\"o1\",\"lines\":[{\"n\":1,\"quantity\":" + zeros
                        + "}]},{\"no\":\"o2\",\"lines\":[{\"n\":1,\"quantity\":2}]}]");
        try (LoadFixture fixture = fixture(1 << 16, 1 << 26, 1000);
                LoadFixture ordinary = fixture(1 << 16, 1 << 26, 1000)) {
            assertThat(ordinary.load())
                    .hasSize(2)
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
            fixture.replayInBulk(null, null, 2);

            assertThat(ordinary.rows("select reason from ops.rejected_record order by 1"))
                    .hasSize(2)
                    .allMatch(reason -> reason.endsWith("has an exponent above 2000: " + zeros));
            assertThat(ordinary.rows("select product_id, list_price from general.product"))
                    .containsExactly("p2|0");
            assertThat(ordinary.rows("select sales_order_id, quantity from general.sales_order_line"))
                    .containsExactly("o2|2");
            assertThat(fixture.digests()).isEqualTo(ordinary.digests());
        }
    }

    /** Which statement met the row depends on whether another worker had loaded the order's other days by then. */
    private static List<StepResult> withoutStatement(List<StepResult> results) {
        return results.stream()
                .map(step -> step.message() == null
                        ? step
                        : step.saying(step.message().replaceAll("\n  Where: .*", "")))
                .toList();
    }

    private void put(Entity entity, int daysAfter, String json) {
        LoadFixture.put(
                bucket,
                LoadFixture.key(entity, LAST.plusDays(daysAfter).toString()),
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static String incompressible() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < 5000) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return text.toString();
    }

    private SortedMap<String, Digest> oneByOne(LocalDate from, LocalDate to) {
        try (LoadFixture fixture = new LoadFixture(rawFiles, ROOMY, RandomHistory.SPECS)) {
            for (LocalDate day = RandomHistory.FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
                if ((from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to))) {
                    fixture.load(day, day, true, 1);
                }
            }
            return fixture.digests();
        }
    }

    private LoadFixture fixture(int chunkBytes, int bulkBytes, int bulkKeys) {
        return new LoadFixture(
                rawFiles,
                new LoadSettings(1, 3, 1 << 20, chunkBytes, bulkBytes, bulkKeys, 1000, 8, 1 << 16),
                RandomHistory.SPECS);
    }

    private List<String> shapeOfANewDatabase() {
        try (LoadFixture fixture = fixture(1, 1 << 26, 1)) {
            return fixture.rows(SHAPE);
        }
    }

    /** S3 where something happens from some file on. */
    private record FromOneOn(RawFiles files, AtomicInteger left, Runnable happens) implements RawFiles {
        @Override
        public InputStream open(RawFile file) {
            if (left.getAndDecrement() <= 0) {
                happens.run();
            }
            return files.open(file);
        }

        @Override
        public Optional<RawMetadata> metadata(RawKey key) {
            return files.metadata(key);
        }

        @Override
        public Optional<RawFile> find(RawKey key) {
            return files.find(key);
        }

        @Override
        public SortedSet<ClientId> clients() {
            return files.clients();
        }

        @Override
        public Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date) {
            return files.newestBefore(client, entity, date);
        }

        @Override
        public Stream<RawFile> list(ClientId client) {
            return files.list(client);
        }
    }
}
