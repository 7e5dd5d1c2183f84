package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
    private static final Conversion NUMBER = Numbers.between("-100000", "100000");

    private static CellValue cell(Object value) {
        return new CellValue(value, null, false);
    }

    private static Object convert(Conversion conversion, Object value) throws BadCell {
        return conversion.convert(cell(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1250|1250",
                "1250.00|1250",
                "12,5|12.5",
                "0.125|0.125",
                "0,125|0.125",
                "-1.5|-1.5",
                "1,250.00|1250",
                "1.250,00|1250",
                "12.345,6|12345.6",
                "1 250,5|1250.5",
                "1\u00a0250|1250",
                "1'250.00|1250",
                "1234.567|1234.567",
                "+7|7",
            })
    void a_number_kept_as_text_is_a_number(String text, String number) throws Exception {
        assertThat((BigDecimal) convert(NUMBER, text)).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.250|may be 1250 or 1.25: enter it as a number, not as a text",
                "1,250|may be 1250 or 1.25: enter it as a number, not as a text",
                "100,000|may be 100000 or 100: enter it as a number, not as a text",
                "14 days|not a number",
                "€ 500|not a number",
                "1,2,3|not a number",
                "1.2.3,4|not a number",
                "1E3|not a number",
                "100001|expected a number from -100000 to 100000",
            })
    void what_is_no_number_or_two_is_refused(String text, String reason) {
        assertThatThrownBy(() -> convert(NUMBER, text))
                .isInstanceOf(BadCell.class)
                .hasMessage(reason);
    }

    @Test
    void of_two_numbers_that_a_text_may_be_the_one_that_makes_sense_is_taken() throws Exception {
        assertThat(convert(Numbers.between("-90", "90"), "53.959")).isEqualTo(new BigDecimal("53.959"));
        assertThat(convert(Numbers.between("-180", "180"), "-1,081")).isEqualTo(new BigDecimal("-1.081"));
        assertThat(convert(Numbers.between("500", "5000"), "1.250")).isEqualTo(new BigDecimal("1250"));
    }

    @ParameterizedTest
    @CsvSource({
        "2019-03-25,2019-03-25",
        "2019-03-25T00:00:00,2019-03-25",
        "2019/3/25,2019-03-25",
        "20190325,2019-03-25",
        "25.03.2019,2019-03-25",
        "5.3.2019,2019-03-05",
        "25/03/2019,2019-03-25",
        "03/25/2019,2019-03-25",
        "04-04-2019,2019-04-04",
        "25 March 2019,2019-03-25",
        "25 Sept. 2019,2019-09-25",
        "'Mar 25, 2019',2019-03-25",
        "25 MAR 2019,2019-03-25",
    })
    void a_date_may_be_a_text(String text, LocalDate date) throws Exception {
        assertThat(convert(Dates::date, text)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1900-01-01",
        "59,1900-02-28",
        "61,1900-03-01",
        "43549,2019-03-25",
        "43549.99,2019-03-25",
        "20190325,2019-03-25"
    })
    void a_date_is_the_number_of_a_day(BigDecimal number, LocalDate date) throws Exception {
        assertThat(convert(Dates::date, number)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "03/04/2019|may be day 3 of month 4 or day 4 of month 3: write it as 2019-03-25",
                "31.02.2019|there is no such day",
                "2019|not a date; write it as 2019-03-25",
                "spring|not a date; write it as 2019-03-25",
                "1850-01-01|expected a date from 1900-01-01 to 2100-12-31, this is 1850-01-01",
            })
    void what_is_no_date_or_two_is_refused(String text, String reason) {
        assertThatThrownBy(() -> convert(Dates::date, text))
                .isInstanceOf(BadCell.class)
                .hasMessage(reason);
    }

    @Test
    void a_year_that_was_typed_as_a_number_is_no_day_of_1905() {
        assertThatThrownBy(() -> convert(Dates::date, new BigDecimal("2019"))).hasMessage("a year is not a date");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon,Wed|1 3",
                "monday and THURSDAY|1 4",
                "1;3|1 3",
                "Fri / Tue / Fri|2 5",
                "Mon-Fri|1 2 3 4 5",
                "Sat - Mon, Wed|1 3 6 7",
                "Mo Tu|1 2",
                "Thurs.|4",
                "Mondays|1",
            })
    void weekdays_are_listed_in_many_ways(String text, String days) throws Exception {
        List<Short> expected =
                List.of(days.split(" ")).stream().map(Short::valueOf).toList();

        assertThat(convert(Weekdays::weekdays, text)).isEqualTo(expected);
    }

    @Test
    void weekdays_may_be_a_number_or_any_day() throws Exception {
        assertThat(convert(Weekdays::weekdays, new BigDecimal("3"))).isEqualTo(List.of((short) 3));
        assertThat(convert(Weekdays::weekdays, "daily")).isNull();
        assertThatThrownBy(() -> convert(Weekdays::weekdays, new BigDecimal("1.3")))
                .hasMessage("a number with a fraction: write the days as Mon,Wed");
        for (String separators : List.of("/", ",", "+", "&", "and", "; and")) {
            assertThatThrownBy(() -> convert(Weekdays::weekdays, separators))
                    .hasMessage("not a list of weekdays; write Mon,Wed or 1;3");
        }
        assertThatThrownBy(() -> convert(Weekdays::weekdays, "8"))
                .hasMessage("'8' is no weekday; write Mon,Wed or 1;3");
        assertThatThrownBy(() -> convert(Weekdays::weekdays, "T"))
                .hasMessage("'t' is no weekday; write Mon,Wed or 1;3");
    }

    @Test
    void yes_and_no_are_written_in_many_ways() throws Exception {
        for (Object yes : new Object[] {"yes", "Y", "TRUE", "x", "1", true, BigDecimal.ONE, new BigDecimal("1.0")}) {
            assertThat(convert(Choices::yesOrNo, yes)).as("%s", yes).isEqualTo(true);
        }
        for (Object no : new Object[] {"no", "N", "false", "0", "-", false, BigDecimal.ZERO}) {
            assertThat(convert(Choices::yesOrNo, no)).as("%s", no).isEqualTo(false);
        }
    }
}
