package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.Application;
import io.catwing.bucket.S3Settings;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is told of many clients at a time. The bucket has a file of each of five days. */
class StatusIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final LocalDate LAST = FIRST.plusDays(4);
    private static final List<ClientId> CLIENTS = IntStream.range(0, 40)
            .mapToObj(i -> new ClientId("CW-" + (100_000 + i)))
            .toList();

    private static final ClientId EAST = CLIENTS.get(0);
    private static final ClientId WEST = CLIENTS.get(1);
    private static final ClientId REFUSED = CLIENTS.get(2);
    private static final ClientId FAILED = CLIENTS.get(3);
    private static final ClientId NEW = CLIENTS.get(4);
    /** Its file is gone, and its files and rows are not. */
    private static final ClientId REMOVED = new ClientId("CW-200000");

    private static final GeneratedS3 S3 =
            new GeneratedS3(CLIENTS.stream().filter(id -> !id.equals(NEW)).toList(), GeneratedS3.ENTITIES, FIRST, 5);
    private static final Servers.Database DATABASE =
            Servers.emptyDatabase(Map.of("shared_preload_libraries", "pg_stat_statements"));
    private static final JdbcClient JDBC = JdbcClient.create(DATABASE.dataSource());

    private static ConfigurableApplicationContext context;
    private static Status status;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory("catwing-status-");
        Path clients = Files.createDirectory(home.resolve("clients"));
        Map<ClientId, String> zones = Map.of(EAST, "Pacific/Auckland", WEST, "Pacific/Pago_Pago");
        for (ClientId id : CLIENTS) {
            Files.writeString(
                    clients.resolve(id + ".yaml"),
                    GeneratedS3.clientFile(id) + "time_zone: " + zones.getOrDefault(id, "UTC") + "\n");
        }
        S3Settings s3 = S3.settings();
        Instant noon = LAST.plusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
        context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("progress", Progress.NONE);
                    c.getBeanFactory().registerSingleton("clock", Clock.fixed(noon, ZoneOffset.UTC));
                })
                .run(
                        "--catwing.home=" + home,
                        "--catwing.clients=" + clients,
                        "--catwing.db.url=" + DATABASE.url(),
                        "--catwing.db.user=" + DATABASE.user(),
                        "--catwing.s3.endpoint=" + s3.endpoint(),
                        "--catwing.s3.access-key=" + s3.accessKey(),
                        "--catwing.s3.secret-key=" + s3.secretKey(),
                        "--catwing.s3.bucket=" + s3.bucket());
        status = context.getBean(Status.class);
        JDBC.sql("create extension pg_stat_statements").update();
        loaded();
        steps();
    }

    /** Everything is loaded, but for what is new, and of one client a file that was refused. */
    private static void loaded() {
        JDBC.sql(
                        """
                        insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version,
                                                rows_loaded, rows_rejected, rows_excluded, run_id)
                        select 'raw-data/' || client || '/' || day || '/' || entity || '.json', client, entity, day, 'x', 'x', 'x',
                               3, 1, 2, 'R1'
                        from unnest(string_to_array(:clients, ',')) client,
                             unnest(array['products', 'locations', 'suppliers', 'inventory', 'sales_orders', 'transfer_orders']) entity,
                             (select date '2026-01-01' + generate_series(0, 4) as day) days
                        where client <> 'CW-100004' and not (client = 'CW-100002' and entity = 'products' and day = '2026-01-02')
                        """)
                .param("clients", ComparedHistory.ids(clients()) + "," + REMOVED)
                .update();
        JDBC.sql(
                        """
                        insert into ops.refused_file (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)
                        values ('raw-data/CW-100002/2026-01-02/products.json', 'CW-100002', 'products', '2026-01-02', 'x', 'x', 'wrong', 'R1')
                        """)
                .update();
        JDBC.sql(
                        """
                        insert into ops.compared_history (client_id, entities, known_before, compared_at)
                        values ('CW-100002', 'inventory,locations,products,sales_orders,suppliers', '2026-01-04', '2026-01-06 00:00Z'),
                               ('CW-100003', 'products', '2026-01-04', '2026-01-06 00:00Z')
                        """)
                .update();
    }

    private static void steps() {
        JDBC.sql("insert into ops.run (run_id, command) values ('R1', 'timer'), ('R2', 'timer')")
                .update();
        JDBC.sql(
                        """
                        insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, records, message, ended_at)
                        values ('R1', 'fetch', 'CW-100003', 'inventory', '2026-01-02', 'FAILED', 0, 'mended', '2026-01-03 01:00Z'),
                               ('R2', 'fetch', 'CW-100003', 'inventory', '2026-01-02', 'DONE', 3, null, '2026-01-03 02:00Z'),
                               ('R1', 'load', 'CW-100003', 'suppliers', '2026-01-03', 'FAILED', 0, 'broken', '2026-01-04 02:00Z'),
                               ('R1', 'fetch', 'CW-100003', 'suppliers', '2026-01-04', 'FAILED', 0, 'before', '2026-01-04 01:00Z'),
                               ('R2', 'fetch', 'CW-100003', 'suppliers', '2026-01-05', 'DONE', 3, null, '2026-01-06 02:00Z'),
                               ('R1', 'fetch', 'CW-100003', 'transfer_orders', '2026-01-03', 'FAILED', 0, 'not declared', '2026-01-04 01:00Z'),
                               ('R1', 'load', 'CW-100003', '***_orders', '2026-01-03', 'FAILED', 0, 'masked', '2026-01-04 03:00Z'),
                               ('R1', 'fetch', 'CW-200000', 'products', '2026-01-03', 'FAILED', 0, 'removed', '2026-01-04 01:00Z'),
                               ('R1', 'stats', 'CW-100003', 'turnover', null, 'FAILED', 0, 'no space', '2026-01-04 03:00Z'),
                               ('R2', 'stats', 'CW-100003', 'turnover', null, 'DONE', 7, null, '2026-01-05 03:00Z'),
                               ('R2', 'enrich', 'CW-100003', 'client', null, 'DONE', 1, null, '2026-01-05 02:00Z'),
                               ('R1', 'enrich', 'CW-100000', 'client', null, 'FAILED', 1, 'no space', '2026-01-04 02:00Z')
                        """)
                .update();
    }

    @AfterAll
    static void end() {
        context.close();
        S3.close();
    }

    @Test
    void of_forty_clients_it_takes_as_many_statements_as_of_two_and_one_listing_for_each() {
        List<Client> two = List.of(client(EAST), client(REFUSED));
        long ofTwo = statements(two);

        S3.resetCalls();
        long ofForty = statements(clients());

        assertThat(ofTwo).isEqualTo(5);
        assertThat(ofForty).isEqualTo(ofTwo);
        assertThat(S3.calls()).containsExactly(Map.entry(GeneratedS3.RAW, 40L));
    }

    @Test
    void each_client_stands_as_if_it_alone_were_asked_for() {
        List<Client> all = List.copyOf(clients());

        assertThat(status.of(all))
                .hasSize(40 * 5)
                .containsExactlyElementsOf(all.stream()
                        .flatMap(one -> status.of(List.of(one)).stream())
                        .toList());
        assertThat(status.stages(all))
                .hasSize(3)
                .containsExactlyElementsOf(all.stream()
                        .flatMap(one -> status.stages(List.of(one)).stream())
                        .toList());
    }

    @Test
    void a_day_is_missing_once_it_has_ended_where_the_client_is() {
        assertThat(products(EAST).missingDays()).containsExactly(LAST.plusDays(1));
        assertThat(products(WEST).missingDays()).isEmpty();
    }

    @Test
    void a_client_without_any_file_misses_yesterday() {
        EntityStatus products = products(NEW);

        assertThat(products.files()).isZero();
        assertThat(products.newestRaw()).isNull();
        assertThat(products.loadedUpTo()).isNull();
        assertThat(products.missingDays()).containsExactly(LAST);
    }

    @Test
    void a_file_that_was_refused_waits_although_it_is_not_listed() {
        EntityStatus products = products(REFUSED);

        assertThat(products.files()).isEqualTo(5);
        assertThat(products.waiting()).isEqualTo(1);
        assertThat(products.loadedUpTo()).isEqualTo(FIRST);
        assertThat(products.missingDays()).isEmpty();
        assertThat(products.rejected()).isEqualTo(4);
        assertThat(products.excluded()).isEqualTo(8);
    }

    @Test
    void of_each_entity_the_last_failure_is_told_that_nothing_has_mended_and_what_is_no_entity_is_passed_over() {
        assertThat(status.of(clients()).stream().filter(row -> row.lastError() != null))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.client()).isEqualTo(FAILED);
                    assertThat(row.entity()).isEqualTo(Entity.SUPPLIERS);
                    assertThat(row.lastError()).isEqualTo("load of 2026-01-03: broken");
                });
    }

    @Test
    void stages_are_those_of_the_last_run_in_the_order_in_which_they_ran() {
        List<StageStatus> stages = status.stages(List.of(client(FAILED), client(EAST)));

        assertThat(stages).extracting(StageStatus::client).containsExactly(FAILED, FAILED, EAST);
        assertThat(stages).extracting(StageStatus::stage).containsExactly("enrich", "stats", "enrich");
        assertThat(stages).extracting(StageStatus::records).containsExactly(1L, 7L, 1L);
        assertThat(stages).extracting(StageStatus::lastError).containsExactly(null, null, "client: no space");
    }

    private static EntityStatus products(ClientId id) {
        return status.of(clients()).stream()
                .filter(row -> row.client().equals(id) && row.entity() == Entity.PRODUCTS)
                .findFirst()
                .orElseThrow();
    }

    /** Without those that set something, or ask what the reset returns. */
    private static long statements(Collection<Client> asked) {
        JDBC.sql("select pg_stat_statements_reset()").query().singleValue();
        status.of(asked);
        status.stages(asked);
        return JDBC.sql("select sum(calls) from pg_stat_statements where query ~ 'ops\\.'")
                .query(Long.class)
                .single();
    }

    private static Collection<Client> clients() {
        return context.getBean(Clients.class).all();
    }

    private static Client client(ClientId id) {
        return context.getBean(Clients.class).get(id);
    }
}
