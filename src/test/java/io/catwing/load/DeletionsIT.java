package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawKey;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.mapping.Mappings;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ERP says is gone is marked and kept, whatever the order in which files come, and comes back when it is seen again. */
class DeletionsIT {
    private static final String ROWS =
            "select product_id, name, source_date, deleted_on from general.product order by 1";
    private static final String GONE = ".gone == true";

    @Test
    void a_tombstone_marks_the_row_and_leaves_its_values() {
        try (LoadFixture fixture = new LoadFixture(products(false, "v1"))) {
            fixture.put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"name\":\"A\"},{\"id\":\"b\",\"name\":\"B\"}]")
                    .put(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"a\",\"gone\":true,\"name\":{\"not\":\"a text\"}}]");
            assertThat(fixture.load()).extracting(StepResult::message).containsOnly(null, "1 record is a deletion");
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|2026-02-03", "b|B|2026-02-01|-");
        }
    }

    @Test
    void what_comes_again_is_no_longer_marked() {
        try (LoadFixture fixture = new LoadFixture(products(false, "v1"))) {
            fixture.put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"name\":\"A\"}]")
                    .put(Entity.PRODUCTS, "2026-02-02", "[{\"id\":\"a\",\"gone\":true}]");
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|2026-02-02");
            fixture.put(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"a\",\"name\":\"A3\"}]");
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A3|2026-02-03|-");
        }
    }

    @Test
    void in_one_file_what_is_said_last_counts() {
        try (LoadFixture fixture = new LoadFixture(products(false, "v1"))) {
            fixture.put(
                    Entity.PRODUCTS,
                    "2026-02-01",
                    "[{\"id\":\"a\",\"gone\":true},{\"id\":\"a\",\"name\":\"A\"},"
                            + "{\"id\":\"b\",\"name\":\"B\"},{\"id\":\"b\",\"gone\":true}]");
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|-", "b|B|2026-02-01|2026-02-01");
        }
    }

    @Test
    void what_a_snapshot_does_not_list_is_marked_and_a_delta_says_nothing_of_what_it_lacks() {
        try (LoadFixture fixture = new LoadFixture(products(true, "v1"))) {
            fixture.put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"name\":\"A\"},{\"id\":\"b\",\"name\":\"B\"}]")
                    .put(Entity.PRODUCTS, "2026-02-02", "[{\"id\":\"b\",\"name\":\"B2\"}]");
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|-", "b|B2|2026-02-02|-");
            fixture.putSnapshot(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"b\",\"name\":\"B2\"}]");
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|2026-02-03", "b|B2|2026-02-03|-");
        }
    }

    @Test
    void a_snapshot_with_a_rejected_record_proves_no_absence_and_its_result_says_so() {
        try (LoadFixture fixture = new LoadFixture(products(true, "v1"))) {
            fixture.put(Entity.PRODUCTS, "2026-02-01", "[{\"id\":\"a\",\"name\":\"A\"}]")
                    .putSnapshot(Entity.PRODUCTS, "2026-02-03", "[{\"id\":\"a\",\"on\":\"perhaps\"},{\"id\":\"b\"}]");
            assertThat(fixture.load())
                    .extracting(StepResult::message)
                    .containsOnly(
                            null,
                            "what this snapshot does not list is not marked as deleted (absent_is_deleted), for 1 of its records"
                                    + " was rejected and would count as not listed: catwing rejects says why; once the mapping"
                                    + " reads them, the file is loaded again");
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|-", "b|-|2026-02-03|-");
        }
    }

    @Test
    void a_file_that_lists_no_absence_says_nothing_of_it_when_records_are_rejected() {
        String rejected = "[{\"id\":\"a\",\"on\":\"perhaps\"},{\"id\":\"b\"}]";
        try (LoadFixture delta = new LoadFixture(products(true, "v1"));
                LoadFixture tombstones = new LoadFixture(products(false, "v1"))) {
            delta.put(Entity.PRODUCTS, "2026-02-03", rejected);
            tombstones.putSnapshot(Entity.PRODUCTS, "2026-02-03", rejected);
            assertThat(delta.load()).extracting(StepResult::rejected).containsOnly(1L);
            assertThat(delta.load(null, null, true, 1))
                    .extracting(StepResult::message)
                    .containsOnlyNulls();
            assertThat(tombstones.load()).extracting(StepResult::message).containsOnlyNulls();
        }
    }

    @Test
    void a_tombstone_without_a_key_or_a_condition_that_is_no_boolean_is_rejected_with_its_reason() {
        try (LoadFixture fixture = new LoadFixture(
                Mappings.withDeleted(Mappings.products(), "if .gone == null then false else .gone end", false, "v1"))) {
            fixture.put(
                    Entity.PRODUCTS,
                    "2026-02-01",
                    "[{\"id\":null,\"gone\":true},{\"id\":\"a\",\"gone\":\"soon\"},"
                            + "{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":\"d\"}]");
            fixture.load();
            assertThat(fixture.rows("select position, field, reason from ops.rejected_record order by 1"))
                    .containsExactly(
                            "0|/id|product_id from /id is missing, and is part of the key",
                            "1||deleted_when gives neither true nor false: [\"soon\"]");
            assertThat(fixture.rows("select * from general.deletion")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void another_mapping_forgets_what_the_old_one_took_for_deletions(boolean byDaysBefore) {
        Servers.Database database = Servers.database();
        Servers.Bucket bucket = Servers.bucket();
        LoadFixture.put(
                bucket, LoadFixture.key(Entity.PRODUCTS, "2026-02-01"), bytes("[{\"id\":\"a\",\"name\":\"A\"}]"));
        LoadFixture.put(
                bucket, LoadFixture.key(Entity.PRODUCTS, "2026-02-02"), bytes("[{\"id\":\"a\",\"gone\":true}]"));
        LoadSettings settings = new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16);
        try (LoadFixture fixture = new LoadFixture(database, bucket.rawFiles(), settings, products(false, "v1"))) {
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|A|2026-02-01|2026-02-02");
        }
        EntitySpec plain =
                Mappings.spec(Entity.PRODUCTS, Mappings.products().mapping().columns(), "v2");
        try (LoadFixture fixture = new LoadFixture(database, bucket.rawFiles(), settings, plain)) {
            if (byDaysBefore) {
                fixture.load(LocalDate.parse("2026-02-01"), null, false, 1);
            }
            fixture.load();
            assertThat(fixture.rows(ROWS)).containsExactly("a|-|2026-02-02|-");
            assertThat(fixture.rows("select * from general.deletion")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void any_order_any_number_at_a_time_twice_and_in_bulk_give_the_marks_that_the_days_in_order_give(long seed) {
        Random random = new Random(seed);
        Servers.Bucket bucket = Servers.bucket();
        History history = new History(bucket, random);
        SortedMap<String, Digest> inOrderOnce;
        try (LoadFixture fixture = fixture(bucket, random)) {
            history.dates().forEach(date -> load(fixture, date, 1));
            assertThat(fixture.rows(ROWS)).as("seed %d", seed).containsExactlyElementsOf(history.expected());
            inOrderOnce = fixture.digests();
        }
        for (int round = 0; round < 3; round++) {
            try (LoadFixture fixture = fixture(bucket, random)) {
                List<LocalDate> dates = new ArrayList<>(history.dates());
                Collections.shuffle(dates, random);
                if (round == 0) {
                    fixture.load(null, null, false, 1 + random.nextInt(6));
                } else if (round == 1) {
                    fixture.replayInBulk(null, null, 2);
                } else {
                    dates.forEach(date -> load(fixture, date, 1 + random.nextInt(3)));
                }
                assertThat(fixture.digests())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(inOrderOnce);
                dates.subList(0, dates.size() / 2).forEach(date -> load(fixture, date, 1));
                assertThat(fixture.digests())
                        .as("seed %d, round %d, again", seed, round)
                        .isEqualTo(inOrderOnce);
            }
        }
    }

    private static LoadFixture fixture(Servers.Bucket bucket, Random random) {
        return new LoadFixture(
                bucket.rawFiles(),
                new LoadSettings(
                        1,
                        1 + random.nextInt(4),
                        1 << 20,
                        1 << 4 + random.nextInt(12),
                        1 << 26,
                        1000,
                        1000,
                        8,
                        1 << 16),
                products(true, "v1"),
                Mappings.withDeleted(Mappings.nested(), GONE, true, "v1"));
    }

    private static void load(LoadFixture fixture, LocalDate date, int parallel) {
        assertThat(fixture.load(date, date, true, parallel))
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
    }

    private static EntitySpec products(boolean absent, String version) {
        return Mappings.withDeleted(Mappings.products(), GONE, absent, version);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Days of deltas with tombstones and, now and then, a snapshot; and what a reader of them in order knows at the end. */
    private static final class History {
        private static final LocalDate FIRST = LocalDate.of(2026, 2, 1);
        private static final int DAYS = 12;
        private static final int KEYS = 6;
        private final Map<String, String[]> rows = new TreeMap<>();

        History(Servers.Bucket bucket, Random random) {
            for (LocalDate date : dates()) {
                boolean snapshot = random.nextInt(4) == 0;
                StringBuilder products = new StringBuilder("[");
                StringBuilder orders = new StringBuilder("[");
                Set<String> listed = new HashSet<>();
                for (int i = 0; i < 5; i++) {
                    String key = "k" + random.nextInt(KEYS);
                    boolean gone = !snapshot && random.nextInt(3) == 0;
                    String name = "n" + random.nextInt(3);
                    String comma = i == 0 ? "" : ",";
                    products.append(comma)
                            .append("{\"id\":\"" + key + "\",\"name\":\"" + name + "\",\"gone\":" + gone + "}");
                    orders.append(comma)
                            .append("{\"no\":\"" + key + "\",\"status\":\"" + name + "\",\"gone\":" + gone
                                    + ",\"lines\":[{\"n\":1,\"quantity\":" + i + "}]}");
                    listed.add(key);
                    if (!gone) {
                        rows.put(key, new String[] {name, date.toString(), null});
                    } else if (rows.containsKey(key) && rows.get(key)[2] == null) {
                        rows.get(key)[2] = date.toString();
                    }
                }
                if (snapshot) {
                    rows.forEach(
                            (key, row) -> row[2] = listed.contains(key) || row[2] != null ? row[2] : date.toString());
                }
                put(bucket, date, Entity.PRODUCTS, products + "]", snapshot);
                put(bucket, date, Entity.SALES_ORDERS, orders + "]", snapshot);
            }
        }

        private static void put(Servers.Bucket bucket, LocalDate date, Entity entity, String json, boolean snapshot) {
            LoadFixture.put(bucket, new RawKey(Mappings.CLIENT, date, entity), bytes(json), snapshot);
        }

        List<LocalDate> dates() {
            return FIRST.datesUntil(FIRST.plusDays(DAYS)).toList();
        }

        List<String> expected() {
            List<String> expected = new ArrayList<>();
            rows.forEach((key, row) ->
                    expected.add(key + "|" + row[0] + "|" + row[1] + "|" + (row[2] == null ? "-" : row[2])));
            return expected;
        }
    }
}
