package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.client.FormatsAdvice;
import io.catwing.client.Table;
import io.catwing.load.mapping.MappingPreview.Preview;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as a client's file declares them, from the YAML to the row. */
class DeclaredFormatsTest {
    @TempDir
    private Path folder;

    private String zone = "America/New_York";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time: [iso, dd/MM/yyyy, epoch_millis]  | \"2026-02-24\"           | 2026-02-24 05:00:00+00",
                "time: [iso, dd/MM/yyyy, epoch_millis]  | \"24/02/2026\"           | 2026-02-24 05:00:00+00",
                "time: [iso, dd/MM/yyyy, epoch_millis]  | 1771909200000            | 2026-02-24 05:00:00+00",
                "time: [dd.MM.yyyy HH:mm, iso]          | \"2026-02-24T10:00:00Z\" | 2026-02-24 10:00:00+00",
                "time: d-MMM-yyyy h:mm a                | \"4-fEB-2026 3:05 pm\"   | 2026-02-04 20:05:00+00",
                "zone: UTC, time: \"EEE, dd MMM yyyy HH:mm:ss 'GMT'\" | \"Tue, 24 Feb 2026 10:00:00 GMT\" | 2026-02-24 10:00:00+00",
                "time: yyyy-MM-dd G                     | \"2026-02-24 AD\"        | 2026-02-24 05:00:00+00",
                "empty_dates: [0000-00-00]              | \"0000-00-00\"           | -",
                "empty_dates: [0000-00-00]              | \"0000-00-00 00:00:00\"  | -",
                "empty_dates: [00000000], time: yyyyMMdd| \"00000000\"             | -",
                "empty_dates: [00000000], time: yyyyMMdd| \"20260224\"             | 2026-02-24 05:00:00+00",
                "empty_dates: [1]                       | \"0001-01-01T00:00:00Z\" | -",
                "empty_dates: [0001, 9999]              | \"9999-12-31T23:59:59-05:00\" | -",
                "empty_dates: [9999]                    | \"9998-12-30T00:00:00Z\" | 9998-12-30 00:00:00+00",
                "empty_dates: [1], time: odata          | \"/Date(-62135596800000)/\"   | -",
                "empty_dates: [1900-01-01]              | \"1900-01-01T00:00:00\"  | -",
                "empty_dates: [\"0\"], time: epoch_seconds | 0                     | -",
                "utc_midnight: day                      | \"2026-02-24T00:00:00Z\" | 2026-02-24 05:00:00+00",
                "utc_midnight: day                      | \"2026-02-24T00:00:01Z\" | 2026-02-24 00:00:01+00",
                "utc_midnight: day                      | \"2026-02-24T01:00:00+01:00\" | 2026-02-24 00:00:00+00",
                "utc_midnight: day, time: epoch_seconds | 1771891200               | 2026-02-24 05:00:00+00",
                "zone: UTC                              | \"2026-02-24T10:00:00\"  | 2026-02-24 10:00:00+00",
                "zone: Asia/Tokyo                       | \"2026-02-24 10:00:00\"  | 2026-02-24 01:00:00+00",
                "zone: UTC                              | \"2026-02-24\"           | 2026-02-24 05:00:00+00",
                "zone: UTC, time: dd.MM.yyyy HH:mm      | \"24.02.2026 10:00\"     | 2026-02-24 10:00:00+00",
                "zone: UTC, utc_midnight: day           | \"2026-02-24T00:00:00\"  | 2026-02-24 05:00:00+00",
            })
    void a_time_is_read_as_it_is_declared(String formats, String value, String expected) {
        assertThat(updated(formats, value)).isEqualTo(expected.equals("-") ? null : expected);
    }

    @Test
    void a_column_of_dates_keeps_the_day_that_is_written_as_midnight_in_utc() {
        assertThat(opened("date: iso_day", "\"2026-02-24T00:00:00Z\"")).isEqualTo("2026-02-24");
        assertThat(opened("date: [iso_day, yyyyMMdd]", "\"20260224\"")).isEqualTo("2026-02-24");
        assertThat(opened("utc_midnight: day", "\"2026-02-24T00:00:00.000Z\"")).isEqualTo("2026-02-24");
        assertThat(opened("{}", "\"2026-02-24T00:00:00Z\"")).isEqualTo("2026-02-23");
        assertThat(opened("zone: UTC", "\"2026-02-24T02:00:00\"")).isEqualTo("2026-02-23");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "thousands: \",\"                       | \"1,234,567.80\" | 1234567.80",
                "thousands: \",\"                       | \"12,34,567.5\"  | 1234567.5",
                "thousands: \",\"                       | \"1234.50\"      | 1234.50",
                "thousands: \",\"                       | 1234.50          | 1234.50",
                "thousands: \"'\"                       | \"1'234.50\"     | 1234.50",
                "thousands: \"'\"                       | \"1\u2019234.50\"| 1234.50",
                "thousands: \" \", decimal: \",\"       | \"1 234,50\"     | 1234.50",
                "thousands: \" \", decimal: \",\"       | \"1\u00a0234\u202f567,5\" | 1234567.5",
                "thousands: \".\", decimal: \",\"       | \"1.234,50\"     | 1234.50",
                "decimal: \",\"                         | \"1.234.567,50\" | 1234567.50",
                "decimal: \",\", negative: trailing_minus | \"1.234,50-\"  | -1234.50",
                "decimal: \",\", currency_signs: [€]    | \"€ 1.234.567\"  | 1234567",
                "decimal: \",\"                         | \"1,25E3\"       | 1.25E3",
                "currency_signs: [Rs, Rs.]              | \"Rs.500\"       | 500",
                "currency_signs: [$]                    | \"$.50\"         | .50",
                "negative: trailing_minus               | \"12.50-\"       | -12.50",
                "negative: [trailing_minus, parentheses]| \"(12.50)\"      | -12.50",
                "negative: minus_sign                   | \"\u221212.50\"  | -12.50",
                "negative: trailing_minus               | \"-12.50\"       | -12.50",
                "currency_signs: [€, EUR]               | \"€ 12.50\"      | 12.50",
                "currency_signs: [€, EUR]               | \"12.50\u00a0EUR\" | 12.50",
                "currency_signs: [$], negative: parentheses, thousands: \",\" | \"($1,234.50)\" | -1234.50",
                "currency_signs: [$]                    | \"-$12.50\"      | -12.50",
                "currency_signs: [kr], decimal: \",\"   | \"12,50 kr\"     | 12.50",
                "currency_signs: [kr]                   | \" \"            | -",
            })
    void a_number_is_read_as_it_is_declared(String formats, String value, String expected) {
        assertThat(price(formats, value)).isEqualTo(expected.equals("-") ? null : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "thousands: \",\" | 1,23",
                "thousands: \",\" | 0,123",
                "thousands: \",\" | 1234,567",
                "thousands: \",\" | ,123",
                "thousands: \",\" | 1,234,5",
                "thousands: \",\" | 1.5,000",
                "thousands: \" \" | 12 34",
                "negative: [trailing_minus, parentheses] | (-5)",
                "negative: [trailing_minus, parentheses] | -5-",
                "negative: [trailing_minus, parentheses] | (5",
                "negative: trailing_minus | -",
                "currency_signs: [€] | €",
                "currency_signs: [€] | €5€",
                "currency_signs: [€] | 5 GBP",
                "currency_signs: [Rs] | Rs.500",
                "thousands: \",\", currency_signs: [€] | €1.234,50",
                "decimal: \",\", currency_signs: [€] | € 0.123",
                "decimal: \",\", thousands: \" \" | 1.234,50",
            })
    void what_is_not_declared_is_no_number(String formats, String value) {
        assertThat(preview("products", formats, "{\"id\":\"p\",\"price\":\"" + value + "\"}")
                        .rejected())
                .singleElement()
                .asString()
                .startsWith("record 0: list_price from /price is not a number in the declared form: " + value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EUR | 1050    | 10.50",
                "JPY | 1050    | 1050",
                "kwd | 1050    | 1.050",
                "CLF | 1050    | 0.1050",
                "EUR | -5      | -0.05",
                "EUR | 12.5    | 0.125",
                "EUR | 1E3     | 10",
            })
    void amounts_in_minor_units_have_the_digits_of_their_currency(String currency, String amount, String expected) {
        Preview preview = preview(
                "sales_orders",
                "minor_units: true",
                "{\"id\":\"o\",\"total\":" + amount + ",\"cur\":\"" + currency
                        + "\",\"lines\":[{\"sku\":\"a\",\"qty\":3,\"price\":" + amount + "}]}");

        assertThat(preview.rejected()).isEmpty();
        assertThat(preview.rows()).containsExactly(List.of("o", currency, expected));
        assertThat(preview.lines()).containsExactly(List.of("o", "1", "a", "3", expected));
    }

    @Test
    void an_amount_in_minor_units_without_a_known_currency_is_refused() {
        Preview preview = preview(
                "sales_orders",
                "minor_units: true",
                "{\"id\":\"a\",\"total\":1,\"lines\":[]}",
                "{\"id\":\"b\",\"total\":1,\"cur\":\"EURO\",\"lines\":[]}",
                "{\"id\":\"c\",\"lines\":[]}");

        assertThat(preview.rejected())
                .containsExactly(
                        "record 0: its amounts are in minor units, and it has no currency; declare formats: {currency: EUR}",
                        "record 1: its amounts are in minor units, and its currency is none of ISO 4217: EURO");
        assertThat(preview(
                                "sales_orders",
                                "minor_units: true, currency: JPY",
                                "{\"id\":\"a\",\"total\":7,\"lines\":[]}")
                        .rows()
                        .get(0)
                        .get(2))
                .isEqualTo("7");
    }

    @Test
    void an_amount_in_minor_units_that_no_table_takes_is_refused_with_its_record() {
        assertThat(preview(
                                "sales_orders",
                                "minor_units: true, currency: EUR",
                                "{\"id\":\"a\",\"total\":\"0e9999999999\",\"lines\":[]}",
                                "{\"id\":\"b\",\"total\":\"0e400\",\"lines\":[]}")
                        .rejected())
                .containsExactly("record 0: total_amount from /total has an exponent above 2000: 0e9999999999");
    }

    @Test
    void typed_objects_stand_for_the_value_that_is_declared() {
        String formats = "time: [iso, epoch_millis], objects: [$date, $numberLong, $oid, value, decimal, "
                + "{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}]";

        assertThat(preview(
                                "products",
                                formats,
                                "{\"id\":{\"$oid\":\"5f\"},\"price\":{\"value\":\"1.00\",\"currency\":\"EUR\"},"
                                        + "\"at\":{\"$date\":\"2026-02-24T10:00:00Z\"}}",
                                "{\"id\":\"b\",\"price\":{\"__class__\":\"Decimal\",\"decimal\":\"2.50\"},"
                                        + "\"at\":{\"$date\":{\"$numberLong\":\"1771909200000\"}}}",
                                "{\"id\":\"c\",\"price\":{\"value\":null},\"at\":{\"__class__\":\"datetime\",\"year\":2026,"
                                        + "\"month\":2,\"day\":24,\"hour\":9,\"minute\":5,\"second\":0,\"microsecond\":120}}")
                        .rows())
                .containsExactly(
                        Arrays.asList("5f", null, "1.00", "2026-02-24 10:00:00+00"),
                        Arrays.asList("b", null, "2.50", "2026-02-24 05:00:00+00"),
                        Arrays.asList("c", null, null, "2026-02-24 14:05:00.00012+00"));
        assertThat(opened(
                        "objects: [{year: year, month: month, day: day}]",
                        "{\"__class__\":\"date\",\"year\":2026,\"month\":2,\"day\":4}"))
                .isEqualTo("2026-02-04");
    }

    @Test
    void an_object_that_is_not_declared_or_says_two_things_is_refused() {
        Preview preview = preview(
                "products",
                "objects: [value, decimal]",
                "{\"id\":\"a\",\"price\":{\"amount\":\"1.00\"}}",
                "{\"id\":\"b\",\"price\":{\"value\":\"1.00\",\"decimal\":\"2.00\"}}");

        assertThat(preview.rejected())
                .containsExactly(
                        "record 0: list_price from /price is an object, not a single value; declare formats: {objects: [amount]}",
                        "record 1: list_price from /price has value and decimal, and formats.objects names both");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "at    | 24/02/2026            | {time: [iso, dd/MM/yyyy]}",
                "at    | 03/04/2026            | {time: [iso, dd/MM/yyyy]} or {time: [iso, MM/dd/yyyy]}",
                "at    | 24.02.2026 10:15      | {time: [iso, \"dd.MM.yyyy HH:mm\"]}",
                "at    | 24.02.2026 10:15:00 UTC | {time: [iso, \"dd.MM.yyyy HH:mm:ss VV\"]}",
                "at    | 2026-12-31 10:15:00 UTC | {time: [iso, \"yyyy-M-d HH:mm:ss VV\"]}",
                "at    | 2026-01-01 10:15:00 +0000 | {time: [iso, \"yyyy-M-d HH:mm:ss XX\"]}",
                "at    | 1771909200000         | {time: [iso, epoch_millis]}",
                "at    | /Date(1771909200000)/ | {time: [iso, odata]}",
                "at    | 0000-00-00 00:00:00   | {empty_dates: [0000-00-00]}",
                "at    | 00000000              | {empty_dates: [\"00000000\"]}",
                "price | 1.234,50              | {decimal: \",\"}",
                "price | 1,234.50              | {thousands: \",\"}",
                "price | 1,234                 | {thousands: \",\"} or {decimal: \",\"}",
                "price | 12.50-                | {negative: [trailing_minus]}",
                "price | (1 234,50 €)          | {decimal: \",\", thousands: \" \", negative: [parentheses], currency_signs: [\"€\"]}",
                "price | -                     | {empty: [\"-\"]}",
            })
    void a_refused_value_is_told_with_what_to_declare(String field, String value, String entry) {
        String reason = preview("products", "{}", "{\"id\":\"p\",\"" + field + "\":\"" + value + "\"}")
                .rejected()
                .get(0);

        assertThat(reason).contains(field).contains(value).endsWith("; declare formats: " + entry);
    }

    @Test
    void only_a_day_that_no_table_takes_is_proposed_as_none() {
        String last = preview("products", "time: dd.MM.yyyy", "{\"id\":\"p\",\"at\":\"2026-12-31\"}")
                .rejected()
                .get(0);

        assertThat(last).endsWith("; declare formats: {time: [dd.MM.yyyy, yyyy-M-d]}");
        assertThat(FormatsAdvice.of(Table.Type.TIMESTAMP, true, "1900-01-01 00:00:00"))
                .containsExactly(List.of(new FormatsAdvice.Entry("empty_dates", "1900-01-01")));
    }

    @Test
    void a_preview_proposes_formats_that_read_every_value() {
        String[] records = {
            "{\"id\":\"a\",\"name\":false,\"at\":\"03/04/2026\",\"price\":\"1,234\"}",
            "{\"id\":\"b\",\"name\":\"x\",\"at\":\"02/24/2026\",\"price\":\"1,234.50\"}",
            "{\"id\":\"c\",\"name\":\"y\",\"at\":\"00/00/0000\",\"price\":{\"value\":\"7\"}}",
        };
        List<String> formats = preview("products", "{}", records).formats();

        assertThat(formats)
                .containsExactly(
                        "empty: [false]  # name from /name: false",
                        "empty_dates: [00/00/0000]  # updated_at from /at: 00/00/0000",
                        "time: [iso, MM/dd/yyyy]  # updated_at from /at: 03/04/2026",
                        "objects: [value]  # list_price from /price: an object",
                        "thousands: \",\"  # list_price from /price: 1,234");
        assertReadBy(formats, records);
    }

    @Test
    void a_time_that_says_utc_is_one_of_utc_by_what_a_preview_proposes() {
        String[] records = {
            "{\"id\":\"a\",\"at\":\"31.12.2026 10:15:00 GMT\"}", "{\"id\":\"b\",\"at\":\"2026-12-31 10:15:00 UTC\"}"
        };
        List<String> formats = preview("products", "{}", records).formats();

        assertThat(assertReadBy(formats, records).rows())
                .extracting(row -> row.get(3))
                .containsExactly("2026-12-31 10:15:00+00", "2026-12-31 10:15:00+00");
    }

    @Test
    void a_preview_proposes_formats_that_read_points_between_thousands_beside_a_sign() {
        String[] records = {"{\"id\":\"a\",\"price\":\"1.234,50-\"}", "{\"id\":\"b\",\"price\":\"€ 12,50\"}"};
        List<String> formats = preview("products", "{}", records).formats();

        assertThat(formats).extracting(line -> line.replaceAll(":.*", "")).contains("decimal", "negative");
        assertReadBy(formats, records);
    }

    private Preview assertReadBy(List<String> formats, String... records) {
        String declared =
                formats.stream().map(line -> line.replaceAll("  #.*", "")).collect(Collectors.joining(", "));
        Preview again = preview("products", declared, records);
        assertThat(again.rejected()).isEmpty();
        assertThat(again.formats()).isEmpty();
        return again;
    }

    private String updated(String formats, String value) {
        return only(preview("products", formats, "{\"id\":\"p\",\"at\":" + value + "}"), "updated_at");
    }

    private String price(String formats, String value) {
        return only(preview("products", formats, "{\"id\":\"p\",\"price\":" + value + "}"), "list_price");
    }

    private String opened(String formats, String value) {
        return only(preview("locations", formats, "{\"id\":\"l\",\"opened\":" + value + "}"), "opened_on");
    }

    private static String only(Preview preview, String column) {
        assertThat(preview.rejected()).isEmpty();
        return preview.rows().get(0).get(preview.columns().indexOf(column));
    }

    private Preview preview(String entity, String formats, String... records) {
        Client client = client(formats);
        return MappingPreview.of(
                client,
                client.entities().get(Entity.parse(entity)),
                Stream.of(records).toList());
    }

    private Client client(String formats) {
        String yaml =
                """
                client: CW-000900
                name: Shop
                time_zone: %s
                erp:
                  url: https://erp.example.com
                  formats: %s
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    formats: %s
                    mapping: {product_id: /id, name: /name, list_price: /price, updated_at: /at}
                  locations:
                    snapshot: true
                    request: {path: /locations}
                    formats: %s
                    mapping: {location_id: /id, opened_on: /opened}
                  sales_orders:
                    delta: {days: 1}
                    request: {path: /orders, query: {date: "{{date}}"}}
                    mapping:
                      sales_order_id: /id
                      currency: /cur
                      total_amount: /total
                      lines: {at: /lines, product_id: /sku, quantity: /qty, unit_price: /price}
                """;
        try {
            String flow = formats.startsWith("{") ? formats : "{" + formats + "}";
            String bare = flow.contains("minor_units") ? "{}" : flow;
            Files.writeString(folder.resolve("CW-000900.yaml"), String.format(yaml, zone, flow, bare, bare));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ClientFiles.Result read = ClientFiles.read(folder, name -> null);
        assertThat(read.problems()).isEmpty();
        return read.clients().get(0);
    }
}
