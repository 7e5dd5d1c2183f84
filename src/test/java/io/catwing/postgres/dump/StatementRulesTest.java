package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.Judgement.Action;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {
    private final StatementRules rules = new StatementRules(ProductObjects.fromMigrations(List.of()));

    private Judgement judge(String sql) {
        try {
            return rules.judge(
                    new DumpReader(new ByteArrayInputStream((sql + ";").getBytes(StandardCharsets.UTF_8))).next());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "commit",
                "COMMIT AND CHAIN",
                "rollback",
                "abort",
                "end",
                "start transaction",
                "savepoint a",
                "release a",
                "prepare transaction 'a'",
                "commit prepared 'a'",
                "drop database catwing",
                "drop table general.product",
                "create database x",
                "alter database catwing rename to x",
                "alter system set archive_command = 'id'",
                "create role x superuser",
                "create user x",
                "alter role postgres password 'x'",
                "alter user postgres password 'x'",
                "grant a to b",
                "revoke a from b",
                "set role postgres",
                "set role = postgres",
                "set session authorization postgres",
                "set local search_path = x",
                "set session statement_timeout = 1",
                "set transaction read only",
                "set standard_conforming_strings = off",
                "set \"role\" = postgres",
                "reset role",
                "discard all",
                "do 'begin perform 1; end'",
                "do $$ begin perform 1; end $$",
                "call general.f()",
                "copy general.product from program 'id'",
                "copy general.product to program 'id'",
                "copy general.product from '/etc/passwd'",
                "copy general.product to stdout",
                "copy general.product from stdin with (format csv)",
                "copy (select 1) to program 'id'",
                "copy product from stdin",
                "select pg_catalog.pg_read_file('/etc/passwd')",
                "select pg_catalog.set_config('role', 'postgres', false)",
                "select pg_catalog.set_config('search_path', '', false), pg_sleep(1)",
                "select pg_catalog.setval('a', (select 1), true)",
                "select pg_catalog.setval(pg_read_file('a'), 1, true)",
                "select 1",
                "insert into general.product values (1)",
                "delete from general.product",
                "update general.product set name = ''",
                "truncate general.product",
                "with x as (select 1) select 1",
                "table general.product",
                "values (1)",
                "execute a",
                "prepare a as select 1",
                "declare c cursor for select 1",
                "lock table general.product",
                "listen a",
                "load 'a'",
                "vacuum",
                "analyze",
                "explain select 1",
                "create tablespace a location '/tmp'",
                "create temporary table a (b int)",
                "create event x",
                "alter default privileges grant all on tables to public",
                "alter extension a update",
                "comment on database catwing is 'catwing recovery of x'",
                "comment on role catwing is ''",
                "security label on table a is ''",
                "import foreign schema a from server b into c",
                "reassign owned by a to b",
            })
    void what_pg_dump_never_writes_is_refused_by_line_and_kind(String sql) {
        assertThatThrownBy(() -> judge(sql))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("line 1 of the dump has the statement "
                        + sql.substring(0, sql.indexOf(' ') < 0 ? sql.length() : sql.indexOf(' '))
                                .toUpperCase(java.util.Locale.ROOT))
                .hasMessageContaining("which no dump of catwing has\nHINT: nothing was restored: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MUST | create schema general",
                "MUST | create table general.product (a int)",
                "MUST | create table public.flyway_schema_history (a int)",
                "MUST | alter table only general.product add constraint product_pkey primary key (a)",
                "MUST | alter table only ops.run_step replica identity full",
                "MUST | create index flyway_schema_history_s_idx on public.flyway_schema_history using btree (success)",
                "MUST | create index ledger_client_entity_date on ops.ledger using btree (a)",
                "MUST | copy general.product (a, \"b, c\") from stdin",
                "MAY | create schema bi",
                "MAY | create table bi.product (a int)",
                "MAY | create table general.own (a int)",
                "MAY | create table general.category (a int)",
                "MAY | create table stats.product (a int)",
                "MAY | copy general.brand (a) from stdin",
                "MAY | create index status on general.product using btree (a)",
                "MAY | create function ops.region() returns int language sql return 1",
                "MAY | create index own on general.product using btree (a)",
                "MAY | create extension if not exists pg_trgm with schema public",
                "MAY | create event trigger t on ddl_command_start execute function bi.f()",
                "MAY | create policy p on general.product to gone",
                "MAY | create trigger own before insert on general.product for each row execute function bi.f()",
                "MAY | create materialized view bi.v as select 1 with no data",
                "MAY | create foreign table bi.t (a int) server s",
                "MAY | create text search configuration bi.c (parser = pg_catalog.default)",
                "MAY | alter table general.product enable row level security",
                "MAY | copy bi.\"Sales 2026\" (id) from stdin",
                "MAY | select pg_catalog.setval('bi.s', 7, true)",
                "MAY | comment on extension pg_trgm is 'x'",
                "MAY | set default_tablespace = ''",
                "SKIP | set transaction_timeout = 0",
                "SKIP | set client_encoding = 'UTF8'",
                "SKIP | set standard_conforming_strings = on",
                "SKIP | set some_setting_of_a_later_version = off",
                "SKIP | select pg_catalog.set_config('search_path', '', false)",
                "SKIP | create user mapping for x server s options (password 'x')",
                "SKIP | create subscription s connection 'host=x' publication p",
            })
    void what_is_the_products_must_succeed_and_what_is_peoples_may(Action action, String sql) {
        assertThat(judge(sql).action()).isEqualTo(action);
    }

    @Test
    void the_columns_of_a_copy_are_read_whatever_they_are_called() {
        CopyHead copy = judge("COPY \"a.b\".\"Ünï\"\"q\" (\"Spalte, 1\", \"x) FROM stdin;\", \"select\") FROM stdin")
                .copy();

        assertThat(copy.name()).isEqualTo("\"a.b\".\"Ünï\"\"q\"");
        assertThat(copy.columns()).containsExactly("Spalte, 1", "x) FROM stdin;", "select");
    }
}
