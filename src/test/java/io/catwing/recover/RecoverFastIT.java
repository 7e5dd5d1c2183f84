package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.app.OtherDatabase;
import io.catwing.app.Pipeline;
import io.catwing.backup.Backup;
import io.catwing.backup.BackupSettings;
import io.catwing.backup.Backups;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Claims;
import io.catwing.job.RetentionSettings;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import io.catwing.support.ToldEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

class RecoverFastIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static DemoErp erp;

    private final Servers.Bucket bucket = Servers.bucket();
    private RecoveryFixture fixture;
    private DatabaseName live;
    private Backup backup;

    @TempDir
    Path home;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(FIRST.minusDays(1), 5));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void two_days_backed_up_and_one_more() {
        fixture = new RecoveryFixture(bucket, Servers.database(), erp, home).start();
        live = fixture.live();
        fixture.fetchAndLoad(FIRST, FIRST.plusDays(1));
        backup = fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.fetchAndLoad(FIRST.plusDays(2), FIRST.plusDays(2));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void a_lost_database_is_restored_and_gets_exactly_the_files_that_the_backup_lacks() throws SQLException {
        SortedMap<String, Digest> lost = fixture.digests();
        fixture.close();
        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");

        fixture.startBesideDatabase();
        ToldEvents told = ToldEvents.of(fixture.bean(CamelContext.class), ToldEvents.EVERYTHING);
        RecoveryReport report = fixture.recoverFast(true);

        await().until(() -> told.has("recovery-ended"));
        assertThat(told.names()).as("the files that it loads are not told").containsExactly("recovery-ended");
        assertThat(told.all().get(0).path("files").asInt()).isEqualTo(20);
        assertThat(report.problems()).isEmpty();
        assertThat(report.backup()).isEqualTo(backup.dump().key().toString());
        assertThat(report.files()).as("the third day's").isEqualTo(20);
        assertThat(report.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(lost);
        assertThat(fixture.rows(live, "select outcome, object_key, bytes > 0, ended_at > started_at from ops.backup"))
                .as("the dump has it under way")
                .containsExactly("DONE|" + backup.dump().key() + "|t|t");
        assertThat(report.steps())
                .extracting(RecoveryReport.Step::name)
                .containsExactly(
                        "prepare",
                        "restore",
                        "check the restore",
                        "analyze",
                        "migrate",
                        "replay",
                        "derive",
                        "check",
                        "switch");
    }

    @Test
    void what_has_ended_since_the_backup_was_made_has_ended_after_the_switch_too() throws SQLException {
        fixture.execute(
                live,
                "insert into ops.run (run_id, command) values ('long', 'fetch')",
                "insert into ops.trouble (name, kind, message) values ('backup', 'backup', 'at first')",
                "insert into ops.alert (trouble_id, receiver, what) select trouble_id, 'hook', 'BEGAN' from ops.trouble",
                "insert into ops.ping (what, subject) values ('day', '2026-02-11')");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.execute(
                live,
                "update ops.run set ended_at = now(), failed = 0, outcome = 'DONE' where run_id = 'long'",
                "update ops.trouble set over_at = now()",
                "insert into ops.trouble (name, kind, message) values ('backup', 'backup', 'again')",
                "update ops.alert set sent_at = now()",
                "update ops.ping set subject = '2026-02-12'");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.notes()).noneMatch(note -> note.contains("was not taken over"));
        assertThat(report.switched()).isTrue();
        assertThat(fixture.rows(live, "select outcome from ops.run where run_id = 'long'"))
                .containsExactly("DONE");
        assertThat(fixture.rows(live, "select distinct outcome from ops.backup"))
                .containsExactly("DONE");
        assertThat(fixture.rows(live, "select message, over_at is null from ops.trouble order by since"))
                .containsExactly("at first|f", "again|t");
        assertThat(fixture.rows(live, "select sent_at is null from ops.alert")).containsExactly("f");
        assertThat(fixture.rows(live, "select subject from ops.ping")).containsExactly("2026-02-12");
    }

    @Test
    void what_is_switched_to_does_not_believe_that_what_live_has_loaded_meanwhile_is_loaded() throws SQLException {
        fixture.execute(live, "insert into ops.compared_history values ('CW-000200', 'products', '2026-02-13', now())");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        DatabaseName made = fixture.recoverFast(false).database();
        fixture.fetchAndLoad(FIRST.minusDays(1), FIRST.minusDays(1));

        fixture.startBesideDatabase().ask("direct:switch-to", new SwitchJob(RunId.next(), made, false), String.class);

        assertThat(fixture.rows(live, "select count(*) from ops.ledger where source_date < '2026-02-11'"))
                .containsExactly("0");
        assertThat(fixture.rows(live, "select client_id, known_before from ops.compared_history"))
                .isEmpty();
    }

    @Test
    void no_limit_of_time_ends_a_load_into_a_new_database() throws SQLException {
        fixture.execute(live, "alter database " + live + " set statement_timeout = '1h'");

        try (Pipeline second = fixture.bean(OtherDatabase.class).open(live.value());
                Connection connection = second.bean(DataSource.class).getConnection();
                ResultSet row = connection.createStatement().executeQuery("show statement_timeout")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("0");
        }
    }

    @Test
    void a_file_that_came_late_is_not_missed_although_its_date_is_before_the_backup() throws SQLException {
        fixture.fetchAndLoad(FIRST.minusDays(1), FIRST.minusDays(1));
        SortedMap<String, Digest> before = fixture.digests();

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).contains("equal to " + live + ", table by table");
        assertThat(fixture.digests(report.database())).isEqualTo(before);
    }

    @Test
    void what_a_recovery_left_is_dropped_after_its_time_and_not_while_there_is_no_good_backup() throws Exception {
        RecoveryReport report = fixture.recoverFast(false);
        DatabaseName left = report.database();
        Path old = Files.writeString(home.resolve("reports/recovery-20260101-000000-00ab.md"), "of an old recovery");
        OldRecoveries retention = fixture.bean(OldRecoveries.class);

        retention.delete();
        assertThat(fixture.bean(DatabaseServer.class).exists(left))
                .as("it is young")
                .isTrue();
        assertThat(report.page()).exists();
        assertThat(old).doesNotExist();

        fixture.execute(
                live,
                "comment on database " + left + " is 'catwing recovery of " + live
                        + ", run 20260101-000000-00ab, FAST, CHECKED: x'");
        // The daily backup and its weekly copy.
        Map<String, byte[]> manifests = new HashMap<>();
        bucket.s3().listObjectsV2Paginator(list -> list.bucket(bucket.name()).prefix("db-backups/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".json"))
                .forEach(key -> manifests.put(
                        key,
                        bucket.s3()
                                .getObjectAsBytes(
                                        get -> get.bucket(bucket.name()).key(key))
                                .asByteArray()));
        assertThat(manifests).isNotEmpty();
        manifests.keySet().forEach(key -> bucket.s3()
                .deleteObject(delete -> delete.bucket(bucket.name()).key(key)));
        retention.delete();
        assertThat(fixture.bean(DatabaseServer.class).exists(left))
                .as("there is no good backup")
                .isTrue();

        manifests.forEach((key, bytes) ->
                bucket.s3().putObject(put -> put.bucket(bucket.name()).key(key), RequestBody.fromBytes(bytes)));
        retention.delete();
        assertThat(fixture.bean(DatabaseServer.class).exists(left)).isFalse();
        assertThat(fixture.bean(DatabaseServer.class).exists(live)).isTrue();
    }

    @Test
    void no_older_database_is_named_for_the_newest_that_was_refused_and_no_drills_at_all() throws SQLException {
        RecoveredDatabases databases = fixture.bean(RecoveredDatabases.class);
        DatabaseName good = fixture.recoverFast(false).database();
        DatabaseName newest = fixture.recoverFast(false).database();
        assertThat(databases.good()).containsExactly(good, newest);
        String mark = "comment on database " + newest + " is 'catwing recovery of " + live
                + ", run 20260101-000000-00ab, FAST, ";

        fixture.execute(live, mark + "REFUSED: x'");
        assertThatThrownBy(databases::good).hasMessageStartingWith(newest + " is the newest, and was not found good: ");

        fixture.execute(live, mark + "CHECKED: scratch x'");
        assertThat(databases.good()).containsExactly(good);
        assertThatThrownBy(
                        () -> fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), newest, true), String.class))
                .hasMessageStartingWith(newest + " is a drill's, which is dropped when it is compared\n");
    }

    @Test
    void what_an_older_version_has_filled_is_switched_to_with_the_tables_of_this_one() throws SQLException {
        DatabaseName made = fixture.recoverFast(false).database();
        SortedMap<String, Digest> before = fixture.digests();
        fixture.execute(
                made,
                "drop table ops.forgotten_file",
                "drop index ops.run_step_ended_at",
                "delete from flyway_schema_history where script >= 'V035'");

        fixture.startBesideDatabase().ask("direct:switch-to", new SwitchJob(RunId.next(), made, false), String.class);

        assertThat(fixture.rows(live, "select count(*) from ops.forgotten_file"))
                .containsExactly("0");
        assertThat(fixture.digests()).isEqualTo(before);
        fixture.start().fetchAndLoad(FIRST.plusDays(3), FIRST.plusDays(3));
    }

    @Test
    void no_recovery_begins_and_takes_away_a_drills_database_while_the_drill_compares_it() throws Exception {
        CompletableFuture<Drill> drill;
        try (Connection holder = fixture.connect(live);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table general.product in access exclusive mode");
            drill = CompletableFuture.supplyAsync(() -> fixture.ask("direct:drill", RunId.next(), Drill.class));
            await().until(() -> drill.isDone()
                    || !fixture.rows(live, "select from pg_locks where not granted and locktype = 'relation'")
                            .isEmpty());

            assertThatThrownBy(() -> fixture.recoverFast(false))
                    .hasMessageStartingWith("another recovery of " + live + " is under way\n");
        }

        assertThat(drill.join().problems()).isEmpty();
        assertThat(fixture.recoverFast(false).problems()).isEmpty();
    }

    @Test
    void a_statistic_of_the_users_own_is_backed_up_restored_and_rebuilt_like_the_products() throws SQLException {
        fixture.with("catwing.sql", "src/test/resources/own-sql").start();
        fixture.fetchAndLoad(FIRST.plusDays(2), FIRST.plusDays(2));
        Backup own = fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.fetchAndLoad(FIRST.plusDays(3), FIRST.plusDays(3));
        SortedMap<String, Digest> before = fixture.digests();
        assertThat(own.manifest().tables())
                .containsKeys("stats.daily_status", "general.supplier_country", "public.flyway_schema_history_own");
        for (String table : List.of("sales_by_region", "daily_basket", "daily_status")) {
            assertThat(before.get("stats." + table).rows()).as(table).isPositive();
        }
        assertThat(before.get("general.supplier_country").rows()).isPositive();
        fixture.startBesideDatabase();

        RecoveryReport fast = fixture.recoverFast(false);
        assertThat(fast.problems()).isEmpty();
        assertThat(fixture.digests(fast.database())).isEqualTo(before);

        RecoveryReport full = fixture.recoverFull(false);
        assertThat(full.problems()).isEmpty();
        assertThat(fixture.digests(full.database())).isEqualTo(before);
    }

    @Test
    void what_a_step_fills_is_never_left_out_of_a_restore() throws SQLException {
        fixture.with("catwing.sql", "src/test/resources/own-sql").start();
        fixture.fetchAndLoad(FIRST.plusDays(2), FIRST.plusDays(2));
        // It holds for every session but one that restores, as a check of what is not restored yet would.
        fixture.execute(
                live,
                "create function stats.may_be_written() returns boolean language sql as"
                        + " $$ select current_setting('application_name') <> 'catwing restore' $$",
                "alter table stats.daily_basket add check (stats.may_be_written())");
        fixture.ask("direct:backup", RunId.next(), Backup.class);

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(report.leftOut()).isEmpty();
        assertThat(report.problems())
                .first()
                .asString()
                .contains("of the dump cannot be restored, COPY stats.daily_basket: ")
                .contains("\nHINT: ");
    }

    @Test
    void what_recoveries_left_is_kept_while_the_only_backups_are_too_old_or_of_a_clock_that_was_ahead()
            throws Exception {
        DatabaseName left = fixture.recoverFast(false).database();
        DatabaseName others = new DatabaseName(live.value() + "_of_another");
        fixture.execute(
                live,
                "comment on database " + left + " is 'catwing recovery of " + live
                        + ", run 20200101-000000-00ab, FAST, CHECKED: x'",
                "create database " + others,
                "comment on database " + others
                        + " is 'catwing recovery of another, run 20200101-000000-00ab, FAST, CHECKED: x'");
        DatabaseServer server = fixture.bean(DatabaseServer.class);
        try {
            deleteOld(Duration.ofDays(300));
            assertThat(server.exists(left)).as("the backup is too old").isTrue();

            deleteOld(Duration.ofDays(-300));
            assertThat(server.exists(left)).as("the backup is ahead").isTrue();

            deleteOld(Duration.ZERO);
            assertThat(server.exists(left)).isFalse();
            assertThat(server.exists(others)).as("of another live database").isTrue();
        } finally {
            server.drop(others);
        }
    }

    private void deleteOld(Duration later) throws IOException {
        new OldRecoveries(
                        fixture.bean(RecoveredDatabases.class),
                        fixture.bean(Backups.class),
                        fixture.bean(BackupSettings.class),
                        fixture.bean(RetentionSettings.class),
                        Clock.offset(Clock.systemUTC(), later),
                        home)
                .delete();
    }

    @Test
    void a_drill_is_due_when_its_time_has_come_since_the_last_or_the_first_run_and_there_is_a_backup()
            throws Exception {
        assertThat(isDrillDue(false)).as("the first run was a moment ago").isFalse();
        assertThat(isDrillDue(true)).as("somebody fired its timer").isTrue();

        fixture.execute(live, "update ops.run set started_at = started_at - interval '8 days'");
        assertThat(isDrillDue(false)).as("since the first run").isTrue();

        Claims claims = fixture.bean(Claims.class);
        assertThat(claims.take(Claims.Kind.DRILL, new RunId("other"))).isTrue();
        assertThat(isDrillDue(false)).as("another process makes it").isFalse();
        claims.giveAll(new RunId("other"));

        String drill = "insert into ops.drill values ('%s', now(), now() %s, null, true, 1, 1, '{}')";
        fixture.execute(live, drill.formatted("a", "+ interval '300 days'"));
        assertThat(isDrillDue(false))
                .as("the last was kept by a clock that was ahead")
                .isTrue();
        fixture.execute(live, drill.formatted("b", "- interval '8 days'"));
        assertThat(isDrillDue(false)).as("since the last").isTrue();
        fixture.execute(live, drill.formatted("c", ""));
        assertThat(isDrillDue(false)).as("the last was a moment ago").isFalse();

        fixture.execute(live, "delete from ops.drill");
        bucket.s3().listObjectsV2Paginator(list -> list.bucket(bucket.name()).prefix("db-backups/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".json"))
                .toList()
                .forEach(key -> bucket.s3()
                        .deleteObject(delete -> delete.bucket(bucket.name()).key(key)));
        assertThat(isDrillDue(false)).as("there is no backup").isFalse();
        fixture.execute(live, "truncate ops.run cascade");
        assertThat(isDrillDue(false)).as("nothing ever ran").isFalse();
    }

    @Test
    void a_drill_that_is_due_waits_while_a_client_file_is_wrong_which_is_said_once_and_by_health() throws Exception {
        Path files = Files.createDirectories(home.resolve("clients"));
        for (ClientId client : RecoveryFixture.CLIENTS) {
            Files.copy(Path.of("clients", client + ".yaml"), files.resolve(client + ".yaml"));
        }
        Path wrong = Files.writeString(files.resolve("CW-000300.yaml"), "client: [");
        fixture.with("catwing.clients", files.toString())
                .with(Clients.LEAVE_OUT, true)
                .start();
        fixture.execute(
                live, "insert into ops.drill values ('a', now(), now() - interval '9 days', null, true, 1, 1, '{}')");
        Logger due = (Logger) LoggerFactory.getLogger(DueDrill.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        due.addAppender(log);
        try {
            assertThat(isDrillDue(false)).isFalse();
            assertThat(isDrillDue(false)).isFalse();
        } finally {
            due.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("a recovery drill is due, and none is made while clients are left out: " + wrong + ":1:")
                .contains("\nHINT: correct the files");
        String overdue = "the last good recovery drill was 9 days ago, more than 8";
        assertThat(fixture.bean(DrillHealth.class).problem())
                .contains(
                        overdue
                                + "; none is made while a client's file is wrong\nHINT: correct it; ./catwing check tells of each problem");

        fixture.bean(Clients.class)
                .exchange(wrong, new ClientFiles.One(Optional.empty(), List.of()), (before, after) -> {});
        assertThat(isDrillDue(false)).as("the file is right").isTrue();
        assertThat(fixture.bean(DrillHealth.class).problem())
                .contains(overdue + "\nHINT: run ./catwing drill, and see what it says");
    }

    private boolean isDrillDue(boolean byHand) {
        RunId run = fixture.bean(DueDrill.class).begin(byHand ? true : null);
        if (run != null) {
            fixture.bean(Claims.class).giveAll(run);
        }
        return run != null;
    }

    @Test
    void a_drill_leaves_a_row_and_nothing_else_and_is_told_once() throws SQLException {
        ToldEvents told = ToldEvents.of(fixture.bean(CamelContext.class), ToldEvents.EVERYTHING);
        Drill drill = fixture.ask("direct:drill", RunId.next(), Drill.class);

        await().until(() -> told.has("drill-ended"));
        assertThat(told.names()).containsExactly("drill-ended");
        assertThat(told.all().get(0).path("good").asBoolean()).isTrue();

        assertThat(drill.problems()).isEmpty();
        assertThat(drill.good()).isTrue();
        assertThat(fixture.databases(live.value())).containsExactly(live.value());
        assertThat(fixture.rows(live, "select good, rto_seconds > 0, rpo_seconds::int from ops.drill"))
                .containsExactly("t|t|0");
        assertThat(fixture.bean(DrillHealth.class).problem()).isEmpty();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(9));
        assertThat(new DrillHealth(
                                fixture.bean(Drills.class),
                                fixture.bean(RecoverSettings.class),
                                fixture.bean(Clients.class),
                                later)
                        .problem())
                .contains("the last good recovery drill was 9 days ago, more than 8\n"
                        + "HINT: run ./catwing drill, and see what it says");
        fixture.execute(live, "update ops.drill set ended_at = now() + interval '300 days'");
        assertThat(fixture.bean(DrillHealth.class).problem())
                .as("a clock was ahead")
                .contains("there was no good recovery drill yet\nHINT: run ./catwing drill");
        assertThat(fixture.bean(Drills.class).last(Instant.now())).isEmpty();
        assertThat(fixture.bean(RecoveryHistory.class).drills(1, 0).get(0).good())
                .isTrue();
        assertThat(fixture.bean(RecoveryHistory.class).drills(1, 0).get(0).rtoSeconds())
                .isPositive();
    }

    @Test
    void a_drill_that_finds_a_difference_says_where_and_is_not_good() throws SQLException {
        assertThat(fixture.bean(DrillHealth.class).problem())
                .contains("there was no good recovery drill yet\nHINT: run ./catwing drill");
        fixture.execute(
                live,
                "update general.product set name = 'damaged' where (client_id, product_id) = (select client_id,"
                        + " product_id from general.product order by 1, 2 limit 1)");

        Drill drill = fixture.ask("direct:drill", RunId.next(), Drill.class);

        assertThat(drill.good()).isFalse();
        assertThat(drill.problems().get(0))
                .isEqualTo("general.product is not as in " + live
                        + "\nHINT: ./catwing verify shows which of the two is as the raw files say");
        assertThat(drill.problems().get(1)).contains("name is damaged in " + live);
        assertThat(fixture.databases(live.value())).containsExactly(live.value());
        assertThat(fixture.bean(DrillHealth.class).problem()).isPresent();
    }

    @Test
    void tables_of_the_users_own_refuse_no_drill_because_of_their_names_or_of_what_the_role_may_not_make()
            throws SQLException {
        fixture.execute(
                live,
                "create table stats.\"window\" (client_id text, n int)",
                "insert into stats.\"window\" values ('CW-000200', 1)",
                "create extension pg_stat_statements schema public",
                "create table general.embedding (v public.pg_stat_statements)",
                "insert into general.embedding values (null)");
        Backup own = fixture.ask("direct:backup", RunId.next(), Backup.class);
        assertThat(own.manifest().tables()).containsKeys("stats.window", "general.embedding");

        Drill drill = fixture.ask("direct:drill", RunId.next(), Drill.class);

        assertThat(drill.problems()).isEmpty();
        assertThat(drill.good()).isTrue();
        assertThat(drill.report().notes())
                .anyMatch(note -> note.startsWith("left out of the restore: ") && note.contains("general.embedding"));
    }

    /** Until its end a migration is in the way: the recovery ends between the restore and the check. */
    private RecoveryReport cutAfterRestore() throws IOException {
        Path inTheWay = Files.createDirectories(home.resolve("sql/migration")).resolve("V001__wrong.sql");
        Files.writeString(inTheWay, "select 1 / 0;\n");
        RecoveryReport report = fixture.with("catwing.sql", home.resolve("sql").toString())
                .startBesideDatabase()
                .recoverFast(false);
        Files.delete(inTheWay);
        fixture.startBesideDatabase();
        assertThat(report.cut()).isTrue();
        return report;
    }

    @Test
    void what_a_restore_left_out_is_told_by_the_recovery_that_comes_after_one_that_was_cut() throws Exception {
        fixture.execute(
                live,
                "create extension pg_stat_statements schema public",
                "create table general.embedding (v public.pg_stat_statements)");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        cutAfterRestore();

        RecoveryReport report = fixture.recoverFast(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("left out of the restore: ") && note.contains("general.embedding"));
        assertThat(report.leftOut()).contains("general.embedding");
    }

    @Test
    void a_recovery_goes_on_with_what_was_restored_from_the_same_dump_and_not_from_one_that_had_its_key()
            throws Exception {
        RecoveryReport cut = cutAfterRestore();
        RecoveryReport again = cutAfterRestore();
        assertThat(again.database()).isEqualTo(cut.database());
        assertThat(again.notes()).contains("went on with " + cut.database() + ", left unfinished by run " + cut.run());

        fixture.close();
        fixture.start();
        fixture.execute(live, "create table general.note as select 1 as n");
        Backup later = fixture.ask("direct:backup", RunId.next(), Backup.class);
        assertThat(later.dump().key()).isEqualTo(backup.dump().key());

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.database()).isNotEqualTo(cut.database());
        assertThat(fixture.rows(report.database(), "select n from general.note"))
                .containsExactly("1");
    }

    @Test
    void files_that_live_has_loaded_while_a_drill_was_made_are_told_and_taken_for_no_damage() {
        Drills drills = fixture.bean(Drills.class);
        RecoveryReport report = fixture.ask("direct:recover", drills.order(RunId.next()), RecoveryReport.class);
        fixture.fetchAndLoad(FIRST.plusDays(3), FIRST.plusDays(3));

        Drill drill = drills.judge(report);

        assertThat(drill.good()).isFalse();
        assertThat(drill.problems())
                .singleElement()
                .asString()
                .startsWith(live + " has loaded 20 raw files while the drill was made, ")
                .endsWith(
                        "so that the two cannot be compared\nHINT: run ./catwing drill again while nothing is loaded");
    }

    @Test
    void a_plan_counts_and_does_nothing() throws SQLException {
        RecoveryPlan plan = fixture.startBesideDatabase()
                .ask("direct:plan-recovery", RecoveryFixture.fast(false), RecoveryPlan.class);

        assertThat(plan.backup()).isEqualTo(backup.dump().key().toString());
        assertThat(plan.backupBytes()).isEqualTo(backup.manifest().bytes());
        assertThat(plan.files()).isEqualTo(20);
        assertThat(plan.bytes()).isPositive();
        assertThat(plan.lacking()).isEmpty();
        assertThat(plan.basis()).isEqualTo("no recovery was measured yet, so of 10 s, 25 ms a file and 5 MB a second");
        double bytes = (plan.bytes() + plan.backupBytes()) / 5_000_000.0;
        assertThat(plan.estimate().toMillis()).isBetween(10_500L, 10_501L + (long) (bytes * 1000));

        fixture.execute(
                live,
                "insert into ops.recovery values ('20260101-000000-0000', 'FULL', '', 'a', 'b', null, 0, now(), true, false,"
                        + " 10000, 50000000, 0, 2700, 0, '[]', '{}', '{}')");
        RecoveryPlan learned = fixture.ask("direct:plan-recovery", RecoveryFixture.fast(false), RecoveryPlan.class);

        assertThat(learned.basis()).isEqualTo("from the files, the bytes and the time of run 20260101-000000-0000");
        assertThat(learned.estimate().toMillis())
                .as("2,700 s in place of the 270 that 10,000 files and 50 MB come to: ten times as long")
                .isBetween(plan.estimate().toMillis() * 10 - 10, plan.estimate().toMillis() * 10 + 10);
        assertThat(fixture.databases(live.value())).containsExactly(live.value());
    }
}
