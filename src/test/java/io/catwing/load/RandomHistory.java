package io.catwing.load;

import io.catwing.client.CustomColumn;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Table.Type;
import io.catwing.load.mapping.Mappings;
import io.catwing.support.Servers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Some days of raw files of all kinds, random, with few keys, so that nearly every file meets the others. */
final class RandomHistory {
    static final LocalDate FIRST = LocalDate.of(2026, 2, 1);
    static final int DAYS = 9;
    static final EntitySpec[] SPECS = {
        Mappings.withCustom(
                Mappings.products(),
                Map.of("price", new CustomColumn(Type.NUMERIC, Mappings.at("/price"))),
                Map.of(),
                ".name != \"2\""),
        Mappings.inventory(),
        Mappings.withCustom(
                Mappings.nested(),
                Map.of("state", new CustomColumn(Type.TEXT, Mappings.at("/status"))),
                Map.of("pieces", new CustomColumn(Type.NUMERIC, Mappings.at("/quantity"))),
                null),
        Mappings.flatPurchases(),
        Mappings.flatStoreOrders()
    };

    private final Servers.Bucket bucket;
    /** By order. */
    private final Map<String, List<String>> lines = new TreeMap<>();

    private RandomHistory(Servers.Bucket bucket) {
        this.bucket = bucket;
    }

    static RandomHistory put(Servers.Bucket bucket, Random random) {
        RandomHistory history = new RandomHistory(bucket);
        for (int day = 0; day < DAYS; day++) {
            history.day(FIRST.plusDays(day), random);
        }
        return history;
    }

    /** The sales orders that a replay in order leaves, line by line. */
    List<String> expectedLines() {
        return lines.values().stream().flatMap(List::stream).toList();
    }

    private void day(LocalDate date, Random random) {
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
            StringBuilder json = new StringBuilder();
            Map<String, String> rows = new TreeMap<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                String line = "n" + random.nextInt(4);
                int quantity = random.nextInt(3);
                json.append("{\"n\":\"")
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
                    .append(withoutComma(json))
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
        lines.putAll(newest);
        put(Entity.PRODUCTS, date, products);
        put(Entity.INVENTORY, date, inventory);
        put(Entity.SALES_ORDERS, date, nested);
        put(Entity.PURCHASE_ORDERS, date, flat);
        put(Entity.STORE_ORDERS, date, flat);
    }

    private void put(Entity entity, LocalDate date, StringBuilder json) {
        LoadFixture.put(
                bucket,
                LoadFixture.key(entity, date.toString()),
                (withoutComma(json) + "]").getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutComma(StringBuilder json) {
        return json.length() > 0 && json.charAt(json.length() - 1) == ','
                ? json.substring(0, json.length() - 1)
                : json.toString();
    }
}
