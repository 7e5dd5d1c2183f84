package io.catwing.enrich;

import static io.catwing.enrich.EnrichFixture.written;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.derive.SqlFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class EnrichIT {
    private static final String OTHER = "CW-000151";

    private final EnrichFixture fixture = new EnrichFixture(
            EnrichFixture.client(OTHER, "+02:00"), EnrichFixture.client("CW-000200", "Europe/London"));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void someOfEverything() {
        fixture.suppliers("'A', 'Alpha', 5", "'B', 'Beta', 2")
                .locations("'W1', 'DC'", "'S1', 'store'")
                .products("'p1', 'food', null, 'A'", "'p2', 'food', null, 'B'", "'p3', 'toys', null, 'B'")
                .rules(
                        "2, 'S1', 'warehouse', 'W1', null, 'food', 1, null",
                        "3, 'S9', 'warehouse', 'W1', null, null, 1, 1")
                .insert(
                        "general.static_supplier (client_id, supplier_id, name, lead_time_days, order_weekdays)",
                        List.of("'B', 'Beta & Sons', 3, '{1,4}'"))
                .insert(
                        "general.listed_location (client_id, location_id, name, kind)",
                        List.of("'S1', 'High Street', 'store'"))
                .insert(
                        "general.product_image (client_id, product_id, object_key, etag, bytes, width, height, sha256)",
                        List.of("'p1', 'product-images/CW-000200/p1.jpg', 'e', 100, 60, 40, 'abc'"));
    }

    @Test
    void a_client_is_what_its_file_says() {
        fixture.enrich();

        assertThat(fixture.rows("select client_id, name, time_zone from general.client order by client_id"))
                .containsExactly(
                        "CW-000151|Name of CW-000151|<+0200>-02:00", "CW-000200|Name of CW-000200|Europe/London");
        // A business day begins at midnight there.
        assertThat(fixture.rows("select timestamptz '2026-02-01 22:00+00' at time zone time_zone from general.client"
                        + " where client_id = 'CW-000151'"))
                .containsExactly("2026-02-02 00:00:00");
    }

    @Test
    void of_a_supplier_the_workbook_goes_before_the_erp_where_it_has_a_value() {
        fixture.execute(
                "insert into general.supplier (client_id, supplier_id, name, country, lead_time_days, minimum_order,"
                        + " active, source_date, first_seen) values"
                        + " ('CW-000200', 'both', 'erp', 'NL', 5, 100, true, '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', 'erp', 'erp', 'BE', 1.50, null, true, '2026-02-01', '2026-02-01')");
        fixture.insert(
                "general.static_supplier (client_id, supplier_id, name, country, lead_time_days, minimum_order,"
                        + " order_weekdays, active)",
                List.of(
                        "'both', 'workbook', null, 7, null, '{1,3}', false",
                        "'workbook', 'workbook', 'DE', null, 20.0, null, null"));
        fixture.enrich();

        assertThat(fixture.rows("select supplier_id, name, country, lead_time_days, lead_time_from, minimum_order,"
                        + " order_weekdays, active from general.supplier_terms order by supplier_id"))
                .containsExactly(
                        "both|workbook|NL|7|workbook|100|{1,3}|f",
                        "erp|erp|BE|1.50|erp|-|-|t",
                        "workbook|workbook|DE|-|-|20.0|-|-");
    }

    @Test
    void of_a_location_the_workbook_goes_before_the_erp_and_coordinates_go_together() {
        fixture.execute(
                "insert into general.location (client_id, location_id, name, kind, region, country, latitude,"
                        + " longitude, opened_on, active, source_date, first_seen) values"
                        + " ('CW-000200', 'both', 'erp', 'store', 'north', 'NL', 1, 2, '2020-01-01', true, '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', 'half', 'erp', 'store', 'north', 'NL', 1, 2, '2020-01-01', false, '2026-02-01', '2026-02-01')");
        fixture.insert(
                "general.listed_location (client_id, location_id, name, kind, region, latitude, longitude, opened_on)",
                List.of(
                        "'both', 'workbook', 'warehouse', null, 52.10, 4.3, '2021-05-06'",
                        "'half', 'workbook', 'store', 'south', 52.10, null, null",
                        "'listed', 'workbook', 'store', null, null, null, null"));
        fixture.enrich();

        assertThat(fixture.rows(
                        "select location_id, name, kind, region, country, latitude, longitude, opened_on, active"
                                + " from general.location_profile order by location_id"))
                .containsExactly(
                        "both|workbook|warehouse|north|NL|52.10|4.3|2021-05-06|t",
                        "half|workbook|store|south|NL|1|2|2020-01-01|f",
                        "listed|workbook|store|-|-|-|-|-|-");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "store, store",
                "Retail Store, store",
                "' SHOP ', store",
                "DC, warehouse",
                "Distribution Centre, warehouse",
                "depot, warehouse",
                "office, other",
                "'', other",
                "null, other"
            })
    void kinds_are_store_warehouse_or_other(String kind, String normal) {
        fixture.locations("'L', " + (kind == null ? "null" : "'" + kind + "'")).enrich();

        assertThat(fixture.rows("select kind from general.location_profile")).containsExactly(normal);
    }

    @Test
    void an_image_is_linked_as_long_as_its_product_is_known() {
        fixture.insert(
                "general.product_image (client_id, product_id, object_key, etag, bytes, width, height, sha256)",
                List.of("'p1', 'product-images/CW-000200/p1.jpg', 'e', 100, 60, 40, 'abc'"));
        fixture.enrich();
        assertThat(fixture.rows("select * from general.product_picture")).isEmpty();

        fixture.products("'p1', null, null, null").enrich();
        assertThat(fixture.rows("select * from general.product_picture"))
                .containsExactly("CW-000200|p1|product-images/CW-000200/p1.jpg|60|40|abc");

        fixture.execute("update general.product_image set width = 61").enrich();
        assertThat(fixture.rows("select width from general.product_picture")).containsExactly("61");

        fixture.execute("delete from general.product").enrich();
        assertThat(fixture.rows("select * from general.product_picture")).isEmpty();
    }

    @Test
    void a_second_run_has_nothing_to_do_and_a_full_one_writes_nothing() {
        someOfEverything();
        assertThat(written(fixture.enrich(List.of(new ClientId("CW-000200")), false)))
                .isEqualTo(Map.of(
                        "client", 1L,
                        "supplier_terms", 2L,
                        "location_profile", 2L,
                        "product_picture", 1L,
                        "supply_source", 5L));
        List<String> versions = fixture.versions();

        assertThat(fixture.enrich(List.of(new ClientId("CW-000200")), false))
                .hasSize(5)
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.ALREADY_THERE);
        assertThat(fixture.versions()).isEqualTo(versions);

        assertThat(fixture.enrich(List.of(new ClientId("CW-000200")), true))
                .extracting(StepResult::records)
                .containsOnly(0L);
        assertThat(fixture.versions()).isEqualTo(versions);
        assertThat(fixture.rows("select * from ops.enrich_touched")).isEmpty();
    }

    @Test
    void a_table_of_the_users_own_follows_what_it_is_derived_from() {
        SqlFolder sql = new SqlFolder(Path.of("src/test/resources/own-sql"));
        try (EnrichFixture own = new EnrichFixture(sql, EnrichFixture.client(EnrichFixture.CLIENT, "UTC"))) {
            own.execute(sql.migrationTexts().toArray(String[]::new))
                    .execute("create table public.flyway_schema_history_own (installed_rank integer)");
            own.suppliers("'A', 'A', 1", "'B', 'B', 2").execute("update general.supplier set country = 'GB'");

            assertThat(written(own.enrich())).containsEntry("supplier_country", 1L);
            assertThat(own.rows("select * from general.supplier_country")).containsExactly("CW-000200|GB|2");

            own.execute("update general.supplier set country = 'FR' where supplier_id = 'B'");
            assertThat(written(own.enrich())).containsEntry("supplier_country", 2L);
            assertThat(own.rows("select * from general.supplier_country order by 2"))
                    .containsExactly("CW-000200|FR|1", "CW-000200|GB|1");
            assertThat(own.rows("select distinct client_id, topic from ops.stats_touched"))
                    .as("a statistic of the user's own may read it")
                    .containsExactly("CW-000200|own");

            own.execute("delete from ops.stats_touched");
            assertThat(own.enrich()).extracting(StepResult::outcome).containsOnly(Outcome.ALREADY_THERE);
            assertThat(own.rows("select client_id from ops.stats_touched")).isEmpty();
        }
    }

    @Test
    void a_product_that_changed_touches_its_own_rows_alone() {
        someOfEverything();
        fixture.enrich();
        List<String> before = fixture.rows("select product_id, location_id, ctid, xmin from general.supply_source"
                + " where product_id <> 'p3' order by product_id, location_id");

        fixture.execute("update general.product set category = 'food' where product_id = 'p3'");
        assertThat(fixture.rows("select * from ops.enrich_touched")).containsExactly("CW-000200|product|p3");
        Map<String, Long> written = written(fixture.enrich(List.of(new ClientId("CW-000200")), false));

        assertThat(written).containsEntry("supply_source", 1L).containsEntry("supplier_terms", 0L);
        assertThat(fixture.rows("select location_id, rule_row from general.supply_source where product_id = 'p3'"
                        + " order by location_id"))
                .containsExactly("S1|2", "W1|-");
        assertThat(fixture.rows("select product_id, location_id, ctid, xmin from general.supply_source"
                        + " where product_id <> 'p3' order by product_id, location_id"))
                .isEqualTo(before);
    }

    @Test
    void a_change_of_one_suppliers_lead_time_is_written_where_it_matters_and_nowhere_else() {
        someOfEverything();
        fixture.enrich();

        // The workbook's lead time goes before: nothing follows from the ERP's.
        fixture.execute("update general.supplier set lead_time_days = 9 where supplier_id = 'B'");
        assertThat(written(fixture.enrich(List.of(new ClientId("CW-000200")), false)))
                .containsEntry("supplier_terms", 0L)
                .containsEntry("supply_source", 0L);

        fixture.execute("update general.static_supplier set lead_time_days = 4 where supplier_id = 'B'");
        assertThat(written(fixture.enrich(List.of(new ClientId("CW-000200")), false)))
                .containsEntry("supplier_terms", 1L)
                // p2 and p3 at the warehouse, p2 at the store behind it
                .containsEntry("supply_source", 3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update general.product set source_date = '2026-02-02', name = 'new', list_price = 3, updated_at = now()",
                "update general.supplier set source_date = '2026-02-02', updated_at = now()",
                "update general.location set source_date = '2026-02-02', updated_at = now()",
                "update general.product_image set etag = 'another', bytes = 1",
                "insert into general.product as t (client_id, product_id, category, supplier_id, source_date, first_seen)"
                        + " values ('CW-000200', 'p1', 'food', 'A', '2026-02-02', '2026-02-02')"
                        + " on conflict (client_id, product_id) do update set category = excluded.category,"
                        + " supplier_id = excluded.supplier_id, source_date = excluded.source_date"
            })
    void a_row_that_is_listed_again_with_the_same_values_is_not_touched(String statement) {
        someOfEverything();
        fixture.enrich();

        fixture.execute(statement);

        assertThat(fixture.rows("select * from ops.enrich_touched")).isEmpty();
    }

    @Test
    void equal_numbers_written_otherwise_are_a_change() {
        someOfEverything();
        fixture.enrich();

        fixture.execute("update general.supplier set lead_time_days = 5.0 where supplier_id = 'A'")
                .enrich();

        assertThat(fixture.rows("select lead_time_days, effective_lead_time_days from general.supply_source"
                        + " where product_id = 'p1' order by location_id desc"))
                .containsExactly("5.0|5.0", "1|6.0");
    }

    @Test
    void a_key_that_is_changed_is_one_gone_and_one_come() {
        someOfEverything();
        fixture.enrich();

        fixture.execute("update general.product set product_id = 'p9' where product_id = 'p1'")
                .enrich();

        assertThat(fixture.rows("select distinct product_id from general.supply_source order by 1"))
                .containsExactly("p2", "p3", "p9");
    }

    @Test
    void a_table_that_was_emptied_as_a_whole_is_noticed() {
        someOfEverything();
        fixture.enrich();

        fixture.execute("truncate general.supply_rule").enrich();

        assertThat(fixture.rows("select distinct specificity from general.supply_source"))
                .containsExactly("fallback");
        assertThat(fixture.rows("select * from ops.supply_problem")).isEmpty();
    }

    @Test
    void a_change_that_commits_while_a_run_is_under_way_is_left_for_the_next() throws Exception {
        someOfEverything();
        try (Connection loader = fixture.database.dataSource().getConnection();
                Statement statement = loader.createStatement()) {
            loader.setAutoCommit(false);
            statement.execute("update general.product set category = null where product_id = 'p1'");
            fixture.enrich();
            assertThat(fixture.rows("select rule_row from general.supply_source where product_id = 'p1'"
                            + " and location_id = 'S1'"))
                    .containsExactly("2");
            loader.commit();
        }
        assertThat(fixture.rows("select * from ops.enrich_touched")).containsExactly("CW-000200|product|p1");

        fixture.enrich();

        assertThat(fixture.rows(
                        "select rule_row from general.supply_source where product_id = 'p1' and location_id = 'S1'"))
                .isEmpty();
    }

    @Test
    void clients_are_apart() {
        someOfEverything();
        fixture.enrich();
        List<String> content = fixture.content("CW-000200");

        // The same ids with other values, and a rule for everything.
        fixture.execute(
                "insert into general.supplier (client_id, supplier_id, lead_time_days, source_date, first_seen)"
                        + " values ('CW-000151', 'A', 99, '2026-02-01', '2026-02-01')",
                "insert into general.location (client_id, location_id, kind, source_date, first_seen)"
                        + " values ('CW-000151', 'S1', 'depot', '2026-02-01', '2026-02-01')",
                "insert into general.product (client_id, product_id, supplier_id, source_date, first_seen)"
                        + " values ('CW-000151', 'p1', 'A', '2026-02-01', '2026-02-01')",
                "insert into general.supply_rule (client_id, rule_row, location_id, source_kind, source_id)"
                        + " values ('CW-000151', 3, 'S1', 'supplier', 'A'), ('CW-000151', 4, 'W1', 'supplier', 'A')");
        fixture.enrich();

        assertThat(fixture.content("CW-000200")).isEqualTo(content);
        assertThat(fixture.content(OTHER))
                .containsExactly(
                        "general.client (CW-000151,\"Name of CW-000151\",<+0200>-02:00)",
                        "general.supplier_terms (CW-000151,A,,,99,erp,,,)",
                        "general.location_profile (CW-000151,S1,,warehouse,,,,,,)",
                        "general.supply_source (CW-000151,p1,S1,supplier,A,3,any,99,99,1,A,supplier)",
                        "ops.supply_problem (CW-000151,4,unknown_location,W1,\"row 4 of supply_network_config.xlsx:"
                                + " nobody knows the location 'W1'; the rule is left out\")");
        fixture.enrichFully();
        assertThat(fixture.content("CW-000200")).isEqualTo(content);
    }

    /** As a pooler makes it that gives the lock and what gives it back to two sessions of the server. */
    @Test
    void a_lock_that_the_session_has_no_more_is_told() {
        fixture.execute(
                "create function public.lose() returns trigger language plpgsql as"
                        + " $$ begin perform pg_advisory_unlock_all(); return new; end $$",
                "create trigger lose before insert on general.client for each row when (new.client_id = 'CW-000200')"
                        + " execute function public.lose()");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Sessions.class);
        logger.addAppender(log);

        fixture.enrich();

        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("the lock of the enrichment of CW-000200 was not the session's any more: ");
    }

    /** A message is in the server's language. */
    @Test
    void a_time_zone_that_the_server_does_not_know_is_told_whatever_words_it_has_for_that() {
        String message = "raise invalid_parameter_value using message = 'time zone';";
        fixture.execute(
                "create function public.refuse() returns trigger language plpgsql as $$ begin " + message + " end $$",
                "create trigger refuse before insert on general.client for each row when (new.client_id = 'CW-000200')"
                        + " execute function public.refuse()");

        assertThat(fixture.enrich())
                .filteredOn(result -> result.outcome() == Outcome.FAILED)
                .extracting(StepResult::message)
                .singleElement()
                .asString()
                .startsWith("the database refused to enrich CW-000200: ");

        ZoneRulesProvider.registerProvider(new NewZone());
        try (EnrichFixture unknown = new EnrichFixture(EnrichFixture.client("CW-000200", NewZone.ID))) {
            assertThat(unknown.enrich())
                    .extracting(StepResult::message)
                    .containsExactly(
                            "PostgreSQL does not know the time zone " + NewZone.ID + " of CW-000200\nHINT: write"
                                    + " time_zone in CW-000200.yaml as a region, such as Europe/London");
        }
    }

    /** A zone that this machine has heard of, and the server has not. */
    private static final class NewZone extends ZoneRulesProvider {
        static final String ID = "Europe/Newly";

        @Override
        protected Set<String> provideZoneIds() {
            return Set.of(ID);
        }

        @Override
        protected ZoneRules provideRules(String id, boolean caching) {
            return ZoneId.of("Europe/London").getRules();
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(String id) {
            return new TreeMap<>(Map.of("1", provideRules(id, false)));
        }
    }

    @Test
    void a_client_that_fails_has_changed_nothing_and_the_others_go_on() {
        someOfEverything();
        fixture.execute("alter table general.location_profile add constraint refused check (client_id <> 'CW-000151')");
        fixture.execute(
                "insert into general.supplier (client_id, supplier_id, source_date, first_seen)"
                        + " values ('CW-000151', 'A', '2026-02-01', '2026-02-01')",
                "insert into general.location (client_id, location_id, source_date, first_seen)"
                        + " values ('CW-000151', 'L', '2026-02-01', '2026-02-01')");
        List<StepResult> results = fixture.enrich();

        assertThat(results.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results.get(0).subject()).isEqualTo("tables");
        assertThat(results.get(0).client()).isEqualTo(new ClientId(OTHER));
        assertThat(results.get(0).message())
                .startsWith("the database refused to enrich CW-000151: ERROR: new row for relation \"location_profile\""
                        + " violates check constraint \"refused\"")
                .endsWith("HINT: none of its tables has changed, and what was marked is still marked; please report the"
                        + " message");
        assertThat(results.subList(1, results.size()))
                .hasSize(5)
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
        assertThat(fixture.content(OTHER)).isEmpty();

        fixture.execute("alter table general.location_profile drop constraint refused");
        assertThat(fixture.enrich()).extracting(StepResult::outcome).doesNotContain(Outcome.FAILED);
        assertThat(fixture.rows("select supplier_id from general.supplier_terms where client_id = 'CW-000151'"))
                .containsExactly("A");
    }
}
