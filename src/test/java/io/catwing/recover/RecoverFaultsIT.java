package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.backup.Backup;
import io.catwing.backup.Backups;
import io.catwing.backup.ForgedBackup;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryJob.Kind;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What goes wrong in a recovery, each with what is said of it. Nothing good is ever switched away. */
class RecoverFaultsIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final RawKey PRODUCTS = new RawKey(new ClientId("CW-000200"), FIRST, Entity.PRODUCTS);
    private static final String KEY = "a key of the tests";
    private static DemoErp erp;

    private final Servers.Bucket bucket = Servers.bucket();
    private RecoveryFixture fixture;
    private DatabaseName live;
    private Backup backup;
    private SortedMap<String, Digest> before;

    @TempDir
    Path folder;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(FIRST, 3));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void a_day_backed_up_and_one_more() throws SQLException {
        fixture = new RecoveryFixture(bucket, Servers.database(), erp, folder.resolve("home"))
                .with("catwing.backup.key", KEY)
                .start();
        live = fixture.live();
        fixture.fetchAndLoad(FIRST, FIRST);
        backup = fixture.ask("direct:backup", RunId.next(), Backup.class);
        // The week's copy of it would be the next choice.
        fixture.bean(Backups.class).good().stream()
                .filter(copy -> !copy.name().equals(backup.name()))
                .forEach(copy -> bucket.delete(copy.name().manifest()));
        fixture.fetchAndLoad(FIRST.plusDays(1), FIRST.plusDays(1));
        before = fixture.digests();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private void nothingWasSwitched(RecoveryReport report) throws SQLException {
        assertThat(report.switched()).isFalse();
        assertThat(report.ended()).startsWith("Nothing was ");
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.databases(live + "_before_")).isEmpty();
        assertThat(fixture.rows(live, "select good, switched from ops.recovery where run_id = '" + report.run() + "'"))
                .containsExactly("f|f");
        assertThat(report.page()).content().startsWith("# Recovery of " + live).contains("**Not good.**");
    }

    /** Wherever the bit falls, it is found before the first statement is sent; in the tenth byte, gzip has nothing against it. */
    @ParameterizedTest
    @ValueSource(doubles = {9, 0.5, 0.99})
    void a_flipped_bit_in_the_dump_is_found_before_anything_is_committed(double place) throws Exception {
        Path object = bucket.folder().resolve(backup.dump().key().toString());
        try (RandomAccessFile file = new RandomAccessFile(object.toFile(), "rw")) {
            long at = (long) (place < 1 ? file.length() * place : place);
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 0x10);
        }

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains(backup.dump().key() + " is damaged: ");
        assertThat(report.cut()).as("another try would find the same").isFalse();
        nothingWasSwitched(report);
        assertThat(fixture.rows(
                        report.database(), "select count(*) from pg_namespace where nspname in ('general', 'ops')"))
                .containsExactly("0");
    }

    @Test
    void a_dump_that_was_cut_does_not_count() throws Exception {
        Path object = bucket.folder().resolve(backup.dump().key().toString());
        try (RandomAccessFile file = new RandomAccessFile(object.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .containsExactly("there is no good backup to begin with; "
                        + backup.dump().key()
                        + " is passed over: its manifest speaks of another object\n"
                        + "HINT: the raw files are enough: run ./catwing recover full");
        nothingWasSwitched(report);
    }

    @Test
    void the_dump_of_another_database_is_not_taken() throws Exception {
        fixture.close();
        bucket.delete(backup.name().manifest());
        RecoveryFixture other = new RecoveryFixture(bucket, Servers.database(), erp, folder.resolve("home"))
                .with("catwing.backup.key", KEY)
                .start();
        Backup foreign;
        try (other) {
            foreign = other.ask("direct:backup", RunId.next(), Backup.class);
        }

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .containsExactly("the newest good backup, " + foreign.dump().key() + ", is of the database "
                        + other.live() + ", not of " + live
                        + "\nHINT: if it is the right one all the same, name it with --backup; otherwise run ./catwing"
                        + " recover full");
        nothingWasSwitched(report);
    }

    @Test
    void a_restore_that_fails_half_way_leaves_nothing_and_the_next_run_is_good() throws Exception {
        ForgedBackup.put(
                bucket,
                backup,
                folder,
                KEY,
                sql -> sql.replaceFirst("ADD CONSTRAINT product_pkey PRIMARY KEY \\(", "$0no_column, "));

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains("of the dump cannot be restored, ALTER table only general.product add constraint: ERROR: ")
                .endsWith(
                        "HINT: nothing was restored and nothing was switched; correct what it names and run the same command"
                                + " again, with --backup to begin with another one, or run ./catwing recover full");
        nothingWasSwitched(report);

        ForgedBackup.put(bucket, backup, folder, KEY, sql -> sql.replace("(no_column, ", "("));
        RecoveryReport again = fixture.startBesideDatabase().recoverFast(true);

        assertThat(again.problems()).isEmpty();
        assertThat(again.notes()).contains("dropped " + report.database() + ", left unfinished by an earlier recovery");
        assertThat(fixture.digests()).isEqualTo(before);
    }

    @Test
    void a_dump_whose_manifest_fits_but_is_not_signed_is_passed_over_and_named() throws Exception {
        ForgedBackup.put(bucket, backup, folder, null, sql -> "\\! touch seen\n" + sql);

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .containsExactly("there is no good backup to begin with; "
                        + backup.dump().key()
                        + " is passed over: its manifest is not signed: if it is yours, of an earlier version, take it by"
                        + " --accept-unsigned " + backup.dump().key()
                        + "\nHINT: the raw files are enough: run ./catwing recover full");
        nothingWasSwitched(report);
        RecoveryReport insisted = fixture.ask("direct:recover", unsigned(), RecoveryReport.class);
        assertThat(insisted.problems())
                .singleElement()
                .asString()
                .startsWith("line 1 of the dump has the backslash command \\! touch seen\n");
        nothingWasSwitched(insisted);
    }

    @Test
    void a_backup_of_before_there_were_signatures_is_taken_when_it_is_named() throws Exception {
        ForgedBackup.put(bucket, backup, folder, null, sql -> sql);

        RecoveryReport report = fixture.startBesideDatabase().ask("direct:recover", unsigned(), RecoveryReport.class);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .contains("begun with a backup whose manifest is not signed: "
                        + backup.dump().key());

        ForgedBackup.put(bucket, backup, folder, "the key of somebody else", sql -> sql);
        assertThat(fixture.ask("direct:recover", unsigned(), RecoveryReport.class)
                        .problems())
                .containsExactly("there is no good backup " + backup.dump().key()
                        + ": its signature is of none of the keys here\nHINT: ./catwing backup --status lists those that"
                        + " are good");
    }

    private RecoveryJob unsigned() {
        return new RecoveryJob(
                RunId.next(),
                "test",
                RecoveryJob.Kind.FAST,
                backup.dump().key().toString(),
                null,
                null,
                true,
                false,
                Set.of(Accepted.UNSIGNED_BACKUP));
    }

    @Test
    void files_that_arrive_until_the_end_are_told_and_refuse_no_recovery() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        // Each derivation begins after a load has listed the bucket.
        fixture.watchedBy((name, total, unit) -> {
                    if (name.equals("enrich " + PRODUCTS.client())) {
                        arriveAndDamage(rounds.incrementAndGet());
                    }
                    return Progress.NONE.begin(name, total, unit);
                })
                .startBesideDatabase();

        RecoveryReport report = fixture.recoverFull(true);

        assertThat(rounds).as("a bucket that grows is told, not chased").hasValue(3);
        RawKey last = new RawKey(PRODUCTS.client(), FIRST.plusDays(5), Entity.PRODUCTS);
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .contains("1 raw files arrived after the last load, " + last + " among them: the next load of "
                        + report.database() + " brings them");
        assertThat(report.rpo()).isZero();
        assertThat(report.switched()).isTrue();
        assertThat(fixture.rows(live, "select count(*) from stats.daily_sales where client_id = 'CW-000151'"))
                .as("later rounds derive what has changed, and nothing else")
                .containsExactly("0");

        fixture.watchedBy(Progress.NONE).start();
        fixture.ask("direct:load", Job.of(RunId.next(), "test", RecoveryFixture.CLIENTS), Object.class);

        assertThat(fixture.rows(
                        live, "select count(*) from ops.ledger where entity = 'products' and client_id = 'CW-000200'"))
                .containsExactly("5");
    }

    /** A file of one client, and in the new database, from the second round on, none of the other's sales. */
    private void arriveAndDamage(int round) {
        RawKey arriving = new RawKey(PRODUCTS.client(), FIRST.plusDays(2L + round), Entity.PRODUCTS);
        bucket.s3().copyObject(c -> c.sourceBucket(bucket.name())
                .sourceKey(PRODUCTS.toString())
                .destinationBucket(bucket.name())
                .destinationKey(arriving.toString()));
        if (round > 1) {
            try {
                fixture.execute(
                        new DatabaseName(fixture.databases(live + "_recovery_").get(0)),
                        "delete from stats.daily_sales where client_id = 'CW-000151'");
            } catch (SQLException refused) {
                throw new AssertionError(refused);
            }
        }
    }

    /** The file of a table is gone. */
    @ParameterizedTest
    @CsvSource({
        "general.product, 'the databases LIVE and MADE cannot be compared: '",
        "ops.ledger, 'the entries of the ledger of LIVE cannot be read: '",
        "ops.refused_file, 'the refused files of LIVE cannot be read: '",
        "ops.lake_ledger, 'the entries of the ledger of workbooks and model runs of LIVE cannot be read: '"
    })
    void a_live_database_that_cannot_be_read_is_replaced(String table, String told) throws Exception {
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key("client-data/CW-000151/locations.xlsx"),
                        RequestBody.fromString("no workbook"));
        fixture.execute(live, "update pg_class set relfilenode = 4000000000 where oid = '" + table + "'::regclass");
        assertThatThrownBy(() -> fixture.rows(live, "table " + table)).hasMessageContaining("could not open file");

        RecoveryReport report =
                fixture.startBesideDatabase().ask("direct:recover", leavingBehind(), RecoveryReport.class);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith(told.replace("LIVE", live.value())
                        .replace("MADE", report.database().value())));
        assertThat(report.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(before);
    }

    /** As a transaction that somebody has forgotten holds them, or a migration that hangs. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tables_of_the_live_database_that_somebody_holds_do_not_hold_up_what_replaces_it() throws Exception {
        fixture.startBesideDatabase();
        RecoveryReport report;
        try (Connection holder = fixture.connect(live)) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table ops.ledger, ops.run, ops.login");

            report = fixture.ask("direct:recover", leavingBehind(), RecoveryReport.class);
        }

        assertThat(report.problems()).isEmpty();
        for (String told : List.of(
                "the entries of the ledger of " + live + " cannot be read: ",
                "the history of runs in " + live + " was not taken over: ",
                "the refresh tokens in " + live + " were not taken over: ")) {
            assertThat(report.notes()).anyMatch(note -> note.startsWith(told) && note.contains("lock timeout"));
        }
        assertThat(report.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(before);
    }

    private static RecoveryJob leavingBehind() {
        return new RecoveryJob(
                RunId.next(), "test", Kind.FAST, null, null, null, true, false, Set.of(Accepted.LEFT_BEHIND));
    }

    @Test
    void a_raw_object_that_is_gone_is_named_and_stops_the_switch() throws Exception {
        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key(PRODUCTS.toString()));
        String problem = PRODUCTS + " was loaded once and is no longer in the bucket\n"
                + "HINT: raw files are never deleted by catwing: find out who did, bring it back from the bucket's older"
                + " versions or its replica, then run the same command again";

        RecoveryReport full = fixture.startBesideDatabase().recoverFull(true);
        assertThat(full.problems()).containsExactly(problem);
        assertThat(full.rpo()).as("the file cannot be brought back").isPositive();
        nothingWasSwitched(full);

        RecoveryReport fast = fixture.recoverFast(true);
        assertThat(fast.problems()).containsExactly(problem);
        assertThat(fast.rpo()).as("the backup has its rows").isZero();
        nothingWasSwitched(fast);
    }

    @Test
    void a_raw_object_that_was_altered_is_named_and_stops_the_switch() throws Exception {
        put(PRODUCTS, "[\n]\n");
        String problem = PRODUCTS + " is another object than the one that was loaded (its ETag differs)\n"
                + "HINT: raw files never change: find out who writes to the bucket besides catwing, restore the object,"
                + " then run the same command again";

        RecoveryReport full = fixture.startBesideDatabase().recoverFull(true);
        assertThat(full.problems()).containsExactly(problem);
        nothingWasSwitched(full);

        RecoveryReport fast = fixture.recoverFast(true);
        assertThat(fast.problems()).containsExactly(problem);
        nothingWasSwitched(fast);
    }

    @Test
    void a_raw_object_that_was_altered_is_named_where_a_backup_alone_knows_it_though_it_has_the_mark_of_a_replay()
            throws Exception {
        fixture.execute(live, "insert into ops.bulk_replay (run_id, shares) values ('ended', 3)");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        put(PRODUCTS, "[\n]\n");
        fixture.close();
        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(PRODUCTS + " is another object than the one that was loaded (its ETag differs)\n");
        assertThat(report.switched()).isFalse();
        assertThat(fixture.rows(report.database(), "select run_id from ops.bulk_replay"))
                .as("an ordinary load has done what was left")
                .isEmpty();
    }

    @Test
    void a_file_that_nobody_has_refused_yet_is_of_its_client_alone_and_stops_the_switch_until_it_is_accepted()
            throws Exception {
        RawKey bad = new RawKey(PRODUCTS.client(), FIRST.plusDays(2), Entity.PRODUCTS);
        put(bad, "<html>502 Bad Gateway</html>");

        for (RecoveryReport report :
                List.of(fixture.startBesideDatabase().recoverFull(true), fixture.recoverFast(true))) {
            assertThat(report.problems())
                    .singleElement()
                    .asString()
                    .startsWith("of CW-000200 alone 1 raw files were refused, and no earlier database is known to have"
                            + " refused them; the other clients' part is whole: " + bad + " (")
                    .endsWith(
                            "HINT: correct the mapping in the client's file or raise its reject_share, then run the same"
                                    + " command again; or accept the rest by --accept-refused");
            nothingWasSwitched(report);
        }

        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");
        RecoveryReport accepted = fixture.ask(
                "direct:recover",
                new RecoveryJob(
                        RunId.next(), "test", Kind.FULL, null, null, null, true, false, Set.of(Accepted.REFUSED_FILES)),
                RecoveryReport.class);

        assertThat(accepted.problems()).isEmpty();
        assertThat(accepted.notes()).anyMatch(note -> note.endsWith(". Accepted by --accept-refused"));
        assertThat(accepted.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(before);
    }

    @Test
    void a_file_that_live_has_refused_is_told_and_refuses_neither_recovery_nor_drill() throws Exception {
        RawKey bad = new RawKey(PRODUCTS.client(), FIRST.plusDays(2), Entity.PRODUCTS);
        put(bad, "<html>502 Bad Gateway</html>");
        fixture.ask(
                "direct:fetch-and-load",
                Job.of(RunId.next(), "test", List.of(bad.client()))
                        .entities(List.of(bad.entity()))
                        .between(bad.date(), bad.date()),
                List.class);
        assertThat(fixture.rows(
                        live, "select raw_key, length(etag) > 0, length(mapping_version) > 0 from ops.refused_file"))
                .containsExactly(bad + "|t|t");

        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .isEmpty();
        RecoveryReport full = fixture.startBesideDatabase().recoverFull(true);

        assertThat(full.problems()).isEmpty();
        assertThat(full.notes()).anyMatch(note -> note.startsWith("refused as before, and no loss: " + bad + " ("));
        assertThat(full.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(before);

        put(bad, "[{\"sku\": 1}, 2]");
        assertThat(fixture.recoverFull(false).problems())
                .as("another object than the one that was refused")
                .singleElement()
                .asString()
                .startsWith("of CW-000200 alone 1 raw files were refused");
    }

    @Test
    void what_people_have_put_into_the_database_is_named_and_left_behind_only_when_they_say_so() throws Exception {
        fixture.execute(
                live,
                "create schema own",
                "create table own.notes (id int)",
                "create view own.v as select product_id, name from general.product",
                "select lo_from_bytea(0, 'x')",
                "alter table general.product add column \"Buyer Note\" text");
        before = fixture.digests();
        String left = "column general.product.\"Buyer Note\", large objects, schema own, table own.notes, view own.v";

        RecoveryReport report = fixture.startBesideDatabase().recoverFull(true);

        String problem =
                "a switch would leave behind what is in " + live + " and not in " + report.database() + ": " + left
                        + "\nHINT: bring it to " + report.database() + ", then run ./catwing recover switch "
                        + report.database()
                        + "; or say by --leave-behind that it may stay in the former database";
        assertThat(report.problems()).containsExactly(problem);
        assertThat(report.page()).content().contains("own.notes");
        nothingWasSwitched(report);
        assertThatThrownBy(() -> fixture.ask(
                        "direct:switch-to", new SwitchJob(RunId.next(), report.database(), false), String.class))
                .hasMessage(problem);

        fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), report.database(), false, true), String.class);

        assertThat(fixture.databases(live + "_before_")).hasSize(1);
        assertThat(fixture.rows(live, "select count(*) > 0 from ops.run_step where stage = 'fetch'"))
                .as("history is carried over")
                .containsExactly("t");
        assertThat(fixture.rows(live, "select outcome from ops.backup")).containsExactly("DONE");
        DatabaseName former =
                new DatabaseName(fixture.databases(live + "_before_").get(0));
        RecoveredDatabases databases = fixture.bean(RecoveredDatabases.class);
        assertThatThrownBy(() -> databases.drop(live))
                .hasMessageStartingWith(live + " is the live database, which is never dropped\nHINT: ");
        assertThatThrownBy(() -> databases.drop(new DatabaseName("postgres")))
                .hasMessageStartingWith(
                        "postgres is no database that a recovery of " + live + " has made or replaced\n");
        assertThat(databases.drop(former).what()).startsWith("catwing: kept by run ");
        assertThat(fixture.databases(live + "_before_")).isEmpty();
    }

    @Test
    void a_backup_of_another_server_than_those_before_is_begun_with_and_the_older_one_named() throws Exception {
        Backup newer = fixture.ask("direct:backup", RunId.next(), Backup.class);
        Backup older = fixture.bean(Backups.class).good().stream()
                .filter(copy -> !copy.name().equals(newer.name()))
                .findFirst()
                .orElseThrow();
        String note = newer.dump().key() + " is of another server than the backups before it, of which "
                + older.dump().key() + " is the newest\n";
        assertThat(plan().notes()).isEmpty();
        String system = older.manifest().system();
        Instant at = older.manifest().snapshotAt();
        ForgedBackup.sign(bucket, older, folder, KEY, json -> json.replace(system, "1" + system)
                .replace(at.toString(), at.minusSeconds(86_400).toString()));

        RecoveryPlan plan = plan();
        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(plan.backup()).isEqualTo(newer.dump().key().toString());
        assertThat(plan.notes()).singleElement().asString().startsWith(note);
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .anyMatch(told -> told.startsWith(note)
                        && told.endsWith("--backup " + older.dump().key()));
    }

    private RecoveryPlan plan() {
        return fixture.ask("direct:plan-recovery", RecoveryFixture.fast(true), RecoveryPlan.class);
    }

    @Test
    void a_folder_that_takes_no_report_hides_neither_a_switch_nor_a_drill() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("reports"), "in the folder's place");

        Drill drill = fixture.ask("direct:drill", RunId.next(), Drill.class);
        RecoveryReport switched = fixture.startBesideDatabase().recoverFast(true);

        assertThat(drill.good()).isTrue();
        assertThat(drill.stays()).isNull();
        assertThat(switched.switched()).isTrue();
        assertThat(switched.page()).isNull();
        assertThat(switched.notes()).anyMatch(note -> note.startsWith("the page of this report, "));
        assertThat(fixture.rows(live, "select good from ops.drill where run_id = '" + drill.run() + "'"))
                .containsExactly("t");
        assertThat(fixture.rows(live, "select switched from ops.recovery where run_id = '" + switched.run() + "'"))
                .containsExactly("t");
    }

    @Test
    void a_clock_that_was_a_day_ahead_when_the_backup_was_made_hides_no_file() throws Exception {
        String at = backup.manifest().snapshotAt().toString();
        String ahead = backup.manifest().snapshotAt().plusSeconds(86_400).toString();
        ForgedBackup.sign(bucket, backup, folder, KEY, json -> {
            assertThat(json).contains(at);
            return json.replace(at, ahead);
        });

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems()).isEmpty();
        assertThat(report.files()).isEqualTo(20);
        assertThat(fixture.digests()).isEqualTo(before);
    }

    @Test
    void what_was_refused_is_switched_to_only_when_somebody_insists() throws Exception {
        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key(PRODUCTS.toString()));
        RecoveryReport refused = fixture.startBesideDatabase().recoverFast(false);
        SwitchJob order = new SwitchJob(RunId.next(), refused.database(), false);

        assertThatThrownBy(() -> fixture.ask("direct:switch-to", order, String.class))
                .hasMessage(refused.database() + " was not found good: its recovery found problems\n"
                        + "HINT: run the recovery again; or, having read its report, add --even-if-different");
        assertThat(fixture.digests()).isEqualTo(before);

        fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), refused.database(), true), String.class);
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.databases(live + "_before_")).hasSize(1);
    }

    private void put(RawKey key, String content) throws IOException {
        bucket.s3().putObject(p -> p.bucket(bucket.name()).key(key.toString()), RequestBody.fromString(content));
    }
}
