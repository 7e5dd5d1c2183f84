package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingVersionTest {
    @TempDir
    private Path folder;

    @Test
    void it_is_twelve_hexadecimal_digits_that_stay_the_same() throws IOException {
        assertThat(version(BadFiles.base().replace("Europe/London", "UTC"), Entity.PRODUCTS))
                .isEqualTo("9aa44bf93bc1");
    }

    /** As of a Java that knows of a law of 2026: summer time for ever, from its spring on. */
    @ParameterizedTest
    @CsvSource({
        "'', Europe/London, true",
        "'', Europe/Paris, false",
        "'zone: America/New_York', America/New_York, true",
        "'zone: America/New_York', Europe/London, true",
    })
    void it_changes_with_the_rules_of_the_zones_by_which_times_are_read(String formats, String zone, boolean changes)
            throws IOException {
        EntitySpec products = spec(
                BadFiles.base().replace("  envelope:", "  formats: {" + formats + "}\n  envelope:"), Entity.PRODUCTS);

        assertThat(version(products, id -> id.getId().equals(zone) ? withoutWinter(id) : id.getRules()))
                .matches(version -> changes != version.equals(products.mappingVersion()));
    }

    @Test
    void it_stays_where_no_time_is_read_and_where_the_same_rules_are_written_down_otherwise() throws IOException {
        EntitySpec products = spec(BadFiles.base(), Entity.PRODUCTS);
        EntitySpec timeless = spec(BadFiles.base().replaceAll("(?m)^ +updated_at: .*\n", ""), Entity.PRODUCTS);

        assertThat(version(products, MappingVersionTest::oneByOne)).isEqualTo(products.mappingVersion());
        assertThat(version(timeless, MappingVersionTest::withoutWinter)).isEqualTo(timeless.mappingVersion());
        assertThat(timeless.mappingVersion()).isNotEqualTo(products.mappingVersion());
    }

    private static String version(EntitySpec spec, Function<ZoneId, ZoneRules> rules) {
        return MappingVersion.of(spec.entity(), ZoneId.of("Europe/London"), spec.mapping(), rules);
    }

    private static ZoneRules withoutWinter(ZoneId zone) {
        return rules(zone, Instant.parse("2026-06-01T00:00:00Z"));
    }

    /** Each transition until 2040, and no rule for the years after. */
    private static ZoneRules oneByOne(ZoneId zone) {
        return rules(zone, Instant.parse("2040-01-01T00:00:00Z"));
    }

    private static ZoneRules rules(ZoneId zone, Instant until) {
        ZoneRules rules = zone.getRules();
        Instant first = Instant.parse("1960-01-01T00:00:00Z");
        List<ZoneOffsetTransition> all = Stream.iterate(
                        rules.nextTransition(first), last -> rules.nextTransition(last.getInstant()))
                .takeWhile(next -> next.getInstant().isBefore(until))
                .toList();
        return ZoneRules.of(rules.getOffset(first), rules.getOffset(first), List.of(), all, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    product_id: /stock_code | product_id: /sku
                    '.description'          | '.name'
                    Europe/London           | Europe/Paris
                    decimal: ","            | decimal: "."
                    format: dd.MM.yyyy      | format: iso
                    """)
    void it_changes_with_whatever_decides_how_a_record_maps(String replace, String by) throws IOException {
        assertThat(version(BadFiles.base().replace(replace, by), Entity.PRODUCTS))
                .isNotEqualTo(version(BadFiles.base(), Entity.PRODUCTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://127.0.0.1:8191/api | https://erp.example.com
                    CW_000900_API_KEY         | CW_000900_OTHER_KEY
                    attempts: 8               | attempts: 3
                    path: /products           | path: /items
                    records: /data            | records: /items
                    size: 500                 | size: 100
                    """)
    void it_stays_when_only_the_way_to_the_records_changes(String replace, String by) throws IOException {
        assertThat(version(BadFiles.base().replace(replace, by), Entity.PRODUCTS))
                .isEqualTo(version(BadFiles.base(), Entity.PRODUCTS));
    }

    @Test
    void columns_of_the_clients_own_and_what_is_left_out_are_part_of_it() throws IOException {
        Set<String> versions = new HashSet<>(Set.of(version(BadFiles.base(), Entity.PRODUCTS)));
        for (String own : List.of(
                "custom: {a: /a}",
                "custom: {b: /a}",
                "custom: {a: /b}",
                "custom: {a: {at: /a, type: number}}",
                "each: /a",
                "each: {at: /a, one_is_object: true}",
                "each: {at: /a, keyed: {as: b}}",
                "where: .a",
                "where: .b")) {
            String declared = BadFiles.base().replace("      product_id:", "      " + own + "\n      product_id:");
            assertThat(versions.add(version(declared, Entity.PRODUCTS))).as(own).isTrue();
        }
    }

    @Test
    void what_stands_for_nothing_is_part_of_it() throws IOException {
        String declared = BadFiles.base().replace("  envelope:", "  formats: {empty: [false, \"-\"]}\n  envelope:");

        assertThat(version(declared, Entity.SALES_ORDERS)).isNotEqualTo(version(BadFiles.base(), Entity.SALES_ORDERS));
    }

    @Test
    void how_values_are_written_is_part_of_it_where_a_column_can_use_it() throws IOException {
        Set<String> versions = new HashSet<>(Set.of(version(BadFiles.base(), Entity.PRODUCTS)));
        for (String formats : List.of(
                "zone: UTC",
                "utc_midnight: day",
                "empty_dates: [1]",
                "empty_dates: [\"00000000\"]",
                "thousands: \"'\"",
                "negative: parentheses",
                "currency_signs: [€]",
                "minor_units: true, currency: EUR",
                "minor_units: true, currency: JPY",
                "objects: [value]",
                "objects: [{year: y, month: m, day: d}]")) {
            String declared = BadFiles.base().replace("  envelope:", "  formats: {" + formats + "}\n  envelope:");
            assertThat(versions.add(version(declared, Entity.PRODUCTS)))
                    .as(formats)
                    .isTrue();
        }
        String list = BadFiles.base().replace("format: dd.MM.yyyy", "format: [dd.MM.yyyy, iso]");
        assertThat(versions.add(version(list, Entity.PRODUCTS))).isTrue();
        String amounts =
                BadFiles.base().replace("  envelope:", "  formats: {thousands: \"'\", zone: UTC}\n  envelope:");
        assertThat(version(amounts, Entity.SALES_ORDERS)).isEqualTo(version(BadFiles.base(), Entity.SALES_ORDERS));
    }

    @Test
    void a_default_that_is_written_out_is_the_same_mapping() throws IOException {
        String written = BadFiles.base().replace("  envelope:", "  formats: {time: iso, decimal: \".\"}\n  envelope:");

        assertThat(version(written, Entity.SALES_ORDERS)).isEqualTo(version(BadFiles.base(), Entity.SALES_ORDERS));
    }

    private String version(String content, Entity entity) throws IOException {
        return spec(content, entity).mappingVersion();
    }

    private EntitySpec spec(String content, Entity entity) throws IOException {
        Files.writeString(folder.resolve("CW-000900.yaml"), content);
        ClientFiles.Result result = ClientFiles.read(folder, name -> null);
        assertThat(result.problems()).isEmpty();
        return result.clients().get(0).entities().get(entity);
    }
}
