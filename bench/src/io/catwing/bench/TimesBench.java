package io.catwing.bench;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.client.Shape;
import io.catwing.load.mapping.MappingPreview;
import io.catwing.load.mapping.Mappings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a time costs, by our own reader of ISO times and by java.time: stock records, each with one time, are mapped with the
 * format {@code iso} and with a pattern that reads the same. CPU time of the thread that maps, in turn, the middle of 15.
 */
public final class TimesBench {
    private static final int RECORDS = 20_000;

    private TimesBench() {}

    public static void main(String[] arguments) {
        List<String> records = IntStream.range(0, RECORDS)
                .mapToObj(i -> String.format(
                        "{\"place\":\"L%d\",\"id\":\"p%d\",\"stock\":%d,\"at\":\"2026-02-%02dT%02d:%02d:%02dZ\"}",
                        i % 40, i, i % 100, 1 + i % 28, i % 24, i % 60, i * 7 % 60))
                .toList();
        Map<String, EntitySpec> ways = new LinkedHashMap<>();
        ways.put("no time", spec(null));
        ways.put("iso", spec(at(null)));
        ways.put("java.time", spec(at("yyyy-MM-dd'T'HH:mm:ssX")));
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        for (int round = -15; round < 15; round++) {
            for (Map.Entry<String, EntitySpec> way : ways.entrySet()) {
                double each = map(way.getValue(), records);
                if (round >= 0) {
                    micros.computeIfAbsent(way.getKey(), w -> new java.util.ArrayList<>())
                            .add(each);
                }
            }
        }
        System.out.println("| a record with | CPU µs/record |");
        System.out.println("|---|---:|");
        micros.forEach((way, all) -> System.out.printf(Locale.ROOT, "| %s | %.2f |%n", way, LoadBench.median(all)));
    }

    private static double map(EntitySpec spec, List<String> records) {
        Client client = new Client(
                new ClientId("CW-000001"),
                "Benchmark",
                ZoneId.of("UTC"),
                null,
                null,
                Map.of(spec.entity(), spec),
                Optional.empty(),
                null,
                Path.of("CW-000001.yaml"));
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int rows = MappingPreview.of(client, spec, records).rows().size();
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (rows != records.size()) {
            throw new IllegalStateException(rows + " of " + records.size() + " were mapped");
        }
        return used / 1000.0 / rows;
    }

    private static EntitySpec spec(Expression time) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        columns.put("location_id", new Expression(JsonPointer.compile("/place"), null, null, false, null, '.'));
        columns.put("product_id", new Expression(JsonPointer.compile("/id"), null, null, false, null, '.'));
        columns.put("quantity", new Expression(JsonPointer.compile("/stock"), null, null, false, null, '.'));
        if (time != null) {
            columns.put("updated_at", time);
        }
        return new EntitySpec(
                Entity.INVENTORY,
                true,
                0,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                1,
                Mappings.mapping(columns, null, Map.of(), Shape.ARRAY),
                "bench");
    }

    private static Expression at(String format) {
        return new Expression(JsonPointer.compile("/at"), null, null, false, format, '.');
    }
}
