package io.catwing.postgres.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class SqlFolderTest {
    private static final String SOUND = "-- after: daily_sales\n-- scope: client\nselect * from stats.daily_sales\n";

    @TempDir
    Path folder;

    private SqlFolder with(String... filesAndTexts) throws IOException {
        for (int i = 0; i < filesAndTexts.length; i += 2) {
            Path file = folder.resolve(filesAndTexts[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, filesAndTexts[i + 1].replace("|", "\n"));
        }
        return new SqlFolder(folder);
    }

    /** Makes the tables a, b and c of stats. */
    private SqlFolder withTables(String... filesAndTexts) throws IOException {
        List<String> all = new ArrayList<>(List.of(filesAndTexts));
        for (String table : List.of("a", "b", "c")) {
            String file = "stats/" + table + ".sql";
            if (!all.contains(file)) {
                all.addAll(List.of(file, SOUND));
            }
            all.addAll(List.of(
                    "migration/V1_" + (table.charAt(0) - 'a') + "__" + table + ".sql",
                    "create table stats." + table + " (client_id text not null primary key);"));
        }
        return with(all.toArray(String[]::new));
    }

    private String problem(SqlFolder sql) {
        assertThat(sql.problems()).hasSize(1);
        return sql.problems().get(0).toString().replace(folder + "/", "");
    }

    @Test
    void the_products_own_steps_are_sound_and_each_comes_after_what_it_reads() {
        SqlFolder sql = SqlFolder.none();

        assertThat(sql.problems()).isEmpty();
        assertThat(sql.lines()).isEmpty();
        assertThat(sql.migrations()).isEmpty();
        assertThat(sql.steps("stats")).extracting(SqlStep::name).hasSize(18).doesNotContain("find-touched-day");
        assertThat(sql.steps("enrich")).hasSize(10);
        for (String stage : List.of("stats", "enrich")) {
            List<String> before = new ArrayList<>();
            for (SqlStep step : sql.steps(stage)) {
                assertThat(before).as(step.name()).containsAll(step.after());
                before.add(step.name());
            }
        }
    }

    @Test
    void a_step_of_ones_own_comes_after_what_it_names_whatever_the_order_of_files() throws IOException {
        SqlFolder sql = withTables(
                "stats/a.sql", "-- after: c|-- scope: client|select * from stats.c",
                "stats/c.sql", "-- after: daily_sales, b|-- scope: days|select * from stats.b",
                "stats/b.sql", "-- after: transfer_flow|-- scope: days|select * from general.inventory;");

        assertThat(sql.problems()).isEmpty();
        assertThat(sql.steps("stats"))
                .extracting(SqlStep::name)
                .containsSubsequence("daily_sales", "find-touched-day", "b", "c", "a");
        assertThat(sql.lines())
                .containsExactly(
                        "ok stats.b: " + folder + "/stats/b.sql, scope days",
                        "ok stats.c: " + folder + "/stats/c.sql, scope days",
                        "ok stats.a: " + folder + "/stats/a.sql, scope client");
        List<SqlStep> shuffled = new ArrayList<>(sql.steps("stats"));
        Collections.shuffle(shuffled, new Random(7));
        assertThat(StepOrder.of(shuffled, new ArrayList<>())).isEqualTo(sql.steps("stats"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock =
                    """
        -- after: daily_sale|-- scope: client|select 1 ! 1:1: comes after 'daily_sale', which is no step of this stage ! did you mean 'daily_sales'? tables here are
        -- after: b|-- scope: client|select 1 ! 1:1: comes after itself: a after b after a ! take one of them out of its line -- after:
        -- scope: client|select 1 ! 1:1: does not say what it comes after ! begin it with -- after: daily_sales, or -- after: where it reads general alone
        -- after:|select 1 ! 1:1: does not say which rows are made anew ! write a line -- scope: client below -- after:
        -- after:|-- scope: day|select 1 ! 2:1: has the scope 'day' ! did you mean 'days'? scopes here are client, days
        -- after:|-- scope: client||delete from stats.a ! 4:1: is not one query ! write one select with the table's columns; catwing writes the rows
        -- after:|-- scope: client|select 1;|drop table general.client ! 3:1: is not one query ! write one select
        -- after:|-- scope: client|-- fills: general.product|select 1 ! 3:1: fills another table than stats.a ! take the line away
        -- after:|-- scope: client|select 1|from stats.daily_sales ! 4:1: reads stats.daily_sales, which its line -- after: does not name ! add daily_sales to that line
        -- after:|-- scope: client|SELECT 1 FROM STATS.DAILY_SALES ! 3:1: reads stats.daily_sales, which its line -- after: does not name ! add daily_sales to that line
        -- after:|-- scope: days|select 1 from "general"."product" ! 3:1: reads general.product, whose changes do not tell which days they are about ! write -- scope: client
        -- after:|-- scope: client|select 1 from stats.a ! 3:1: reads stats.a, which its line -- after: does not name ! a table cannot follow from itself
        -- after:|-- scope: client|select 1 from stats.daily_sails ! 3:1: reads stats.daily_sails, which there is not ! did you mean 'daily_sales'? tables of stats are
        -- after:|-- scope: client|-- not now()|select now() ! 4:1: reads 'now(', which a rebuilt database has otherwise ! let it follow from general and stats alone
        -- after: rolling_sales|-- scope: days|select 1|from stats.rolling_sales ! 4:1: reads stats.rolling_sales, whose changes do not tell which days they are about ! write -- scope: client
        -- after:|-- scope: days|select 1 from general.client ! 3:1: reads general.client, whose changes do not tell which days they are about ! write -- scope: client
        -- after:|-- scope: days|select 1 from general.product ! 3:1: reads general.product, whose changes do not tell which days they are about ! write -- scope: client
        """)
    void a_mistake_is_told_with_file_line_reason_and_next_step(String text, String reason, String hint)
            throws IOException {
        String problem = problem(
                withTables("stats/a.sql", text, "stats/b.sql", "-- after: a|-- scope: client|select * from stats.a"));

        assertThat(problem).startsWith("stats/a.sql:" + reason + "\n  HINT: " + hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select string_agg(name, ';') as names from general.product",
                "select 1 -- one; not two",
                "select 1; -- the end",
                "select 1 /* of stats.daily_sales; by now() */;|-- the end",
                "select $$a; b$$ as text, $x$now()$x$, E'\\'; now()', 'it''s; now()'",
                "select 'reads stats.daily_sales' as text -- and ops.run",
                "select age(max(day), min(day)), 'today' as text from general.inventory"
            })
    void what_only_looks_like_a_mistake_is_taken(String query) throws IOException {
        assertThat(withTables("stats/a.sql", "-- after:|-- scope: client|" + query)
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transaction_timestamp()",
                "random_normal ()",
                "timeofday()",
                "age(ordered_at)",
                "age(max(ordered_at))",
                "'now'::timestamptz",
                "date 'today'",
                "'yesterday' as date",
                "current_user",
                "session_user"
            })
    void what_a_rebuilt_database_has_otherwise_is_refused_in_each_spelling(String value) throws IOException {
        assertThat(problem(withTables(
                        "stats/a.sql",
                        "-- after:|-- scope: client|-- " + value + "|select cast(" + value
                                + " from general.sales_order")))
                .startsWith("stats/a.sql:4:1: reads '")
                .contains("', which a rebuilt database has otherwise");
    }

    @Test
    void the_line_of_a_second_statement_is_told_and_not_that_of_the_first() throws IOException {
        assertThat(problem(withTables(
                        "stats/a.sql", "-- after:|-- scope: client|select 1|from general.product;|select 2")))
                .startsWith("stats/a.sql:4:1: is not one query");
    }

    @Test
    void migrations_are_followed_in_each_way_to_make_rename_and_drop_tables() throws IOException {
        assertThat(with(
                                "stats/b.sql",
                                SOUND,
                                "stats/c.sql",
                                SOUND,
                                "stats/k.sql",
                                SOUND,
                                "migration/V1__some.sql",
                                "create table stats.x (); create table stats.y (); create table stats.a ();"
                                        + " create unlogged table stats.c (); -- create table stats.d ();",
                                "migration/V2__others.sql",
                                "insert into stats.a values ('" + "it''s long; ".repeat(20_000) + "');"
                                        + " comment on table stats.a is $$the day's total$$;"
                                        + " do $$ begin execute 'create table stats.k (c text default ''x'')'; end $$;"
                                        + " drop table if exists stats.x, stats.y cascade; alter table stats.a rename to b;"
                                        + " create table stats.b_1 partition of stats.b default;"
                                        + " comment on table stats.b is 'create table stats.e ()';")
                        .problems())
                .isEmpty();
    }

    @Test
    void a_file_without_its_table_and_a_table_without_its_file_are_told() throws IOException {
        assertThat(problem(with("stats/a.sql", SOUND)))
                .isEqualTo(
                        "stats/a.sql:1:1: fills stats.a, which no migration makes\n  HINT: write migration/V001__a.sql"
                                + " with create table stats.a (client_id text not null, …)");
        assertThat(problem(with(
                        "stats/a.sql",
                        SOUND,
                        "migration/V1__a.sql",
                        "create table if not exists Stats.a (); create table stats.b ()")))
                .isEqualTo("migration/V1__a.sql:1:1: makes stats.b, which no file of stats fills\n"
                        + "  HINT: write that file, or drop the table in a new migration");
        assertThat(with("migration/V2__b.sql", "drop table stats.b;").problems())
                .isEmpty();
    }

    @Test
    void a_name_that_nothing_would_read_is_told() throws IOException {
        assertThat(with(
                                "stat/a.sql", SOUND,
                                "stats/daily_sales.sql", SOUND,
                                "stats/My-own.sql", SOUND,
                                "migration/V1__daily.sql", "create table stats.daily_sales ()",
                                "migration/V01__again.sql", "",
                                "migration/R__often.sql", "",
                                "stats/README.md", "for people")
                        .problems())
                .extracting(problem -> folder.relativize(problem.file()) + ": " + problem.reason())
                .containsExactlyInAnyOrder(
                        "stat: is nothing that catwing reads",
                        "stats/My-own.sql: is not named like a table",
                        "stats/daily_sales.sql: there is a daily_sales already, of catwing's own",
                        "migration/V1__daily.sql: has the same version as V01__again.sql",
                        "migration/R__often.sql: is not named like a migration",
                        "stats/daily_sales.sql: fills stats.daily_sales, which no migration makes");
    }

    @Test
    void the_start_is_refused_with_every_problem() throws IOException {
        with("stats/a.sql", SOUND, "stats/b.sql", SOUND);

        assertThatThrownBy(() -> new SqlFolder(new MockEnvironment().withProperty("catwing.sql", folder.toString())))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(
                        "2 problems in the folder " + folder + ":\n" + folder + "/stats/a.sql:1:1: fills")
                .hasMessageEndingWith("HINT: correct them and run ./catwing check");
        assertThat(SqlFolder.beside(Path.of("/etc/shop/clients"), null)).isEqualTo(Path.of("/etc/shop/sql"));
    }

    @Test
    void a_table_of_ones_own_that_is_made_otherwise_gives_another_checksum() throws IOException {
        String one = withTables().checksum("stats");

        Files.writeString(
                folder.resolve("migration/V9__wider.sql"),
                "alter table stats.b alter column client_id type varchar(99);");

        assertThat(new SqlFolder(folder).checksum("stats")).isNotEqualTo(one);
        assertThat(new SqlFolder(folder).checksum("enrich"))
                .isEqualTo(SqlFolder.none().checksum("enrich"));
    }

    @Test
    void another_query_gives_another_checksum_and_another_comment_does_not() throws IOException {
        String one = withTables().checksum("stats");

        assertThat(withTables("stats/b.sql", SOUND + "-- with a comment\n").checksum("stats"))
                .isEqualTo(one);
        assertThat(withTables("stats/b.sql", SOUND + "where true\n").checksum("stats"))
                .isNotEqualTo(one);
        assertThat(withTables("stats/b.sql", SOUND + "where true\n").problems())
                .extracting(Problem::reason)
                .isEmpty();
    }
}
