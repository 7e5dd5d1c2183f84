package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.dump.Judgement.Action;
import io.catwing.support.Servers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dumps of the real pg_dump, and what somebody could make of them, into databases of a real server. */
class RestoreDumpIT {
    private static final RestoreRole NONE = new RestoreRole("", "");

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

    private static RestoreDump.Outcome restore(Servers.Database into, String dump) throws SQLException, IOException {
        try (RestoreSession session = RestoreSession.open(new DatabaseAddress(into.url(), into.user(), ""), NONE)) {
            return new RestoreDump()
                    .restore(session.connection(), new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<String> leftAfterRestores() {
        return new JdbcTemplate(Servers.emptyDatabase().dataSource())
                .queryForList("select rolname from pg_roles where rolname like 'catwing\\_restore\\_%'", String.class);
    }

    @Test
    void a_database_comes_back_as_it_was_and_belongs_to_the_application() throws Exception {
        Servers.Database live = Servers.database();
        JdbcTemplate sql = new JdbcTemplate(live.dataSource());
        sql.execute(
                "insert into general.location (client_id, location_id, source_date, first_seen)"
                        + " select 'CW-000200', e'L\\t\\\\.' || i, '2026-02-01', '2026-02-01' from generate_series(1, 20000) as i");
        String dump = dumpOf(live);
        Servers.Database fresh = Servers.emptyDatabase();

        RestoreDump.Outcome outcome = restore(fresh, dump);

        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.rows()).containsEntry("general.location", 20000L);
        assertThat(new Digests(fresh.dataSource()).all()).isEqualTo(new Digests(live.dataSource()).all());
        assertThat(dumpOf(fresh).replaceAll("\\\\(un)?restrict .*", ""))
                .isEqualTo(dump.replaceAll("\\\\(un)?restrict .*", ""));
        assertThat(new JdbcTemplate(fresh.dataSource())
                        .queryForList(
                                "select distinct relowner::regrole::text from pg_class where relnamespace = 'general'::regnamespace",
                                String.class))
                .containsExactly(fresh.user());
        assertThat(leftAfterRestores()).isEmpty();
    }

    /** Otherwise something of the product's could be left out of a recovery with no more than a note. */
    @Test
    void every_object_of_the_product_must_be_restored() throws Exception {
        DumpReader reader = new DumpReader(
                new ByteArrayInputStream(dumpOf(Servers.database()).getBytes(StandardCharsets.UTF_8)));
        StatementRules rules = new StatementRules(ProductObjects.fromMigrations(List.of()));
        List<String> may = new ArrayList<>();
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            Judgement judgement = rules.judge(next);
            if (judgement.copy() != null) {
                reader.rows("").readAllBytes();
            }
            if (judgement.action() == Action.MAY && !next.begins("set")) {
                may.add(next.called());
            }
        }

        assertThat(may).isEmpty();
    }

    @Test
    void what_people_have_added_is_restored_where_the_role_may_and_told_where_not() throws Exception {
        Servers.Database live = Servers.database();
        JdbcTemplate sql = new JdbcTemplate(live.dataSource());
        sql.execute("create role gone_" + live.url().replaceAll(".*_", ""));
        for (String each : List.of(
                "create schema bi",
                "create table bi.\"Sales 2026\" (id int primary key, \"Spalte, 1\" text, \"x) FROM stdin;\" int)",
                "insert into bi.\"Sales 2026\" values (1, e'a\\tb\\nc', 3)",
                "create table bi.\"new\nline\" (\"a.b\" int)",
                "insert into bi.\"new\nline\" values (7)",
                "create extension pg_trgm",
                "create extension pg_stat_statements",
                "create view bi.slow as select query from pg_stat_statements",
                "create function bi.nothing() returns event_trigger language plpgsql as 'begin end'",
                "create event trigger watch on ddl_command_end execute function bi.nothing()",
                "alter table general.product add column \"Buyer Note\" text default 'a\\b;'",
                "create index own_trgm on general.product using gin (name gin_trgm_ops)",
                "create policy mine on general.product to gone_" + live.url().replaceAll(".*_", ""),
                "create table bi.slowest (q pg_stat_statements, id int)",
                "insert into bi.slowest (id) values (1)",
                "create sequence bi.\"Next\"",
                "select setval('bi.\"Next\"', 42)",
                "create function bi.twice(a int) returns int language sql begin atomic select case a when 1 then 2 else a * 2 end; end",
                "comment on table bi.\"Sales 2026\" is e'it''s \\\\ a; comment'")) {
            sql.execute(each);
        }
        String dump = dumpOf(live).replace("_" + live.url().replaceAll(".*_", "") + ";", "_nobody;");
        Servers.Database fresh = Servers.emptyDatabase();

        RestoreDump.Outcome outcome = restore(fresh, dump);

        assertThat(outcome.leftOut()).anySatisfy(left -> assertThat(left)
                .startsWith("CREATE extension if not exists pg_stat_statements")
                .contains("permission denied to create extension"));
        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("CREATE event trigger watch"));
        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("CREATE view bi.slow"));
        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("CREATE table bi.slowest"));
        assertThat(outcome.leftOut()).anyMatch(left -> left.startsWith("CREATE policy mine"));
        JdbcTemplate restored = new JdbcTemplate(fresh.dataSource());
        assertThat(restored.queryForMap("select * from bi.\"Sales 2026\""))
                .containsEntry("id", 1)
                .containsEntry("Spalte, 1", "a\tb\nc")
                .containsEntry("x) FROM stdin;", 3);
        assertThat(restored.queryForObject("select \"a.b\" from bi.\"new\nline\"", Integer.class))
                .isEqualTo(7);
        assertThat(restored.queryForObject("select nextval('bi.\"Next\"')", Long.class))
                .isEqualTo(43);
        assertThat(restored.queryForObject("select bi.twice(1) + bi.twice(5)", Integer.class))
                .isEqualTo(12);
        assertThat(restored.queryForObject(
                        "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'general.product'::regclass and adnum ="
                                + " (select max(attnum) from pg_attribute where attrelid = adrelid)",
                        String.class))
                .isEqualTo("'a\\b;'::text");
        assertThat(restored.queryForObject("select obj_description('bi.\"Sales 2026\"'::regclass)", String.class))
                .isEqualTo("it's \\ a; comment");
        assertThat(restored.queryForObject("select count(*) from pg_indexes where indexname = 'own_trgm'", Long.class))
                .isEqualTo(1);
        assertThat(new Digests(fresh.dataSource()).all()).isEqualTo(new Digests(live.dataSource()).all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\! touch $SEEN\n",
                "select 1; \\! touch $SEEN\n",
                "\\copy general.product from program 'touch $SEEN'\n",
                "\\i /etc/passwd\n",
                "\\restrict other\n",
                "commit; drop database catwing;\n",
                "copy general.product from program 'touch $SEEN';\n",
                "alter system set archive_command = 'touch $SEEN';\n",
                "do $$ begin execute 'copy (select 1) to program ''touch $SEEN'''; end $$;\n",
            })
    void a_dump_that_commands_more_than_a_dump_of_ours_is_refused_and_leaves_nothing(String more) throws Exception {
        String dump = dumpOf(Servers.database());
        for (String forged : List.of(
                dump.replaceFirst("\nSET ", java.util.regex.Matcher.quoteReplacement("\n" + more + "SET ")),
                dump.replaceFirst("\nCOPY ops", java.util.regex.Matcher.quoteReplacement("\n" + more + "COPY ops")),
                dump.replace("-- PostgreSQL database dump complete", more + "-- PostgreSQL database dump complete"))) {
            Servers.Database fresh = Servers.emptyDatabase();
            assertThat(forged).isNotEqualTo(dump);

            assertThatThrownBy(() -> restore(fresh, forged))
                    .isInstanceOf(Failure.class)
                    .hasMessageMatching("(?s)line \\d+ of the dump has .*");

            assertThat(schemas(fresh)).isEmpty();
        }
        assertThat(leftAfterRestores()).isEmpty();
    }

    /** The last wall: what a function of the dump does is done with rights over the new database alone. */
    @Test
    void a_function_of_a_dump_has_no_rights_but_in_the_new_database() throws Exception {
        String dump = dumpOf(Servers.database());
        for (String evil : List.of(
                "execute 'copy (select 1) to program ''id''';",
                "execute 'alter database postgres rename to gone';",
                "execute 'create role evil superuser';",
                "perform pg_catalog.pg_read_file('/etc/passwd');",
                "execute 'set session authorization postgres';",
                "perform pg_catalog.set_config('role', 'postgres', false);",
                "commit;")) {
            String forged = dump.replaceFirst(
                    "\nCREATE SCHEMA stats;",
                    java.util.regex.Matcher.quoteReplacement(
                            "\nCREATE SCHEMA stats;\nCREATE FUNCTION stats.evil() RETURNS int"
                                    + " LANGUAGE plpgsql AS $_$begin " + evil + " return 1; end$_$;\n"
                                    + "CREATE TABLE stats.t (a int, b int DEFAULT stats.evil());\nCOPY stats.t (a) FROM stdin;\n1\n\\.\n"));
            Servers.Database fresh = Servers.emptyDatabase();

            RestoreDump.Outcome outcome = restore(fresh, forged);

            assertThat(outcome.leftOut()).singleElement().asString().startsWith("COPY stats.t");
            assertThat(outcome.rows()).doesNotContainKey("stats.t");
        }
    }

    @Test
    void a_statement_of_the_product_that_fails_leaves_nothing() throws Exception {
        Servers.Database fresh = Servers.emptyDatabase();
        String forged =
                dumpOf(Servers.database()).replaceFirst("ADD CONSTRAINT product_pkey PRIMARY KEY \\(", "$0no_column, ");

        assertThatThrownBy(() -> restore(fresh, forged))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching(
                        "line \\d+ of the dump cannot be restored, ALTER table only general.product add constraint:"
                                + " ERROR: column \"no_column\" .*\nHINT: nothing was restored and nothing was switched; .*");
        assertThat(schemas(fresh)).isEmpty();
    }

    @Test
    void half_a_dump_leaves_nothing() throws Exception {
        String dump = dumpOf(Servers.database());
        String whole = dump.substring(0, dump.indexOf("-- PostgreSQL database dump complete"));
        for (String half : List.of(dump.substring(0, dump.length() / 2), whole)) {
            Servers.Database fresh = Servers.emptyDatabase();

            assertThatThrownBy(() -> restore(fresh, half)).isInstanceOf(QuarantinedFailure.class);

            assertThat(schemas(fresh)).isEmpty();
        }
    }

    private static List<String> schemas(Servers.Database database) {
        return new JdbcTemplate(database.dataSource())
                .queryForList(
                        "select nspname from pg_namespace where nspname in ('general', 'stats', 'ops')", String.class);
    }
}
