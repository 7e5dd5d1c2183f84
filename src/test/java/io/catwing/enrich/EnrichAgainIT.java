package io.catwing.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of changes with enrichment in between ends where one full enrichment of an empty fixture ends, and where the
 * network resolved by hand does. Few ids and few values, so that nearly every change meets the others. A seed that fails can
 * be run again on its own: each is a client of its own.
 */
class EnrichAgainIT {
    private static final int CASES = 120;

    private static final String[] LOCATIONS = {"S1", "S2", "W1", "W2", "W3"};
    private static final String[] SUPPLIERS = {"A", "B", "C"};
    private static final String[] LEADS = {null, "1", "1.0", "2", "7"};
    private static final String[] CATEGORIES = {null, "food", "toys", "cheese"};

    private final EnrichFixture fixture = new EnrichFixture(
            IntStream.range(0, CASES).mapToObj(EnrichAgainIT::client).toArray(Client[]::new));

    private static Client client(int seed) {
        return EnrichFixture.client(String.format("CW-%06d", seed), "UTC");
    }

    @Test
    void changes_enriched_one_after_the_other_end_where_a_full_run_from_nothing_ends() {
        int rows = 0;
        int problems = 0;
        for (int seed = 0; seed < CASES; seed++) {
            ClientId client = client(seed).id();
            Random random = new Random(seed);
            for (int batch = 3 + random.nextInt(5); batch > 0; batch--) {
                for (int change = 1 + random.nextInt(batch > 3 ? 12 : 3); change > 0; change--) {
                    change(client.value(), random);
                }
                if (random.nextInt(3) > 0) {
                    enrich(client, false);
                }
            }
            enrich(client, false);
            List<String> little = fixture.content(client.value());
            assertThat(fixture.rows("select product_id, location_id, source_kind, source_id, rule_row, specificity,"
                            + " trim_scale(lead_time_days), trim_scale(effective_lead_time_days), hops, supplier_id,"
                            + " chain_end from general.supply_source where client_id = '" + client + "'"))
                    .as("by hand, seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            Network.of(fixture, client.value()).sources());

            assertThat(enrich(client, true))
                    .as("rows that a full run writes, seed %d", seed)
                    .extracting(StepResult::records)
                    .containsOnly(0L);
            for (String table : EnrichFixture.FILLED) {
                fixture.execute("delete from " + table + " where client_id = '" + client + "'");
            }
            enrich(client, true);
            assertThat(fixture.content(client.value())).as("seed %d", seed).isEqualTo(little);
            rows += little.size();
            problems += (int) little.stream()
                    .filter(r -> r.contains("|cycle|") || r.contains(",cycle)"))
                    .count();
        }
        // The sequences are worth something.
        assertThat(rows).isGreaterThan(CASES * 10);
        assertThat(problems).isGreaterThan(CASES / 4);
        fixture.close();
    }

    /** As after an update of catwing: the rows are those of its former SQL, and nothing that they are made from has changed. */
    @Test
    void what_other_files_had_computed_is_computed_anew_by_the_next_run() {
        ClientId client = client(0).id();
        fixture.execute("insert into general.listed_location (client_id, location_id, name, kind, region) values ('"
                + client + "', 'S1', 'n', 'store', 'north')");
        enrich(client, true);
        List<String> computed = fixture.content(client.value());
        fixture.execute(
                "update general.location_profile set region = 'NORTH'",
                "update ops.enrich_checksum set checksum = 'of an earlier release'");
        assertThat(fixture.rows("select * from ops.enrich_touched")).isEmpty();

        assertThat(EnrichFixture.written(enrich(client, false))).containsEntry("location_profile", 1L);

        assertThat(fixture.content(client.value())).isEqualTo(computed);
        assertThat(enrich(client, false))
                .as("once")
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.ALREADY_THERE);
        fixture.close();
    }

    private List<StepResult> enrich(ClientId client, boolean full) {
        List<StepResult> results = fixture.enrich(List.of(client), full);
        assertThat(results).hasSize(5).extracting(StepResult::outcome).doesNotContain(Outcome.FAILED);
        return results;
    }

