package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.RestoreRole;
import io.catwing.support.Servers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dumps of the real pg_dump, cut in the middle of tables, by several sessions into databases of a real server. */
class RestoreInParallelIT {
    private static final int ROWS = 30_000;

    private final Servers.Database live = Servers.database();
    private final Servers.Database fresh = Servers.emptyDatabase();

    @BeforeEach
    void two_tables_with_rows_and_keys() {
        JdbcTemplate sql = new JdbcTemplate(live.dataSource());
        sql.execute("insert into general.location (client_id, location_id, source_date, first_seen)"
                + " select 'CW-000200', e'L\\t\\\\.' || i, '2026-02-01', '2026-02-01' from generate_series(1, " + ROWS
                + ") as i");
        sql.execute("insert into general.sales_order (client_id, sales_order_id, ordered_at, source_date)"
                + " select 'CW-000200', 'S' || i, '2026-02-01', '2026-02-01' from generate_series(1, " + ROWS
                + ") as i");
        for (String each : List.of(
                "create schema bi",
                "create table bi.own (id int primary key, of int references bi.own, t text unique)",
                "insert into bi.own select i, nullif(i - 1, 0), 't' || i from generate_series(1, 1000) as i",
                "create index own_t on bi.own (lower(t))",
                "comment on index bi.own_t is 'of mine'",
                "create materialized view bi.sums as select count(*) as n from general.location",
                "create unique index sums_n on bi.sums (n)",
                "create sequence bi.next",
                "select setval('bi.next', 42)")) {
            sql.execute(each);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void tables_come_back_as_they_were_through_any_number_of_sessions(int sessions) throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location", "general.sales_order", "bi.own");

        RestoreDump.Outcome outcome = restore(dump, sessions);

        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.rows())
                .containsEntry("general.location", (long) ROWS)
                .containsEntry("general.sales_order", (long) ROWS)
                .containsEntry("bi.own", 1000L);
        assertThat(new Digests(fresh.dataSource()).all()).isEqualTo(new Digests(live.dataSource()).all());
        assertThat(lines(dumpOf(fresh))).isEqualTo(lines(dumpOf(live)));
        assertThat(new JdbcTemplate(fresh.dataSource())
                        .queryForList(
                                "select rolname from pg_roles where rolname like 'catwing\\_restore\\_%'",
                                String.class))
                .isEmpty();
    }

    @Test
    void a_dump_without_large_tables_is_restored_too() throws Exception {
        Cut dump = new Cut(dumpOf(live));

        restore(dump, 2);

        assertThat(new Digests(fresh.dataSource()).all()).isEqualTo(new Digests(live.dataSource()).all());
    }

    @Test
    void what_fails_in_one_session_ends_all_and_is_told_with_its_table() throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location", "general.sales_order");
        dump.change("general.sales_order", rows -> rows.replaceFirst("2026-02-01", "no day"));

        assertThatThrownBy(() -> restore(dump, 2))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching(
                        "(?s)line \\d+ of the dump cannot be restored, COPY general.sales_order: ERROR: .*");

