package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryJob.Kind;
import io.catwing.support.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** One client's refused workbook, or damaged model run, in a recovery of all clients. */
class RefusedObjectsIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final ClientId CLIENT = new ClientId("CW-000151");
    private static final String PLACE = "supplier-availability/locations.xlsx";
    private static final String OTHER_PLACE = "locations.xlsx";
    private static final byte[] BAD = "location_id;name".getBytes(StandardCharsets.UTF_8);
    private static final String TOLD = "client-data CW-000151 " + PLACE + " (client-data/CW-000151/" + PLACE
            + " is no Excel workbook: it begins with 'location')";
    private static final String RUN_TOLD = "ml CW-000200 predictions 2026-02-11 (config.json is not JSON: ";
    private static DemoErp erp;

    private final Servers.Bucket bucket = Servers.bucket();
    private RecoveryFixture fixture;
    private DatabaseName live;

    @TempDir
    Path home;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(FIRST, 1));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void a_day() {
        fixture = new RecoveryFixture(bucket, Servers.database(), erp, home)
                .with("catwing.backup.key", "a key of the tests")
                .start();
        live = fixture.live();
        fixture.fetchAndLoad(FIRST, FIRST);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void what_live_has_refused_too_is_told_and_refuses_neither_recovery_nor_drill_nor_verification() throws Exception {
        uploadBadOnes();
        assertThat(failed()).isEqualTo(2);
        fixture.ask("direct:backup", RunId.next(), Object.class);

        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .isEmpty();
        Verification verified =
                fixture.ask("direct:verify", new VerifyJob(RunId.next(), "test", null, 1), Verification.class);
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.good()).isTrue();

        fixture.startBesideDatabase();
        tellsNoLoss(fixture.recoverFull(false));
        lose();
        RecoveryReport fast = fixture.recoverFast(true);
        tellsNoLoss(fast);
        assertThat(fast.switched()).as("the backup has no rows of them").isTrue();
    }

    private void tellsNoLoss(RecoveryReport report) {
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .filteredOn(note -> note.startsWith("refused, and no loss: "))
                .singleElement()
                .asString()
                .contains(TOLD, RUN_TOLD);
    }

    @Test
    void a_workbook_that_live_has_not_loaded_yet_is_no_damage_that_a_drill_finds() throws Exception {
        fixture.ask("direct:backup", RunId.next(), Object.class);
        upload(CLIENT, OTHER_PLACE, sound());

        Drill early = fixture.ask("direct:drill", RunId.next(), Drill.class);
        assertThat(early.problems())
                .containsExactly(
                        live + " has not loaded 1 workbooks, images or model runs, or has loaded them while the drill"
                                + " was made, client-data client-data/CW-000151/" + OTHER_PLACE
                                + " among them, so that the two cannot"
                                + " be compared\nHINT: run ./catwing load, then the drill again while nothing is loaded");

        assertThat(failed()).isZero();
        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .isEmpty();
    }

    @Test
    void what_live_is_yet_to_derive_is_no_damage_that_a_drill_finds_and_what_was_changed_by_hand_is() throws Exception {
        fixture.ask("direct:backup", RunId.next(), Object.class);
        fixture.execute(
                live,
                "insert into ops.stats_touched (client_id, topic) values ('CW-000200', 'client')",
                "delete from stats.daily_sales where client_id = 'CW-000200'");

        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .containsExactly(
                        live + " has loaded what enrichment or statistics do not account for yet, so that the two"
                                + " cannot be compared\nHINT: run ./catwing load, then the drill again while nothing is loaded");

        fixture.execute(
                live,
                "delete from ops.stats_touched",
                "update ops.stats_checksum set checksum = 'of the version before' where client_id = 'CW-000200'");
        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .as("computed by other SQL files")
                .singleElement()
                .asString()
                .contains("do not account for yet");

        fixture.execute(live, "update general.product set name = 'damaged' where client_id = 'CW-000200'");
        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .anyMatch(problem -> problem.startsWith("general.product is not as in " + live));
    }

    @Test
    void a_statistic_of_the_users_own_that_is_yet_to_follow_a_workbook_is_no_damage_that_a_drill_finds()
            throws Exception {
        fixture.with("catwing.sql", "src/test/resources/own-sql").start();
        assertThat(failed()).isZero();
        fixture.ask("direct:backup", RunId.next(), Object.class);
        String sells = fixture.rows(
                        live,
                        "select min(location_id) from stats.daily_sales"
                                + " where client_id = 'CW-000151' and net_revenue > 0")
                .get(0);
        upload(
                CLIENT,
                OTHER_PLACE,
                workbook(4, "location_id", "name", "kind", "region", sells, "York", "store", "North"));

        // By hand, as is training by a timer: nobody computes statistics after it.
        for (String stage : List.of("client-data", "enrich")) {
            fixture.ask("direct:" + stage, Job.of(RunId.next(), "test", RecoveryFixture.CLIENTS), List.class);
        }
        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .containsExactly(
                        live + " has loaded what enrichment or statistics do not account for yet, so that the two"
                                + " cannot be compared\nHINT: run ./catwing load, then the drill again while nothing is loaded");

        assertThat(failed()).isZero();
        assertThat(fixture.ask("direct:drill", RunId.next(), Drill.class).problems())
                .isEmpty();
        assertThat(fixture.rows(
                        live, "select client_id from ops.stats_touched union select client_id from ops.enrich_touched"))
                .isEmpty();
    }

    @Test
    void a_workbook_of_which_live_has_rows_stops_the_switch_until_it_is_accepted() throws Exception {
        upload(CLIENT, OTHER_PLACE, sound());
        assertThat(failed()).isZero();
        fixture.ask("direct:backup", RunId.next(), Object.class);
        // Where it lies takes precedence; live has yet to find it.
        upload(CLIENT, PLACE, BAD);
        String fact = "of CW-000151 alone 2 workbooks or model runs were refused, and " + live
                + " has rows of them; the other clients' part is whole: ";
        String hint =
                "\nHINT: upload what './catwing client-data check' finds good, or register the run again, then run the"
                        + " same command again; or accept the rest by --accept-refused";

        fixture.startBesideDatabase();
        RecoveryReport full = fixture.recoverFull(true);

        assertThat(full.problems())
                .singleElement()
                .asString()
                .startsWith(fact)
                .contains(
                        "client-data CW-000151 " + PLACE + " (client-data/CW-000151/" + PLACE + " is no Excel workbook")
                .contains("two workbooks locations.xlsx: client-data/CW-000151/" + OTHER_PLACE + " is ignored")
                .endsWith(hint);
        assertThat(full.switched()).isFalse();
        assertThat(fixture.start()
                        .ask("direct:drill", RunId.next(), Drill.class)
                        .problems())
                .singleElement()
                .asString()
                .startsWith(fact);

        lose();
        fixture.startBesideDatabase();
        assertThat(fixture.recoverFast(true).problems())
                .singleElement()
                .asString()
                .contains(" alone 2 workbooks or model runs were refused, and db-backups/")
                .endsWith(hint);
        RecoveryReport accepted = accepting();
        assertThat(accepted.problems()).isEmpty();
        assertThat(accepted.notes())
                .anyMatch(note -> note.contains("no earlier database tells whether it had rows of them")
                        && note.endsWith(". Accepted by --accept-refused"));
        assertThat(accepted.switched()).isTrue();
    }

    @Test
    void a_workbook_that_is_not_the_one_that_counts_is_no_loss_whatever_is_left() throws Exception {
        upload(CLIENT, PLACE, sound());
        upload(CLIENT, OTHER_PLACE, BAD);
        lose();

        RecoveryReport full = fixture.startBesideDatabase().recoverFull(true);

        assertThat(full.problems()).isEmpty();
        assertThat(full.notes())
                .anyMatch(note -> note.startsWith("refused, and no loss: client-data CW-000151 " + OTHER_PLACE
                        + " (two workbooks locations.xlsx: "));
        assertThat(full.switched()).isTrue();
        assertThat(fixture.rows(live, "select location_id from general.listed_location"))
                .containsExactly("L1");
    }

    private RecoveryReport accepting() {
        return fixture.ask(
                "direct:recover",
                new RecoveryJob(
                        RunId.next(), "test", Kind.FULL, null, null, null, true, false, Set.of(Accepted.REFUSED_FILES)),
                RecoveryReport.class);
    }

    private void lose() throws SQLException {
        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");
    }

    private void uploadBadOnes() {
        upload(CLIENT, PLACE, BAD);
        put("ml-output/CW-000200/2026-02-11/config.json", BAD);
    }

    private void upload(ClientId client, String place, byte[] content) {
        put("client-data/" + client + "/" + place, content);
    }

    private void put(String key, byte[] content) {
        bucket.s3().putObject(p -> p.bucket(bucket.name()).key(key), RequestBody.fromBytes(content));
    }

    /** As each day does; how many steps failed. */
    private long failed() {
        List<?> results =
                fixture.ask("direct:derive", Job.of(RunId.next(), "test", RecoveryFixture.CLIENTS), List.class);
        return results.stream()
                .filter(step -> ((StepResult) step).outcome() == Outcome.FAILED)
                .count();
    }

    private static byte[] sound() throws IOException {
        return workbook(3, "location_id", "name", "kind", "L1", "York", "store");
    }

    private static byte[] workbook(int columns, String... cells) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            for (int i = 0; i < cells.length; i++) {
                sheet.value(i / columns, i % columns, cells[i]);
            }
        }
        return bytes.toByteArray();
    }
}
