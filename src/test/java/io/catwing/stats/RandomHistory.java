package io.catwing.stats;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.bucket.RawKey;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.client.Shape;
import io.catwing.load.mapping.Mappings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some days of a small shop's raw files, at random: few keys, so that nearly every file meets the others. Orders come back
 * with another day, place, state or fewer lines; days lie so far apart that rows leave the windows of 7, 28 and 90 days.
 */
final class RandomHistory {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 30);
    private static final int[] DAYS = {0, 1, 2, 6, 7, 8, 27, 28, 29, 60, 88, 89, 90, 91, 120};
    private static final String[] STATES = {"\"open\"", "\"open\"", "\"open\"", "\"cancelled\"", "\"Canceled\"", "null"
    };

    private final Random random;

    RandomHistory(Random random) {
        this.random = random;
    }

    /** Of each entity that this history has; sales always. */
    Map<RawKey, String> files() {
        List<Entity> entities = Arrays.stream(Entity.values())
                .filter(entity -> entity == Entity.SALES_ORDERS
                        || random.nextInt(3) > 0 && entity != Entity.SUPPLIERS && entity != Entity.LOCATIONS)
                .toList();
        Map<RawKey, String> files = new TreeMap<>();
        random.ints(2 + random.nextInt(4), 0, DAYS.length).forEach(day -> {
            LocalDate date = FIRST.plusDays(DAYS[day]);
            for (Entity entity : entities) {
                if (random.nextInt(5) > 0) {
                    files.put(new RawKey(StatsFixture.CLIENT, date, entity), file(entity, date));
                }
            }
        });
        return files;
    }

    /** @param version 1 or 2: the same columns from other fields */
    static EntitySpec[] mappings(int version) {
        String q = "/q" + version;
        return new EntitySpec[] {
            spec(version, Entity.PRODUCTS, "product_id /no cost_price /cost", null),
            spec(
                    version,
                    Entity.PRICING_LISTS,
                    "pricing_list_id /no",
                    "line_id /n product_id /sku price /p valid_from /day"),
            spec(1, Entity.INVENTORY, "location_id /place product_id /no quantity /q1 unit_cost /cost", null),
            spec(
                    version,
                    Entity.SALES_ORDERS,
                    "sales_order_id /no location_id /place status /state ordered_at /at",
                    "line_id /n product_id /sku unit_price /p quantity " + q),
            spec(
                    1,
                    Entity.PURCHASE_ORDERS,
                    "purchase_order_id /no supplier_id /place status /state ordered_at /at expected_at /due",
                    "line_id /n product_id /sku quantity /q1"),
            spec(
                    version,
                    Entity.RECEIVING_ORDERS,
                    "receiving_order_id /no purchase_order_id /of status /state received_at /at",
                    "line_id /n product_id /sku rejected_quantity /cost quantity " + q),
            spec(
                    1,
                    Entity.STORE_ORDERS,
                    "store_order_id /no location_id /place status /state ordered_at /at",
                    "line_id /n product_id /sku quantity /q1 fulfilled_quantity /q2"),
            spec(
                    version,
                    Entity.TRANSFER_ORDERS,
                    "transfer_order_id /no from_location_id /place to_location_id /of status /state shipped_at /at received_at /due",
                    "line_id /n product_id /sku received_quantity /q1 quantity " + q)
        };
    }

    private static EntitySpec spec(int version, Entity entity, String columns, String lines) {
        return new EntitySpec(
                entity,
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                1,
                Mappings.mapping(
                        columns(columns),
                        lines == null ? null : "/lines",
                        lines == null ? Map.of() : columns(lines),
                        Shape.ARRAY),
                "v" + version);
    }

    private static Map<String, Expression> columns(String namesAndPointers) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        String[] words = namesAndPointers.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            columns.put(words[i], new Expression(JsonPointer.compile(words[i + 1]), null, null, false, null, '.'));
        }
        return columns;
    }

    private String file(Entity entity, LocalDate date) {
        return switch (entity) {
            case PRODUCTS -> list(3, i -> "{\"no\":\"p" + i + "\",\"cost\":" + number(3) + "}");
            case INVENTORY ->
                list(
                        6,
                        i -> random.nextInt(4) == 0
                                ? null
                                : "{\"no\":\"p" + i % 3 + "\",\"place\":\"L" + i / 3 + "\",\"q1\":"
                                        + (random.nextInt(5) - 1) + ",\"cost\":"
                                        + (random.nextBoolean() ? "null" : number(3)) + "}");
            default -> list(1 + random.nextInt(4), i -> order(date));
        };
    }

    private String order(LocalDate date) {
        LocalDate day = date.minusDays(random.nextInt(3));
        String time = day + "T" + List.of("00:30", "12:00", "22:30", "23:30").get(random.nextInt(4)) + ":00Z";
        return "{\"no\":\"o" + random.nextInt(4)
                + "\",\"of\":\"o" + random.nextInt(4)
                + "\",\"place\":" + (random.nextInt(9) == 0 ? "null" : "\"L" + random.nextInt(2) + "\"")
                + ",\"state\":" + STATES[random.nextInt(STATES.length)]
                + ",\"at\":" + (random.nextInt(9) == 0 ? "null" : "\"" + time + "\"")
                + ",\"due\":"
                + (random.nextInt(3) == 0 ? "null" : "\"" + day.plusDays(random.nextInt(60)) + "T09:00:00Z\"")
                + ",\"lines\":" + list(random.nextInt(4), i -> line(day)) + "}";
    }

    private String line(LocalDate day) {
        return "{\"n\":\"n" + random.nextInt(3)
                + "\",\"sku\":" + (random.nextInt(9) == 0 ? "null" : "\"p" + random.nextInt(3) + "\"")
                + ",\"q1\":" + (random.nextInt(6) - 2) + ",\"q2\":" + random.nextInt(4)
                + ",\"p\":" + number(9) + ",\"cost\":" + random.nextInt(2)
                + ",\"day\":" + (random.nextInt(5) == 0 ? "null" : "\"" + day.plusDays(random.nextInt(9)) + "\"") + "}";
    }

    private String number(int most) {
        return random.nextInt(most) + List.of("", ".5", ".25", ".3333333").get(random.nextInt(4));
    }

    private static String list(int most, IntFunction<String> element) {
        List<String> elements = new ArrayList<>(IntStream.range(0, most)
                .mapToObj(element)
                .filter(e -> e != null)
                .toList());
        return elements.stream().collect(Collectors.joining(",", "[", "]"));
    }
}
