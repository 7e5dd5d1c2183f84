package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.backup.Backup;
import io.catwing.backup.Backups;
import io.catwing.backup.DumpPart;
import io.catwing.backup.ForgedBackup;
import io.catwing.backup.PartedDump;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of tables that are large enough to lie in parts of their own, restored by two sessions. */
class RestorePartsIT {
    private static final String KEY = "a key of the tests";
    private static final Servers.Bucket BUCKET = Servers.bucket();
    private static final DatabaseName MAINTENANCE = new DatabaseName("postgres");

    @TempDir
    static Path home;

    private static DemoErp erp;
    private static Servers.Database database;
    private static RecoveryFixture fixture;
    private static SortedMap<String, Digest> before;

    private Backup backup;

    @BeforeAll
    static void a_database_with_some_large_tables() throws SQLException {
        erp = DemoErp.start(DemoOptions.of(LocalDate.of(2026, 2, 11), 1));
        database = Servers.database();
        fixture = new RecoveryFixture(BUCKET, database, erp, home)
                .with("catwing.backup.key", KEY)
                .with("catwing.recover.sessions", 2)
                .start();
        fixture.execute(
                fixture.live(),
                "insert into general.inventory (client_id, source_date, location_id, product_id, quantity, updated_at)"
                        + " select 'CW-000200', date '2026-02-01' + i / 10000, 'S' || i % 10, 'P' || i % 10000,"
                        + "  case when i % 3 > 0 then i / 7.0 end, timestamptz '2026-02-01 00:00Z' + i * interval '1 second'"
                        + " from generate_series(1, 300000) as i",
                "insert into general.sales_order_line (client_id, sales_order_id, line_id, product_id, quantity, source_date)"
                        + " select 'CW-000200', 'S' || i / 5, i % 5, e'P\\t' || i % 1000, i % 9, '2026-02-01'"
                        + " from generate_series(1, 60000) as i",
                "create schema bi",
                "create table bi.own as select i, repeat(md5(i::text), 3) as t from generate_series(1, 20000) as i");
        before = fixture.digests();
    }

    @BeforeEach
    void back_up() throws SQLException {
        for (String left : fixture.databases(fixture.live() + "_recovery_")) {
            fixture.execute(MAINTENANCE, "drop database " + left + " with (force)");
        }
        fixture.start();
        backup = fixture.ask("direct:backup", RunId.next(), Backup.class);
    }

    @AfterAll
    static void end() {
        fixture.close();
        erp.close();
    }

    @Test
    void a_dump_in_parts_is_restored_as_it_was() throws SQLException {
        assertThat(backup.manifest().parts().stream()
                        .map(DumpPart::table)
                        .filter(Objects::nonNull)
                        .distinct())
                .containsExactlyInAnyOrder("general.inventory", "general.sales_order_line", "bi.own");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(fixture.rows(report.database(), "select count(*), count(distinct t) from bi.own"))
                .containsExactly("20000|20000");
        itIsAsItWas(report);
    }

