package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpReaderTest {

    private static List<String> statements(String dump) throws IOException {
        DumpReader reader = reader(dump);
        List<String> all = new ArrayList<>();
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            all.add(next.sql().strip());
        }
        return all;
    }

    private static DumpReader reader(String dump) {
        return new DumpReader(new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void statements_end_at_semicolons_outside_of_quotes_and_parentheses() throws IOException {
        assertThat(statements("select 'a;''b';\nselect \"x;\"\"y\";select $f$;$g$'$f$ ; select (1;2), a$b$ ;"))
                .containsExactly("select 'a;''b'", "select \"x;\"\"y\"", "select $f$;$g$'$f$", "select (1;2), a$b$");
    }

    @Test
    void a_body_in_standard_sql_is_one_statement() throws IOException {
        String function = "create function f() returns int begin atomic select case 1 when 1 then 2 end; select 3; end";

        assertThat(statements(function + "; select 1;")).containsExactly(function, "select 1");
    }

    @Test
    void comments_are_taken_out_and_tell_the_end() throws IOException {
        DumpReader reader = reader("-- it's;\nselect -- a \\! b\n1;\n--\n-- PostgreSQL database dump complete\n--\n");

        assertThat(reader.next().tokens()).hasSize(2);
        assertThat(reader.complete()).isFalse();
        assertThat(reader.next()).isNull();
        assertThat(reader.complete()).isTrue();
    }

    /** A function of the dump could switch standard_conforming_strings while rows are copied. */
    @Test
    void a_backslash_in_a_string_means_the_same_whatever_the_setting_is() throws IOException {
        assertThat(statements("select '\\x00' || E'\\'\\';';select ('a\\'' \\! id');"))
                .containsExactly("select  E'\\\\x00' || E'\\'\\';'", "select ( E'a\\\\'' \\\\! id')");
    }

    @Test
    void the_lines_that_pg_dump_itself_writes_for_psql_are_taken_out() throws IOException {
        assertThat(statements("--\n\\restrict aB3\n\nselect 1;\n\\unrestrict aB3\n\n"))
                .containsExactly("select 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\! id\n",
                "\\restrict a\n\\! id\n\\unrestrict a\n",
                "\\restrict a\n\\restrict b\n",
                "select 1;\n\\restrict a\n",
                "\\unrestrict a\n",
                "\\restrict a\n\\unrestrict b\n",
                "\\restrict a\nselect 1;\n",
                "\\restrict a\n\\unrestrict a\nselect 1;\n",
                "\\restrict a; \\! id\n\\unrestrict a\n",
                "select 1 \\! id\n;",
                "select 1; \\! id\n",
                "select 1 \\g |id\n",
                "select 1 \\gexec\n",
                "\\i /etc/passwd\n",
                "\\copy t from program 'id'\n",
                "-- comment\r\\! id\n",
                "select 1 -- comment\r\\! id\n;",
                "select '' \r \\! id\n;",
                "select U&'\\0061';",
                "select U&\"a\";",
                "select n'a';",
                "select 1'a';",
                "select 'a'\n'b';",
                "select E'a'\n  'b\\' \\! id';",
                "select /* a */ 1;",
                "select $a",
                "select $a b$;",
                "select $a$ b;",
                "select 'a",
                "select \"a",
                "select 'a\0';",
                "select 1",
                "select (1;",
                ";",
                "select \u0001;",
                "create function f() begin atomic select 1;",
            })
    void what_pg_dump_never_writes_is_refused_with_its_line(String dump) {
        assertThatThrownBy(() -> statements(dump))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("(?s)line \\d of the dump .*\nHINT: nothing was restored: .*");
    }

    @Test
    void rows_end_where_copy_ends_however_they_come() throws IOException {
        String rows = "1\t\\\\.\n\\N\n\\\\.\n.\n\n\\t.\n";
        String dump = "COPY a.b FROM stdin;\n" + rows + "\\.\nselect 1;COPY c.d FROM stdin;\n\\.\n";
        for (int size = 16; size < 80; size++) {
            for (int seed = 0; seed < 20; seed++) {
                InputStream slow = slow(dump, seed);
                DumpReader reader = new DumpReader(new DumpSource(slow, size));
                assertThat(reader.next().tokens()).hasSize(6);
                assertThat(new String(reader.rows("a.b").readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(rows);
                assertThat(reader.next().sql()).isEqualTo("select 1");
                assertThat(reader.line()).isEqualTo(9);
                reader.next();
                assertThat(reader.rows("c.d").readAllBytes()).isEmpty();
                assertThat(reader.next()).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY a.b FROM stdin; select 1;\n\\.\n",
                "COPY a.b FROM stdin;\n1\n",
                "COPY a.b FROM stdin;\n1\n\\.\r\n",
                "COPY a.b FROM stdin;\n1\n\\. \\! id\n",
                "COPY a.b FROM stdin;\n1\n\\."
            })
    void rows_that_do_not_end_as_pg_dump_ends_them_are_refused(String dump) throws IOException {
        DumpReader reader = reader(dump);
        reader.next();

        assertThatThrownBy(() -> reader.rows("a.b").readAllBytes()).isInstanceOf(QuarantinedFailure.class);
    }

    /** Gives some bytes at a time. */
    private static InputStream slow(String text, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int at, int length) {
                return super.read(into, at, Math.min(length, 1 + random.nextInt(7)));
            }
        };
    }
}