    private void change(String client, Random r) {
        String day = "'2026-02-" + String.format("%02d", 1 + r.nextInt(28)) + "'";
        switch (r.nextInt(14)) {
            case 0, 1, 2 ->
                put(
                        "product (client_id, product_id, category, subcategory, supplier_id, source_date, first_seen)",
                        "product_id",
                        values(client, "P" + r.nextInt(5), one(r, CATEGORIES), one(r, CATEGORIES), supplier(r)) + ", "
                                + day + ", " + day,
                        "category, subcategory, supplier_id, source_date");
            case 3 ->
                put(
                        "supplier (client_id, supplier_id, name, lead_time_days, source_date, first_seen)",
                        "supplier_id",
                        values(client, one(r, SUPPLIERS), one(r, "x", null)) + ", " + number(r) + ", " + day + ", "
                                + day,
                        "name, lead_time_days, source_date");
            case 4 ->
                put(
                        "static_supplier (client_id, supplier_id, name, lead_time_days)",
                        "supplier_id",
                        values(client, one(r, SUPPLIERS), one(r, "y", "z")) + ", " + number(r),
                        "name, lead_time_days");
            case 5, 6 ->
                put(
                        "location (client_id, location_id, kind, source_date, first_seen)",
                        "location_id",
                        values(client, one(r, LOCATIONS), one(r, "DC", "shop", "depot", null)) + ", " + day + ", "
                                + day,
                        "kind, source_date");
            case 7 ->
                put(
                        "listed_location (client_id, location_id, name, kind)",
                        "location_id",
                        values(client, one(r, LOCATIONS), "n", one(r, "store", "warehouse")),
                        "kind");
            case 8 ->
                put(
                        "product_image (client_id, product_id, object_key, etag, bytes, width, height, sha256)",
                        "product_id",
                        values(client, "P" + r.nextInt(5), one(r, "k", "l"), one(r, "e", "f")) + ", 1, 1, 1, 's'",
                        "object_key, etag");
            case 9, 10, 11, 12 -> rule(client, r);
            default -> remove(client, r);
        }
    }

    private void rule(String client, Random r) {
        boolean warehouse = r.nextBoolean();
        String source = warehouse ? one(r, "W1", "W2", "W3", "S1", "W9") : one(r, "A", "B", "C", "X");
        int asks = r.nextInt(3);
        put(
                "supply_rule (client_id, rule_row, location_id, source_kind, source_id, product_id, category,"
                        + " lead_time_days, priority)",
                "rule_row",
                "'" + client + "', " + (2 + r.nextInt(9)) + ", "
                        + values(
                                r.nextInt(12) == 0 ? "S9" : one(r, LOCATIONS),
                                warehouse ? "warehouse" : "supplier",
                                source,
                                asks == 0 ? "P" + r.nextInt(6) : null,
                                asks == 1 ? one(r, "food", "toys", "cheese", "tools") : null)
                        + ", " + number(r) + ", " + one(r, "null", "1", "2"),
                "location_id, source_kind, source_id, product_id, category, lead_time_days, priority");
    }

    private void remove(String client, Random r) {
        String[] from = one(
                        r,
                        "product product_id P0 P1 P2 P3 P4",
                        "supplier supplier_id A B C",
                        "static_supplier supplier_id A B C",
                        "location location_id S1 S2 W1 W2 W3",
                        "listed_location location_id S1 S2 W1 W2 W3",
                        "product_image product_id P0 P1 P2 P3 P4",
                        "supply_rule rule_row::text 2 3 4 5 6 7 8 9 10")
                .split(" ");
        fixture.execute("delete from general." + from[0] + " where client_id = '" + client + "' and " + from[1] + " = '"
                + from[2 + r.nextInt(from.length - 2)] + "'");
    }

    private void put(String into, String key, String values, String changed) {
        StringBuilder set = new StringBuilder();
        for (String column : changed.split(", ")) {
            set.append(set.isEmpty() ? "" : ", ")
                    .append(column)
                    .append(" = excluded.")
                    .append(column);
        }
        fixture.execute("insert into general." + into + " values (" + values + ") on conflict (client_id, " + key
                + ") do update set " + set);
    }

    private static String supplier(Random random) {
        return one(random, "A", "B", "C", "X", null);
    }

    private static String number(Random random) {
        return String.valueOf(one(random, LEADS));
    }

    private static String values(String... values) {
        StringBuilder text = new StringBuilder();
        for (String value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(value == null ? "null" : "'" + value + "'");
        }
        return text.toString();
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
