package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.digest.Digests.Digest;
import io.catwing.raw.RawFiles;
import io.catwing.run.StepOutcome;
import io.catwing.run.StepOutcome.Outcome;
import io.catwing.support.Servers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant 4: files loaded in any order, any number at a time and more than once give what they give in order once.
 * The histories are random, with few keys, so that nearly every file meets the others; a seed that fails can be run again.
 */
class OrderFreeLoadingIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 1);
    private static final int DAYS = 9;
    private static final EntitySpec[] SPECS = {
        Mappings.products(),
        Mappings.inventory(),
        Mappings.nested(),
        Mappings.flatPurchases(),
        Mappings.flatStoreOrders()
    };

    private final RawFiles rawFiles = Servers.bucket().rawFiles();
    /** The sales orders that a replay in order leaves, line by line. */
    private final Map<String, List<String>> expectedLines = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void any_order_and_any_number_at_a_time_give_what_one_by_one_gives(long seed) {
        Random random = new Random(seed);
        for (int day = 0; day < DAYS; day++) {
            put(FIRST.plusDays(day), random);
        }
        SortedMap<String, Digest> inOrderOnce;
        try (LoadTrial trial = trial(1, 1 << 20)) {
            for (int day = 0; day < DAYS; day++) {
                load(trial, FIRST.plusDays(day), FIRST.plusDays(day), 1);
            }
            inOrderOnce = trial.digests();
            assertThat(trial.rows("select sales_order_id, line_id, quantity, source_date from general.sales_order_line"
                            + " order by sales_order_id collate \"C\", line_id collate \"C\""))
                    .containsExactlyElementsOf(expectedLines.values().stream()
                            .flatMap(List::stream)
                            .toList());
        }
        for (int round = 0; round < 3; round++) {
            try (LoadTrial trial = trial(1 + random.nextInt(4), 1 << 4 + random.nextInt(12))) {
                int parallel = 1 + random.nextInt(8);
                if (random.nextBoolean()) {
                    List<LocalDate> dates = new ArrayList<>(
                            FIRST.datesUntil(FIRST.plusDays(DAYS)).toList());
                    Collections.shuffle(dates, random);
                    dates.forEach(date -> load(trial, date, date, parallel));
                } else {
                    assertThat(trial.load(null, null, false, random.nextBoolean(), parallel))
                            .extracting(StepOutcome::outcome)
                            .containsOnly(Outcome.DONE);
                }
                assertThat(trial.digests())
                        .as("seed %d, round %d, once", seed, round)
                        .isEqualTo(inOrderOnce);

                LocalDate middle = FIRST.plusDays(random.nextInt(DAYS));
                CompletableFuture<Void> another =
                        CompletableFuture.runAsync(() -> load(trial, middle, null, 1 + random.nextInt(4)));
                load(trial, null, null, parallel);
                another.join();
                assertThat(trial.digests())
                        .as("seed %d, round %d, again", seed, round)
                        .isEqualTo(inOrderOnce);
            }
        }
    }

    private LoadTrial trial(int files, int chunkBytes) {
        return new LoadTrial(rawFiles, new LoadSettings(1, files, 1 << 20, chunkBytes), SPECS);
    }

    private static void load(LoadTrial trial, LocalDate from, LocalDate to, int parallel) {
        assertThat(trial.load(from, to, true, parallel))
                .as("outcomes")
                .isNotEmpty()
                .extracting(StepOutcome::outcome)
                .containsOnly(Outcome.DONE);
    }

    private void put(LocalDate date, Random random) {
        StringBuilder products = new StringBuilder("[");
        StringBuilder inventory = new StringBuilder("[");
        StringBuilder nested = new StringBuilder("[");
        StringBuilder flat = new StringBuilder("[");
        Map<String, List<String>> newest = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            String id = "p" + random.nextInt(10);
            String on = i % 4 == 3 ? "\"perhaps\"" : "true";
            products.append("{\"id\":\"")
                    .append(id)
                    .append("\",\"name\":\"")
                    .append(random.nextInt(3))
                    .append("\",\"price\":")
                    .append(random.nextBoolean() ? "1.1" : "1.10")
                    .append(",\"on\":")
                    .append(on)
                    .append("},");
            inventory
                    .append("{\"place\":\"L")
                    .append(random.nextInt(3))
                    .append("\",\"id\":\"")
                    .append(id)
                    .append("\",\"stock\":")
                    .append(random.nextInt(100))
                    .append("},");
            String order = "o" + random.nextInt(10);
            StringBuilder lines = new StringBuilder();
            Map<String, String> rows = new TreeMap<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                String line = "n" + random.nextInt(4);
                int quantity = random.nextInt(3);
                lines.append("{\"n\":\"")
                        .append(line)
                        .append("\",\"quantity\":")
                        .append(quantity)
                        .append("},");
                rows.put(line, order + "|" + line + "|" + quantity + "|" + date);
            }
            newest.put(order, new ArrayList<>(rows.values()));
            nested.append("{\"no\":\"")
                    .append(order)
                    .append("\",\"status\":\"")
                    .append(random.nextInt(3))
                    .append("\",\"lines\":[")
                    .append(withoutComma(lines))
                    .append("]},");
            flat.append("{\"no\":\"")
                    .append(order)
                    .append("\",\"status\":\"")
                    .append(random.nextInt(3))
                    .append("\",\"n\":\"n")
                    .append(random.nextInt(4))
                    .append("\",\"quantity\":")
                    .append(random.nextInt(3))
                    .append("},");
        }
        expectedLines.putAll(newest);
        put(Entity.PRODUCTS, date, products);
        put(Entity.INVENTORY, date, inventory);
        put(Entity.SALES_ORDERS, date, nested);
        put(Entity.PURCHASE_ORDERS, date, flat);
        put(Entity.STORE_ORDERS, date, flat);
    }

    private void put(Entity entity, LocalDate date, StringBuilder json) {
        LoadTrial.put(
                rawFiles,
                LoadTrial.key(entity, date.toString()),
                (withoutComma(json) + "]").getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutComma(StringBuilder json) {
        return json.length() > 0 && json.charAt(json.length() - 1) == ','
                ? json.substring(0, json.length() - 1)
                : json.toString();
    }
}
