package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.backup.Backup;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A client's file, or an entity of one, is gone; raw files are in the bucket, and rows in the live database. */
class UndeclaredIT {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 11);
    private static final String GONE = "CW-000151";
    private static DemoErp erp;

    private RecoveryFixture fixture;
    private DatabaseName live;

    @TempDir
    Path home;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(DAY, 2));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void a_day_of_two_clients() throws IOException {
        Path files = Files.createDirectories(home.resolve("clients"));
        for (String client : new String[] {GONE, "CW-000200"}) {
            Files.copy(Path.of("clients", client + ".yaml"), files.resolve(client + ".yaml"));
        }
        fixture = new RecoveryFixture(Servers.bucket(), Servers.database(), erp, home)
                .with("catwing.clients", files.toString())
                .start();
        live = fixture.live();
        fixture.fetchAndLoad(DAY, DAY);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private void loseTheFile() throws IOException {
        Files.delete(home.resolve("clients").resolve(GONE + ".yaml"));
        fixture.startBesideDatabase();
    }

    private String rows(DatabaseName made, int held) {
        return "rows of " + GONE + ", which is not declared by a client file (10 raw files loaded in " + live + ", "
                + held + " in " + made + ")";
    }

    @Test
    void its_rows_are_left_behind_only_when_people_say_so() throws Exception {
        loseTheFile();

        RecoveryReport report = fixture.recoverFull(true);

        DatabaseName made = report.database();
        assertThat(report.problems())
                .containsExactly("a switch would leave behind what is in " + live + " and not in " + made + ": "
                        + rows(made, 0)
                        + "\nHINT: put back what the client file said and run the recovery again; otherwise bring it to "
                        + made
                        + ", then run ./catwing recover switch " + made
                        + "; or say by --leave-behind that it may stay in the former database");
        assertThat(report.switched()).isFalse();
        assertThat(report.notes())
                .contains(
                        "raw files of " + GONE + " are in the bucket, and were not loaded, for there is no client file"
                                + " that declares them\nHINT: if one is lost, put it back, then run the same command again, or"
                                + " ./catwing load");
        assertThatThrownBy(
                        () -> fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, false), String.class))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining(rows(made, 0));

        assertThat(fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, false, true), String.class))
                .startsWith("switched: ");
        assertThat(fixture.rows(live, "select distinct client_id from ops.ledger"))
                .containsExactly("CW-000200");
    }

    @Test
    void a_file_that_became_wrong_after_a_recovery_holds_up_no_switch_to_what_that_made() throws Exception {
        DatabaseName made = fixture.recoverFull(false).database();
        fixture.fetchAndLoad(DAY.plusDays(1), DAY.plusDays(1));
        Files.writeString(home.resolve("clients").resolve(GONE + ".yaml"), "client: [");
        fixture.with(Clients.LEAVE_OUT, true).startBesideDatabase();

        assertThat(fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), made, false), String.class))
                .startsWith("switched: ")
                .contains(
                        "\nthe file of " + GONE + " is wrong, and rows that " + live + " had of it are lacking (20 raw"
                                + " files loaded there, 10 in " + made
                                + ")\nHINT: correct the file (./catwing check), then run ./catwing load")
                .doesNotContain("is not declared");
    }

    @Test
    void a_verification_says_that_it_is_why_the_rebuild_differs() throws Exception {
        loseTheFile();
        Logger logger = (Logger) LoggerFactory.getLogger(VerifyDatabase.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);

        Verification verification =
                fixture.ask("direct:verify", new VerifyJob(RunId.next(), "verify", null, 1), Verification.class);

        logger.detachAppender(log);
        assertThat(log.list)
                .as("for whoever does not see the answer")
                .singleElement()
                .asString()
                .contains(
                        live + " and " + verification.kept() + " differ in general.client, ",
                        "; problem of the rebuild: in ");
        assertThat(verification.good()).isFalse();
        assertThat(verification.problems())
                .containsExactly("in " + live + " and not in " + verification.kept() + ": "
                        + rows(verification.kept(), 0)
                        + "\nHINT: put back what the client file said, then run the same command again");
    }

    @Test
    void a_backup_that_holds_its_rows_brings_them_back_and_what_came_since_is_told() throws Exception {
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        loseTheFile();
        RecoveryReport equal = fixture.recoverFast(false);
        assertThat(equal.problems()).isEmpty();
        assertThat(equal.notes()).noneMatch(note -> note.contains("not declared"));

        // As one that was loaded after the backup.
        fixture.execute(
                equal.database(),
                "delete from ops.ledger where client_id = '" + GONE + "' and raw_key like '%/products.json'");

        assertThatThrownBy(() -> fixture.ask(
                        "direct:switch-to", new SwitchJob(RunId.next(), equal.database(), false), String.class))
                .hasMessageContaining(rows(equal.database(), 9));
    }

    @Test
    void an_entity_that_is_taken_out_of_its_file_is_told_alike() throws Exception {
        Path file = home.resolve("clients/CW-000200.yaml");
        String all = Files.readString(file);
        Files.writeString(file, all.replaceFirst("(?s)\n  inventory:.*?(?=\n  [a-z_]+:|\n[a-z]+:|$)", ""));
        assertThat(file).content().isNotEqualTo(all);
        fixture.startBesideDatabase();

        RecoveryReport report = fixture.recoverFull(true);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains(
                        ": rows of CW-000200 inventory, which is not declared by a client file (1 raw files loaded in "
                                + live + ", 0 in " + report.database() + ")\n");
        assertThat(report.switched()).isFalse();
    }

    @Test
    void where_the_live_database_is_lost_too_its_raw_files_are_told() throws IOException, SQLException {
        loseTheFile();
        fixture.close();
        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");

        RecoveryReport report = fixture.startBesideDatabase().recoverFull(true);

        assertThat(report.problems()).isEmpty();
        assertThat(report.switched()).isTrue();
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("raw files of " + GONE + " are in the bucket, and"));
    }
}