        assertThat(new JdbcTemplate(fresh.dataSource())
                        .queryForList(
                                "select 1 from pg_stat_activity where datname = current_database() and application_name = 'catwing"
                                        + " restore'"))
                .isEmpty();
    }

    @Test
    void a_part_that_cannot_be_read_ends_all_sessions() throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location", "general.sales_order");
        dump.broken = "general.location";

        assertThatThrownBy(() -> restore(dump, 2)).hasMessage("no such part of general.location");
    }

    @Test
    void rows_that_are_not_as_many_as_were_written_are_refused() throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location");
        dump.change("general.location", rows -> rows.replaceFirst("\n.*\n", "\n"));

        assertThatThrownBy(() -> restore(dump, 2))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching(
                        "(?s)of general.location \\d+ rows came out of a part of the dump that holds \\d+\nHINT: .*");
    }

    @Test
    void a_key_that_does_not_hold_is_told_with_its_table() throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location");
        dump.change("general.location", rows -> rows.replace("\\.2\t", "\\.1\t"));

        assertThatThrownBy(() -> restore(dump, 2))
                .hasMessageContaining("ALTER table only general.location add constraint")
                .hasMessageContaining("could not create unique index");
    }

    @Test
    void a_statement_that_no_dump_of_ours_has_is_refused_before_any_is_sent() throws Exception {
        Cut dump = new Cut(
                dumpOf(live)
                        .replace(
                                "-- PostgreSQL database dump complete",
                                "drop schema general;\n-- PostgreSQL database dump complete"),
                "general.location");

        assertThatThrownBy(() -> restore(dump, 2))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching(
                        "(?s)line " + dump.lineOf("drop schema general") + " of the dump has the statement .*");

        assertThat(new JdbcTemplate(fresh.dataSource())
                        .queryForList("select 1 from pg_namespace where nspname = 'general'"))
                .isEmpty();
    }

    @Test
    void rows_of_a_table_that_no_statement_names_are_refused() throws Exception {
        Cut dump = new Cut(dumpOf(live), "general.location");
        dump.ranges.add(new RowsApart.Range("general.nothing", 99, 1, 1, "1\n"));

        assertThatThrownBy(() -> restore(dump, 2))
                .hasMessageContaining("is reached without a COPY of [general.nothing]");
    }

    /** Its rows are left out, as its table is. */
    @Test
    void what_the_role_may_not_make_is_left_out_with_its_rows() throws Exception {
        JdbcTemplate sql = new JdbcTemplate(live.dataSource());
        sql.execute("create extension pg_stat_statements");
        sql.execute("create table bi.slowest (q pg_stat_statements, id int primary key)");
        sql.execute("insert into bi.slowest (id) select generate_series(1, 1000)");
        Cut dump = new Cut(dumpOf(live), "bi.slowest", "general.location");

        RestoreDump.Outcome outcome = restore(dump, 2);

        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("CREATE table bi.slowest"));
        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("ALTER table only bi.slowest"));
        assertThat(new Digests(fresh.dataSource()).all()).isEqualTo(new Digests(live.dataSource()).all());
    }

    @Test
    void a_table_whose_rows_are_left_out_keeps_none_of_those_that_came_before() throws Exception {
        Cut dump = new Cut(dumpOf(live), "bi.own", "general.location");
        dump.change("bi.own", 1, rows -> rows.replaceFirst("\n\\d+\t", "\nno number\t"));

        RestoreDump.Outcome outcome = restore(dump, 2);

        assertThat(new JdbcTemplate(fresh.dataSource()).queryForList("select id from bi.own", Integer.class))
                .isEmpty();
        assertThat(outcome.leftOut()).singleElement().asString().startsWith("COPY bi.own: ERROR: invalid input syntax");
        assertThat(outcome.missing()).contains("bi.own");
        assertThat(outcome.rows()).doesNotContainKey("bi.own").containsEntry("general.location", (long) ROWS);
    }

    private RestoreDump.Outcome restore(Cut dump, int sessions) throws SQLException, IOException {
        try (RestoreSession session =
                RestoreSession.open(new DatabaseAddress(fresh.url(), fresh.user(), ""), new RestoreRole("", ""))) {
            return new RestoreInParallel(new RestoreDump())
                    .restore(
                            session,
                            () -> new ByteArrayInputStream(dump.statements.getBytes(StandardCharsets.UTF_8)),
                            dump,
                            sessions);
        }
    }

    /** In any order: a table that several sessions fill has its rows in another one. */
    private static List<String> lines(String dump) {
        return dump.replaceAll("\\\\(un)?restrict .*", "").lines().sorted().toList();
    }

    private static String dumpOf(Servers.Database database) throws IOException, InterruptedException {
        Process pgDump = new ProcessBuilder(
                        "pg_dump",
                        "--no-owner",
                        "--no-privileges",
                        "-B",
                        "-d",
                        database.url().replace("jdbc:", ""),
                        "-U",
                        database.user())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String dump = new String(pgDump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(pgDump.waitFor()).isZero();
        return dump;
    }

    /** Takes the rows of tables out of a dump, in four ranges each. */
    private static final class Cut implements RowsApart {
        private final String whole;
        private final List<Range> ranges = new ArrayList<>();
        private final Map<String, String> rows = new LinkedHashMap<>();
        private String statements;
        private String broken;

        Cut(String dump, String... tables) {
            whole = dump;
            statements = dump;
            for (String table : tables) {
                int begin = statements.indexOf("FROM stdin;\n", statements.indexOf("COPY " + table + " (")) + 12;
                int end = statements.indexOf("\n\\.\n", begin) + 1;
                rows.put(table, statements.substring(begin, end));
                statements = statements.substring(0, begin) + statements.substring(end);
                split(table);
            }
        }

        private void split(String table) {
            List<String> lines = rows.get(table).lines().toList();
            int each = lines.size() / 4 + 1;
            for (int from = 0; from < lines.size(); from += each) {
                List<String> some = lines.subList(from, Math.min(lines.size(), from + each));
                String text = String.join("\n", some) + "\n";
                ranges.add(new Range(table, ranges.size(), text.length(), some.size(), text));
            }
        }

        /** Of its first range. */
        void change(String table, UnaryOperator<String> how) {
            change(table, 0, how);
        }

        /** Of one of its ranges; the number of rows that the range is said to have stays. */
        void change(String table, int which, UnaryOperator<String> how) {
            int left = which;
            for (int i = 0; i < ranges.size(); i++) {
                Range range = ranges.get(i);
                if (range.table().equals(table) && left-- == 0) {
                    String changed = how.apply((String) range.place());
                    assertThat(changed).isNotEqualTo(range.place());
                    ranges.set(i, new Range(table, range.number(), range.bytes(), range.rows(), changed));
                    return;
                }
            }
        }

        long lineOf(String text) {
            return whole.substring(0, whole.indexOf(text)).lines().count() + 1;
        }

        @Override
        public List<Range> ranges() {
            return ranges;
        }

        @Override
        public InputStream open(Range range) throws IOException {
            if (range.table().equals(broken)) {
                throw new IOException("no such part of " + broken);
            }
            return new ByteArrayInputStream(((String) range.place()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