    /** Wherever it falls, in the rows of a table in the middle, too. */
    @Test
    void changed_rows_are_refused_with_their_place_and_nothing_stays() throws Exception {
        DumpPart part = backup.manifest().parts().stream()
                .filter(one -> "general.sales_order_line".equals(one.table()))
                .findFirst()
                .orElseThrow();
        flip(part.at() + part.bytes() / 2);

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(backup.dump().key()
                        + " is damaged: its bytes from " + part.at() + " to " + (part.at() + part.bytes())
                        + ", rows of general.sales_order_line, have SHA-256 ");
        assertThat(report.switched()).isFalse();
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.rows(
                        report.database(), "select count(*) from pg_namespace where nspname in ('general', 'bi')"))
                .as("as empty as it was")
                .containsExactly("0");
    }

    @Test
    void an_object_that_is_replaced_between_two_reads_is_not_mixed_with_the_first() throws Exception {
        PartedDump parts = fixture.bean(Backups.class).parts(backup).orElseThrow();
        fixture.execute(fixture.live(), "create table bi.more as select 1 as i");
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.execute(fixture.live(), "drop table bi.more");

        assertThatThrownBy(() -> parts.open(parts.ranges().get(0)).readAllBytes())
                .hasMessageStartingWith(backup.dump().key() + " ")
                .hasMessageContaining("HINT: it was replaced while it was read; run the same command again");
    }

    @Test
    void a_manifest_of_before_that_knows_no_parts_is_restored_by_one_session() throws Exception {
        ForgedBackup.sign(BUCKET, backup, home, KEY, RestorePartsIT::withoutParts);
        assertThat(fixture.bean(Backups.class)
                        .get(backup.dump().key().toString(), false)
                        .manifest()
                        .parts())
                .isNull();

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        itIsAsItWas(report);
    }

    /** In the tenth byte gzip has nothing against it. */
    @Test
    void a_dump_of_before_is_compared_as_a_whole_before_anything_is_sent() throws Exception {
        ForgedBackup.sign(BUCKET, backup, home, KEY, RestorePartsIT::withoutParts);
        flip(9);

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(backup.dump().key() + " is damaged: it has SHA-256 ");
        assertThat(report.switched()).isFalse();
    }

    private static String withoutParts(String json) {
        return json.replaceFirst("(?s),\\s*\"parts\" : \\[.*?\\]", "");
    }

    private void flip(long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(
                BUCKET.folder().resolve(backup.dump().key().toString()).toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 0x10);
        }
    }

    @Test
    void a_manifest_whose_parts_leave_something_out_is_refused() throws Exception {
        ForgedBackup.sign(
                BUCKET,
                backup,
                home,
                KEY,
                json -> json.replaceFirst("(?s)\"parts\" : \\[ \\{.*?\\}, ", "\"parts\" : [ "));

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("the manifest of " + backup.dump().key()
                        + " does not say where all of the dump is: no part begins at byte 0\nHINT: ");
    }

    @Test
    void psql_restores_it_as_any_other_dump() throws Exception {
        Servers.Database fresh = Servers.emptyDatabase();
        Process byHand = new ProcessBuilder(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "gunzip < '"
                                + BUCKET.folder().resolve(backup.dump().key().toString())
                                + "' | psql -X -q -1 -v ON_ERROR_STOP=1 -U " + fresh.user() + " -d '"
                                + fresh.url().replace("jdbc:", "") + "' > /dev/null")
                .inheritIO()
                .start();

        assertThat(byHand.waitFor()).isZero();
        assertThat(fixture.digests(
                        new DatabaseName(fresh.url().substring(fresh.url().lastIndexOf('/') + 1))))
                .isEqualTo(before);
    }

    @Test
    void a_restore_that_is_killed_in_the_middle_has_no_name_and_the_next_one_is_whole() throws Exception {
        fixture.close();
        String beginning = fixture.live() + "_recovery_";
        Child child = start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hasRows(beginning) || !child.process().isAlive());
        assertThat(child.process().isAlive()).as(child.output()).isTrue();
        child.kill();
        List<String> half = fixture.databases(beginning);

        assertThat(half).hasSize(1);
        assertThat(fixture.rows(
                        MAINTENANCE,
                        "select shobj_description(oid, 'pg_database') like '%, MADE: %' from pg_database where datname = '"
                                + half.get(0) + "'"))
                .as("what says that it holds nothing yet")
                .containsExactly("t");
        assertThat(fixture.digests()).isEqualTo(before);
        fixture.startBesideDatabase();
        assertThatThrownBy(() -> fixture.ask(
                        "direct:switch-to",
                        new SwitchJob(RunId.next(), new DatabaseName(half.get(0)), true),
                        String.class))
                .hasMessageStartingWith(
                        half.get(0) + " is not whole: its recovery was ended before it was filled\nHINT: ");
        assertThat(fixture.digests()).isEqualTo(before);

        RecoveryReport report = fixture.recoverFast(false);

        assertThat(report.notes()).contains("dropped " + half.get(0) + ", left unfinished by an earlier recovery");
        itIsAsItWas(report);
    }

    /** Besides what was derived afterwards; the recovery has compared all tables with the manifest before. */
    private static void itIsAsItWas(RecoveryReport report) throws SQLException {
        assertThat(report.steps()).extracting(RecoveryReport.Step::name).contains("check the restore", "analyze");
        SortedMap<String, Digest> restored = fixture.digests(report.database());
        for (String table : List.of("general.inventory", "general.sales_order_line")) {
            assertThat(restored).containsEntry(table, before.get(table));
        }
    }

    private static boolean hasRows(String beginning) throws SQLException {
        for (String name : fixture.databases(beginning)) {
            DatabaseName half = new DatabaseName(name);
            boolean there = fixture.rows(half, "select to_regclass('general.inventory') is not null")
                    .contains("t");
            if (there
                    && fixture.rows(half, "select exists (select from general.inventory)")
                            .contains("t")) {
                return true;
            }
        }
        return false;
    }

    private static Child start() {
        Map<String, String> environment = new HashMap<>(erp.environment());
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        environment.put("CATWING_BACKUP_KEY", KEY);
        environment.put("CATWING_RECOVER_SESSIONS", "2");
        environment.putAll(Servers.environment(database, BUCKET));
        return Child.start(Child.program("-Xmx256m"), environment, Path.of("."), "recover", "fast");
    }
}
