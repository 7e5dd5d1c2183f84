package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Expression;
import io.catwing.client.Table.Column;
import io.catwing.client.Table.Type;
import io.catwing.load.mapping.Conversion.Scalar;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2011-01-05                          | 2011-01-05 00:00:00+00",
                "2011-07-05                          | 2011-07-04 23:00:00+00",
                "2011-01-05T10:15                    | 2011-01-05 10:15:00+00",
                "2011-07-05T10:15:30                 | 2011-07-05 09:15:30+00",
                "2011-07-05 10:15:30                 | 2011-07-05 09:15:30+00",
                "2011-01-05T10:15:30Z                | 2011-01-05 10:15:30+00",
                "2011-01-05T10:15:30.5Z              | 2011-01-05 10:15:30.5+00",
                "2011-01-05T10:15:30.1234567Z        | 2011-01-05 10:15:30.123456+00",
                "2011-01-05T10:15:30,120Z            | 2011-01-05 10:15:30.12+00",
                "2011-01-05T10:15:30.000Z            | 2011-01-05 10:15:30+00",
                "2011-01-05T10:15:30.1234567890123Z  | 2011-01-05 10:15:30.123456+00",
                "2011-01-05T10:15:30+05:30           | 2011-01-05 04:45:30+00",
                "2011-01-05T10:15:30-0800            | 2011-01-05 18:15:30+00",
                "2011-01-05T10:15+01                 | 2011-01-05 09:15:00+00",
                "2012-02-29T00:00:00+01:00           | 2012-02-28 23:00:00+00",
                "2011-03-27T01:30:00                 | 2011-03-27 01:30:00+00",
                "2011-10-30T01:30:00                 | 2011-10-30 00:30:00+00",
            })
    void iso_times_become_utc_text(String text, String expected) {
        assertThat(write(Type.TIMESTAMP, null, '.', text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2011-02-29",
                "2011-13-01",
                "2011-00-10",
                "2011-1-5",
                "05.01.2011",
                "2011-01-05T",
                "2011-01-05T25:00",
                "2011-01-05T10:60",
                "2011-01-05T10:00:60",
                "2011-01-05T10:00:00+19:00",
                "2011-01-05T10:00:00 GMT",
                "0000-01-01",
                "+12011-01-01",
                "12011-01-01",
                "2011-01-05T10:15:30.Z",
                "infinity",
                "now",
                "yesterday",
            })
    void what_is_no_iso_time_is_refused(String text) {
        assertThat(write(Type.TIMESTAMP, null, '.', text)).isEqualTo("! is not a time in ISO form");
        assertThat(write(Type.DATE, null, '.', text)).isEqualTo("! is not a date in ISO form");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch_seconds      | 1293836400               | 2010-12-31 23:00:00+00",
                "epoch_seconds      | 1293836400.25            | 2010-12-31 23:00:00.25+00",
                "epoch_seconds      | -1                       | 1969-12-31 23:59:59+00",
                "epoch_millis       | 1293836400001            | 2010-12-31 23:00:00.001+00",
                "epoch_millis       | 9e99                     | ! is not a time in the declared form",
                "epoch_millis       | 99999999999999           | 5138-11-16 09:46:39.999+00",
                "epoch_seconds      | 999999999999             | ! is outside the years 1 to 9999",
                "odata              | /Date(1293836400000)/    | 2010-12-31 23:00:00+00",
                "odata              | /Date(1293836400000+0100)/ | 2010-12-31 23:00:00+00",
                "odata              | /Date(-1)/               | 1969-12-31 23:59:59.999+00",
                "odata              | 2010-12-31               | ! is not a time in the declared form",
                "dd.MM.yyyy HH:mm   | 05.07.2011 10:15         | 2011-07-05 09:15:00+00",
                "dd.MM.yyyy         | 05.07.2011               | 2011-07-04 23:00:00+00",
                "d-MMM-yyyy         | 5-Jan-2011               | 2011-01-05 00:00:00+00",
                "yyyyMMddHHmmssXX   | 20110105101530+0200      | 2011-01-05 08:15:30+00",
                "dd.MM.yyyy         | 5.7.2011                 | ! is not a time in the declared form",
                "dd.MM.yyyy         | 31.02.2011               | ! is not a time in the declared form",
                "dd.MM.yyyy         | 29.02.2011               | ! is not a time in the declared form",
                "dd.MM.yyyy         | 29.02.2012               | 2012-02-29 00:00:00+00",
                "dd.MM.yyyy         | 31.04.2011               | ! is not a time in the declared form",
                "dd.MM.yy           | 05.01.11                 | 2011-01-05 00:00:00+00",
                "d-MMM-yyyy         | 5-JAN-2011               | 2011-01-05 00:00:00+00",
                "d-MMM-yyyy         | 5-jan-2011               | 2011-01-05 00:00:00+00",
                "d MMMM yyyy        | 5 JANUARY 2011           | 2011-01-05 00:00:00+00",
                "MM/dd/yyyy hh:mm a | 01/05/2011 03:15 pm      | 2011-01-05 15:15:00+00",
                "MM/dd/yyyy hh:mm a | 01/05/2011 03:15 Pm      | 2011-01-05 15:15:00+00",
                "MM/dd/yyyy HH:mm   | 01/05/2011 24:00         | ! is not a time in the declared form",
                "iso_day            | 2011-07-05T00:00:00Z     | 2011-07-04 23:00:00+00",
                "iso_day            | 2011-07-05T23:59:00-05:00 | 2011-07-04 23:00:00+00",
                "iso_day            | 2011-07-05               | 2011-07-04 23:00:00+00",
                "iso_day            | 2011-02-29T00:00:00Z     | ! is not a time in the declared form",
                "epoch_millis_day   | 1309824000000            | 2011-07-04 23:00:00+00",
                "epoch_seconds_day  | 1309824000               | 2011-07-04 23:00:00+00",
                "odata_day          | /Date(1309824000000)/    | 2011-07-04 23:00:00+00",
            })
    void declared_forms_are_read(String format, String text, String expected) {
        assertThat(write(Type.TIMESTAMP, format, '.', text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Africa/Cairo,     2024-04-26, 2024-04-25 22:00:00+00",
        "Africa/Cairo,     2024-04-26T00:00:00, 2024-04-25 22:00:00+00",
        "Africa/Cairo,     2024-04-26T00:30:00, 2024-04-25 22:30:00+00",
        "Africa/Cairo,     2024-04-26T09:00:00, 2024-04-26 06:00:00+00",
        "Africa/Cairo,     2024-04-27T00:00:00, 2024-04-26 21:00:00+00",
        "America/Santiago, 2023-09-03, 2023-09-03 04:00:00+00",
        "America/Havana,   2024-03-10, 2024-03-10 05:00:00+00",
        "America/Havana,   2024-11-03, 2024-11-03 04:00:00+00",
    })
    void a_midnight_that_a_change_of_clocks_skips_is_the_first_instant_of_its_day(
            String zone, String text, String expected) {
        assertThat(write(new Column("c", Type.TIMESTAMP, false), zone, null, text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "iso_day,           2026-03-01T00:00:00Z",
        "iso_day,           2026-03-01T00:00:00+00:00",
        "iso_day,           2026-03-01",
        "epoch_millis_day,  1772323200000",
        "epoch_seconds_day, 1772323200",
        "odata_day,         /Date(1772323200000)/",
    })
    void a_date_sent_as_midnight_utc_keeps_its_day_where_that_is_declared(String format, String text) {
        assertThat(write(new Column("c", Type.DATE, false), "America/New_York", format, text))
                .isEqualTo("2026-03-01");
        assertThat(write(new Column("c", Type.TIMESTAMP, false), "America/New_York", format, text))
                .isEqualTo("2026-03-01 05:00:00+00");
    }

    @ParameterizedTest
    @CsvSource({
        "ordered_at,  1970-01-01T00:00:00Z, 1970-01-01 00:00:00+00",
        "ordered_at,  1969-12-31T23:59:59Z, ! is before 1970-01-01 or after 2199-12-31",
        "ordered_at,  0001-01-01T00:00:00,  ! is before 1970-01-01 or after 2199-12-31",
        "received_at, 2199-12-31T23:59:59Z, 2199-12-31 23:59:59+00",
        "shipped_at,  2200-01-01T00:00:00Z, ! is before 1970-01-01 or after 2199-12-31",
        "updated_at,  0001-01-01T00:00:00Z, 0001-01-01 00:00:00+00",
        "expected_at, 9999-12-31T23:59:59Z, 9999-12-31 23:59:59+00",
        "expected_at, 9999-12-31T23:59:59-05:00, ! is outside the years 1 to 9999",
    })
    void a_day_of_business_is_within_the_days_that_statistics_hold(String column, String text, String expected) {
        assertThat(write(new Column(column, Type.TIMESTAMP, false), "UTC", null, text))
                .isEqualTo(expected);
    }

    private static String write(Column column, String zone, String format, String text) {
        CopyBuffer out = new CopyBuffer(32);
        String problem = Conversion.of(column, expression(format, '.'), ZoneId.of(zone))
                .convert(Scalar.STRING, text.toCharArray(), 0, text.length(), out);
        return problem == null ? CopyBuffer.decode(out.bytes(), 0, out.length()) : "! " + problem;
    }

    @ParameterizedTest
    @CsvSource({
        "2011-07-05, 2011-07-05",
        "2011-07-05T23:30:00, 2011-07-05",
        "2011-07-05T23:30:00Z, 2011-07-06",
        "2011-07-05T23:30:00+01:00, 2011-07-05",
    })
    void a_date_is_the_clients_local_day(String text, String expected) {
        assertThat(write(Type.DATE, null, '.', text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.10     | 1.10",
                "-0.0     | -0.0",
                "12345678901234567890.12345 | 12345678901234567890.12345",
                "1e3      | 1e3",
                "1.5E-7   | 1.5E-7",
                "+5       | 5",
                ".5       | .5",
                "' 7 '    | 7",
                "''       | \\N",
                "NaN      | ! is not a number",
                "Infinity | ! is not a number",
                "-        | ! is not a number",
                "1,5      | ! is not a number",
                "1.2.3    | ! is not a number",
                "0x1F     | ! is not a number",
                "1e       | ! is not a number",
                "--1      | ! is not a number",
                "1 2      | ! is not a number",
                "1e37     | 1e37",
                "1e38     | ! has more than 38 digits before the point",
                "0.01e39  | 0.01e39",
                "0.1e39   | ! has more than 38 digits before the point",
                "00000000000000000000000000000000000000000001 | 00000000000000000000000000000000000000000001",
                "0e400    | 0e400",
                "0e2000   | 0e2000",
                "0e2001   | ! has an exponent above 2000",
                "-0.00E+9999999999 | ! has an exponent above 2000",
                "0e-351   | ! has more than 350 digits behind the point",
                "0e-9999999999 | ! has more than 350 digits behind the point",
                "1e9999999999 | ! has more than 38 digits before the point",
                "1e-350   | 1e-350",
                "1e-351   | ! has more than 350 digits behind the point",
                "4.9406564584124654E-324 | 4.9406564584124654E-324",
                "1e9999   | ! has more than 38 digits before the point",
                "1e400    | ! has more than 38 digits before the point",
                "1.7976931348623157e308 | ! has more than 38 digits before the point",
                "99999999999999999999999999999999999999 | 99999999999999999999999999999999999999",
                "100000000000000000000000000000000000000 | ! has more than 38 digits before the point",
            })
    void numbers_keep_their_digits(String text, String expected) {
        assertThat(write(Type.NUMERIC, null, '.', text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,56     | 1234.56",
                "1.234.567    | 1234567",
                "-1234,5      | -1234.5",
                "12           | 12",
                "0,99         | 0.99",
                "12.5         | ! is not a number with a decimal comma",
                "0.123        | ! is not a number with a decimal comma",
                "-0.123       | ! is not a number with a decimal comma",
                "1.23,4       | ! is not a number with a decimal comma",
                "1,2,3        | ! is not a number with a decimal comma",
                "1234.567     | ! is not a number with a decimal comma",
                "1.25E3       | ! is not a number with a decimal comma",
            })
    void a_decimal_comma_is_read_where_it_is_declared(String text, String expected) {
        assertThat(write(Type.NUMERIC, null, ',', text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "true, t",
        "FALSE, f",
        "Y, t",
        "n, f",
        "yes, t",
        "No, f",
        "1, t",
        "0, f",
        "'', \\N",
        "2, ! is not a boolean"
    })
    void booleans_are_read_in_the_ways_erps_write_them(String text, String expected) {
        assertThat(write(Type.BOOLEAN, null, '.', text)).isEqualTo(expected);
    }

    @Test
    void a_json_number_with_a_decimal_comma_declared_keeps_its_point() {
        assertThat(write(Type.NUMERIC, null, ',', "12.5", Scalar.NUMBER)).isEqualTo("12.5");
    }

    @Test
    void a_number_and_a_boolean_in_a_text_column_keep_their_letters() {
        assertThat(write(Type.TEXT, null, '.', "1.10", Scalar.NUMBER)).isEqualTo("1.10");
        assertThat(write(Type.TEXT, null, '.', "true", Scalar.BOOLEAN)).isEqualTo("true");
        assertThat(write(Type.NUMERIC, null, '.', "true", Scalar.BOOLEAN)).isEqualTo("! is not a number");
    }

    @Test
    void a_key_is_not_empty_and_fits_into_an_index() {
        assertThat(write(Type.TEXT, null, '.', "x".repeat(251))).hasSize(251);
        Conversion key = Conversion.of(new Column("id", Type.TEXT, true), expression(null, '.'), ZoneId.of("UTC"));
        assertThat(key.convert(Scalar.STRING, new char[251], 0, 0, new CopyBuffer(1)))
                .isEqualTo("is empty");
        assertThat(key.convert(Scalar.STRING, "x".repeat(251).toCharArray(), 0, 251, new CopyBuffer(1)))
                .isEqualTo("is longer than the 250 characters of an id");
        Conversion other =
                Conversion.of(new Column("product_id", Type.TEXT, false), expression(null, '.'), ZoneId.of("UTC"));
        assertThat(other.convert(Scalar.STRING, "x".repeat(250).toCharArray(), 0, 250, new CopyBuffer(1)))
                .isNull();
        assertThat(other.convert(Scalar.STRING, "x".repeat(251).toCharArray(), 0, 251, new CopyBuffer(1)))
                .isEqualTo("is longer than the 250 characters of an id");
    }

    private static String write(Type type, String format, char decimal, String text) {
        return write(type, format, decimal, text == null ? "" : text, Scalar.STRING);
    }

    /** What is written, or the problem after an exclamation mark. */
    private static String write(Type type, String format, char decimal, String text, Scalar scalar) {
        Conversion conversion =
                Conversion.of(new Column("c", type, false), expression(format, decimal), ZoneId.of("Europe/London"));
        CopyBuffer out = new CopyBuffer(1);
        // Not at the start of the array: the parser's buffers hold much else.
        char[] chars = ("..." + text + "...").toCharArray();
        String problem = conversion.convert(scalar, chars, 3, text.length(), out);
        return problem != null
                ? "! " + problem
                : new String(out.bytes(), 0, out.length(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Expression expression(String format, char decimal) {
        return Mappings.at("/x", format, decimal);
    }
}
