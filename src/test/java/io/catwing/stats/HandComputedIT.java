package io.catwing.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics of a small shop are those that were worked out on paper: {@code hand-computed.md}, beside this test. */
class HandComputedIT {
    private static final Pattern HEADING = Pattern.compile("## (stats\\.\\w+( where .*)?)");
    private static final StatsFixture TRIAL = new StatsFixture();

    /** A table of the paper. */
    private record Paper(String from, List<String> columns, List<String> rows) {
        @Override
        public String toString() {
            return from;
        }
    }

    @BeforeAll
    static void compute() throws IOException {
        TRIAL.execute(read("hand-computed.sql"));
        TRIAL.computeAll();
    }

    @AfterAll
    static void stop() {
        TRIAL.close();
    }

    static List<Paper> papers() throws IOException {
        List<Paper> papers = new ArrayList<>();
        for (String section : read("hand-computed.md").split("\n(?=## )")) {
            Matcher heading = HEADING.matcher(section.lines().findFirst().orElseThrow());
            if (heading.matches()) {
                List<String> table = section.lines()
                        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                        .map(line -> Arrays.stream(
                                        line.substring(1, line.length() - 1).split("\\|"))
                                .map(String::strip)
                                .collect(Collectors.joining("|")))
                        .toList();
                papers.add(new Paper(
                        heading.group(1), List.of(table.get(0).split("\\|")), table.subList(1, table.size())));
            }
        }
        return papers;
    }

    @ParameterizedTest
    @MethodSource("papers")
    void the_database_computes_what_was_computed_by_hand(Paper paper) throws SQLException {
        try (Connection connection = TRIAL.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select " + String.join(", ", paper.columns()) + " from " + paper.from())) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(IntStream.rangeClosed(1, paper.columns().size())
                        .mapToObj(column -> cell(row, column))
                        .collect(Collectors.joining("|")));
            }
            assertThat(rows).containsExactlyInAnyOrderElementsOf(paper.rows());
        }
    }

    @Test
    void no_table_and_no_column_was_left_out_on_paper() throws IOException {
        String columns = "select string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name)"
                + " from information_schema.columns where table_schema = 'stats' and column_name <> 'client_id'";
        assertThat(papers().stream()
                        .flatMap(paper -> paper.columns().stream()
                                .map(column -> paper.from().replaceAll("stats\\.| where .*", "") + "." + column))
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(
                        Stream.of(TRIAL.ask(columns).split(" ")).sorted().toList());
    }

    private static String cell(ResultSet row, int column) {
        try {
            String text = row.getString(column);
            if (text == null) {
                return "-";
            }
            return row.getMetaData().getColumnType(column) == Types.NUMERIC
                    ? row.getBigDecimal(column)
                            .stripTrailingZeros()
                            .toPlainString()
                            .replaceFirst("^0\\.?0*$", "0")
                    : text.isEmpty() ? "''" : text;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = HandComputedIT.class.getResourceAsStream("/stats/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
