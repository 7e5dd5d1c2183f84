package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TerminalTest {
    private record Row(String name, long there, long failed, String message) {}

    @Test
    void a_table_is_as_wide_as_the_terminal_and_leaves_out_columns_of_zeros() {
        List<Row> rows = List.of(
                new Row(
                        "purchase_orders",
                        12_345,
                        0,
                        "a message of many words that would not fit beside the other columns"),
                new Row("x".repeat(70), 1, 0, ""));

        String table = Tables.table(
                rows,
                List.of(
                        Tables.text("name", Row::name),
                        Tables.number("already there", Row::there),
                        Tables.number("failed", Row::failed),
                        Tables.text("message", Row::message)),
                80);

        assertThat(table.lines()).allMatch(line -> line.length() <= 80);
        assertThat(table).contains("12,345", "already", "many").doesNotContain("failed");
    }

    @Test
    void a_table_that_fits_is_left_as_it_is() {
        assertThat(Tables.table(
                        List.of(new Row("one", 1, 0, "good")),
                        List.of(Tables.text("name", Row::name), Tables.text("message", Row::message)),
                        80))
                .isEqualTo(
                        """
                        +------+---------+
                        | name | message |
                        +------+---------+
                        | one  | good    |
                        +------+---------+""");
    }

    @Test
    void the_launcher_tells_how_wide_the_terminal_is() {
        assertThat(Terminal.width(Map.of("CATWING_TERMINAL", "120"), true)).isEqualTo(119);
        assertThat(Terminal.width(Map.of("CATWING_TERMINAL", "0"), true)).isEqualTo(80);
        assertThat(Terminal.width(Map.of("CATWING_TERMINAL", "wide"), true)).isEqualTo(80);
        assertThat(Terminal.width(Map.of(), true)).isEqualTo(80);
        assertThat(Terminal.width(Map.of(), false)).as("in a log").isEqualTo(120);
    }

    @Test
    void a_bar_ends_at_its_end_and_stays_in_its_line() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        Progress progress = new TerminalProgress(print(drawn), true, 60, 3_600_000);

        try (Progress.Step step = progress.begin("fetch", 140, "files")) {
            step.advance(138);
            step.say("a remark that is longer than the line has room for");
        }

        assertThat(text(drawn))
                .startsWith("\rfetch [========================] 100 %, 138 files, ")
                .endsWith("\n")
                .hasSize(62);
    }

    @Test
    void a_log_gets_a_line_now_and_then_and_no_carriage_return() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        Progress progress = new TerminalProgress(print(drawn), false, 80, 5);

        try (Progress.Step step = progress.begin("load", 4, "files")) {
            step.advance(1);
            Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> text(drawn)
                    .contains("\n"));
        }

        assertThat(text(drawn)).contains("load  25 %, 1 of 4 files, ").doesNotContain("\r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            demo --faults 2          | --faults 2 is out of range: give from 0 to 1
            demo --faults -0.5       | --faults -0.5 is out of range: give from 0 to 1
            demo --faults NaN        | --faults NaN is out of range: give from 0 to 1
            demo --days 0            | --days 0 is out of range: give from 1 to 3650
            verify --rows -1         | --rows -1 is out of range: give from 0 to 1000
            fetch --date 2026-02-30  | Invalid value for option '--date': '2026-02-30' is no date such as 2026-02-24
            fetch --from yesterday   | Invalid value for option '--from': 'yesterday' is no date such as 2026-02-24
            rejects --rows 0         | --rows 0 is out of range: give from 1 to 10000
            fetsh                    | Unmatched argument at index 0: 'fetsh'
            """)
    void what_cannot_be_is_refused_at_once_in_two_lines(String arguments, String fact) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = CatwingCommand.commandLine();
        commandLine.setErr(new PrintWriter(err));

        int exit = commandLine.execute(arguments.split(" "));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).startsWith("catwing: " + fact + "\n").doesNotContain("Exception", "\tat ");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void the_version_is_named() {
        assertThat(new Version().getVersion()).hasSize(1).allMatch(line -> line.matches("catwing \\S+, on Java \\d.*"));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream drawn) {
        return drawn.toString(StandardCharsets.UTF_8);
    }
}
