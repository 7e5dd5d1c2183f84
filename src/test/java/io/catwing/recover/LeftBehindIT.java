package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.ServerAddresses;
import io.catwing.backup.Backup;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class LeftBehindIT {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 11);
    private static DemoErp erp;

    private RecoveryFixture fixture;
    private DatabaseName live;

    @TempDir
    Path home;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(DAY.minusDays(1), 3));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void a_day_and_a_table_that_a_migration_of_the_users_own_makes() throws Exception {
        Path migration = Files.createDirectories(home.resolve("sql/migration"));
        Files.writeString(
                migration.resolve("V001__goal.sql"),
                "create table general.goal (client_id text not null, revenue numeric);\n");
        fixture = new RecoveryFixture(Servers.bucket(), Servers.database(), erp, home)
                .with("catwing.sql", home.resolve("sql").toString())
                .start();
        live = fixture.live();
        fixture.fetchAndLoad(DAY, DAY);
        fixture.execute(
                live,
                "insert into general.goal values ('CW-000200', 1000)",
                // Called as a column of the product's is.
                "create table general.category (n int)",
                "create schema bi",
                "create table bi.budget (n int)",
                "create table bi.same (n int)",
                "insert into bi.budget values (1), (2)",
                "insert into bi.same values (1)");
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void rows_that_people_have_added_since_the_backup_are_left_behind_only_when_they_say_so() throws Exception {
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.execute(
                live,
                "insert into bi.budget values (3)",
                "insert into general.category values (1)",
                "update general.goal set revenue = 2000",
                "delete from bi.same");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        DatabaseName made = report.database();
        assertThat(report.problems())
                .as("nothing of the emptied table bi.same would stay behind")
                .containsExactly("a switch would leave behind what is in " + live + " and not in " + made
                        + ": rows of bi.budget (3 in " + live + ", 2 in " + made
                        + "), rows of general.category (1 in " + live + ", 0 in " + made
                        + "), rows of general.goal (1 in each, but not the same)\nHINT: bring it to " + made
                        + ", then run ./catwing recover switch " + made
                        + "; or say by --leave-behind that it may stay in the former database");
        assertThat(report.switched()).isFalse();

        fixture.execute(
                made,
                "insert into bi.budget values (3)",
                "insert into general.category values (1)",
                "update general.goal set revenue = 2000");
        fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, true), String.class);
        assertThat(fixture.rows(live, "select count(*) from bi.budget")).containsExactly("3");
    }

    @Test
    void rows_of_a_table_that_a_migration_makes_anew_are_left_behind_only_when_people_say_so() throws Exception {
        fixture.execute(live, "drop schema bi cascade", "drop table general.category");

        RecoveryReport report = fixture.startBesideDatabase().recoverFull(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains(": rows of general.goal (1 in " + live + ", 0 in " + report.database() + ")\n");
        assertThat(report.switched()).isFalse();
    }

    @Test
    void what_guards_and_carries_on_rows_is_left_behind_only_when_people_say_so() throws Exception {
        fixture.execute(
                live,
                "drop schema bi cascade",
                "drop table general.category",
                "delete from general.goal",
                "alter table general.sales_order enable row level security",
                "create policy tenant on general.sales_order using (client_id = current_setting('bi.client', true))",
                "alter table general.goal add column state varchar(9),"
                        // Which a dump that is restored says by other casts.
                        + " add constraint goal_state check (state in ('open', 'met'))",
                "create index goal_open on general.goal (client_id) where state in ('open', 'kept')",
                "create function general.stamp() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger stamp before update on general.product for each row"
                        + " when (new.name in ('a', 'b')) execute function general.stamp()",
                "create rule kept as on delete to general.goal do instead nothing",
                "create type general.mood as enum ('well', 'so so')",
                "create domain general.percent as numeric(5, 2)",
                "create function general.watch() returns event_trigger language plpgsql as 'begin end'",
                "create event trigger watch on ddl_command_end when tag in ('COMMENT') execute function general.watch()",
                "create publication elsewhere for table general.product",
                "create subscription from_elsewhere connection 'dbname=none' publication p with (connect = false)");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.startBesideDatabase();

        RecoveryReport fast = fixture.recoverFast(true);

        assertThat(fast.problems())
                .singleElement()
                .asString()
                .startsWith("a switch would leave behind what is in " + live + " and not in " + fast.database()
                        + ": event trigger watch, publication elsewhere, subscription from_elsewhere\n");
        assertThat(fast.switched()).isFalse();

        RecoveryReport full = fixture.recoverFull(true);

        assertThat(full.switched()).isFalse();
        assertThatThrownBy(() -> fixture.ask(
                        "direct:switch-to", new SwitchJob(RunId.next(), full.database(), true), String.class))
                .hasMessageStartingWith(
                        "a switch would leave behind what is in " + live + " and not in " + full.database()
                                + ": column general.goal.state, constraint goal_state of general.goal, event trigger watch,"
                                + " function general.stamp(), function general.watch(), index goal_open of general.goal,"
                                + " policy tenant of general.sales_order, publication elsewhere, row security of general.sales_order,"
                                + " rule kept of general.goal, subscription from_elsewhere, trigger stamp of general.product,"
                                + " type general.mood, type general.percent\n");
    }

    @Test
    void what_people_have_defined_otherwise_since_the_backup_is_named() throws Exception {
        fixture.execute(
                live,
                "create policy tenant on general.goal using (client_id = 'a')",
                "create type bi.mood as enum ('well')",
                "create function bi.one() returns int language sql as 'select 1'",
                "create index goal_client on general.goal (client_id)",
                "alter table general.goal add constraint positive check (revenue > 0)",
                "create function bi.stamp() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger stamp before update on general.goal for each row execute function bi.stamp()");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.execute(
                live,
                "alter policy tenant on general.goal using (client_id = 'b')",
                "alter type bi.mood add value 'ill'",
                "create or replace function bi.one() returns int language sql as 'select 2'",
                "drop index general.goal_client",
                "create index goal_client on general.goal (client_id desc)",
                "alter table general.goal drop constraint positive, add constraint positive check (revenue >= 0) not valid",
                "create or replace trigger stamp before insert on general.goal for each row execute function bi.stamp()");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        String otherwise = " (defined otherwise in " + report.database() + ")";
        assertThat(report.notes())
                .contains("in " + live + " and not in " + report.database() + ": constraint positive of general.goal"
                        + otherwise + ", function bi.one()" + otherwise + ", index goal_client of general.goal"
                        + otherwise + ", policy tenant of general.goal" + otherwise + ", trigger stamp of general.goal"
                        + otherwise + ", type bi.mood" + otherwise);
    }

    @Test
    void a_replication_slot_is_named_with_what_becomes_of_it() {
        Servers.Database any = Servers.emptyDatabase(Map.of("wal_level", "logical"));
        JdbcTemplate sql = new JdbcTemplate(any.dataSource());
        sql.execute("select pg_create_logical_replication_slot('cdc', 'pgoutput')");
        DatabaseServer server = new DatabaseServer(
                new ServerAddresses(any.url(), any.user(), "", Map.of()),
                new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));
        DatabaseName made = new DatabaseName("template1");

        List<String> left = new LeftBehind(server, null, null).objects(server.live(), made);

        assertThat(left).containsExactly("replication slot cdc");
        assertThat(LeftBehind.refusal(server.live(), made, left))
                .hasMessageContaining("HINT: a replication slot stays with its database: drop it, and make it anew");
    }

    @Test
    void a_table_that_somebody_holds_is_named_and_holds_up_no_switch_that_may_leave_it() throws Exception {
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        DatabaseName made = fixture.startBesideDatabase().recoverFast(false).database();
        try (Connection held = fixture.connect(live)) {
            held.setAutoCommit(false);
            held.createStatement().execute("lock table bi.budget");

            assertThatThrownBy(() ->
                            fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, false), String.class))
                    .hasMessageContaining("rows of bi.budget, which cannot be compared (")
                    .hasMessageContaining("lock timeout");
            assertThat(fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, false, true), String.class))
                    .startsWith("switched: ");
        }
    }
}
