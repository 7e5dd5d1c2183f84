package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.backup.Backup;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
