package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RecoverFullIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final int DAYS = 3;
    private static DemoErp erp;

    private final Servers.Bucket bucket = Servers.bucket();
    private RecoveryFixture fixture;
    private DatabaseName live;

    @TempDir
    Path home;

    @BeforeAll
    static void startErp() {
        erp = DemoErp.start(DemoOptions.of(FIRST, DAYS));
    }

    @AfterAll
    static void stopErp() {
        erp.close();
    }

    @BeforeEach
    void a_database_of_some_days() {
        fixture = new RecoveryFixture(bucket, Servers.database(), erp, home).start();
        live = fixture.live();
        fixture.fetchAndLoad(FIRST, FIRST.plusDays(DAYS - 1));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void a_lost_database_is_made_anew_from_the_raw_files_and_gets_its_name_back() throws SQLException {
        SortedMap<String, Digest> lost = fixture.digests();
        fixture.close();
        fixture.execute(new DatabaseName("postgres"), "drop database " + live + " with (force)");

        RecoveryReport report = fixture.startBesideDatabase().recoverFull(true);

        assertThat(report.problems()).isEmpty();
        assertThat(report.switched()).isTrue();
        assertThat(report.before()).isNull();
        assertThat(report.files()).isEqualTo(20L * DAYS);
        assertThat(report.rpo()).isZero();
        assertThat(fixture.digests()).isEqualTo(lost);
        assertThat(fixture.rows(live, "select kind, good, switched, files from ops.recovery"))
                .containsExactly("FULL|t|t|" + 20 * DAYS);
        assertThat(report.page()).content().contains("**Good.** The new database is " + live + " now.");
        assertThat(fixture.databases(live.value())).containsExactly(live.value());
    }

    @Test
    void a_live_database_stays_as_it_is_and_is_kept_when_it_is_switched_away() throws SQLException {
        fixture.execute(live, "insert into ops.audit (who, source, command) values ('operator', '127.0.0.1', 'fetch')");
        fixture.execute(live, login(8));
        SortedMap<String, Digest> before = fixture.digests();
        fixture.startBesideDatabase();

        RecoveryReport report = fixture.recoverFull(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).contains("equal to " + live + ", table by table");
        assertThat(fixture.databases(live.value()))
                .containsExactly(live.value(), report.database().value());
        assertThat(fixture.digests(report.database())).isEqualTo(before);
        // As a backup would have brought it.
        fixture.execute(report.database(), login(5));

        String said =
                fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), report.database(), false), String.class);

        assertThat(said).startsWith("switched: " + report.database() + " is " + live + " now, and the former");
        assertThat(fixture.databases(live.value())).hasSize(2).contains(live.value());
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.databases(live + "_before_")).hasSize(1);
        assertThat(fixture.rows(live, "select who, command from ops.audit")).containsExactly("operator|fetch");
        assertThat(fixture.rows(live, "select version, held_until is null from ops.login"))
                .containsExactly("8|t");
        DatabaseName left =
                new DatabaseName(fixture.databases(live + "_before_").get(0));
        assertThat(fixture.rows(left, "select version, held_until > now() from ops.login"))
                .as("nobody exchanges a token in what was left")
                .containsExactly("8|t");
    }

    private static String login(int version) {
        return "insert into ops.login (client_id, party, version, key_id, refresh_token) values ('CW-000200', 'party', "
                + version + ", 'key', 'sealed')";
    }

    @Test
    void a_business_date_is_the_end_when_it_is_asked_for() throws SQLException {
        RecoveryJob order = new RecoveryJob(
                RunId.next(), "test", RecoveryJob.Kind.FULL, null, FIRST.plusDays(1), null, false, false);

        RecoveryReport report = fixture.startBesideDatabase().ask("direct:recover", order, RecoveryReport.class);

        assertThat(report.problems()).isEmpty();
        assertThat(fixture.rows(report.database(), "select max(source_date), count(*) from ops.ledger"))
                .containsExactly(FIRST.plusDays(1) + "|" + 40);
    }

    @Test
    void one_client_is_rebuilt_beside_the_rows_of_the_others() throws SQLException {
        SortedMap<String, Digest> sound = fixture.digests();
        fixture.execute(
                live,
                "update general.product set name = 'damaged' where client_id = 'CW-000200'",
                "update general.supplier set name = 'as it is' where client_id = 'CW-000151'",
                "insert into ops.forgotten_file (raw_key, client_id, entity) values ('a key', 'CW-000151', 'products')");
        RecoveryJob order = new RecoveryJob(
                RunId.next(), "test", RecoveryJob.Kind.FULL, null, null, new ClientId("CW-000200"), false, false);

        RecoveryReport report = fixture.startBesideDatabase().ask("direct:recover", order, RecoveryReport.class);

        assertThat(report.problems()).isEmpty();
        SortedMap<String, Digest> made = fixture.digests(report.database());
        assertThat(made.get("general.product")).isEqualTo(sound.get("general.product"));
        assertThat(fixture.rows(
                        report.database(), "select distinct name from general.supplier where client_id = 'CW-000151'"))
                .containsExactly("as it is");
        assertThat(fixture.rows(report.database(), "select raw_key from ops.forgotten_file"))
                .as("what is half loaded stays known")
                .containsExactly("a key");
        assertThat(made.get("ops.ledger")).isEqualTo(sound.get("ops.ledger"));
        assertThat(report.files()).isEqualTo(10L * DAYS);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_rebuild_that_cannot_be_compared_for_a_lock_is_kept_named_and_compared_later() throws SQLException {
        fixture.startBesideDatabase();
        Throwable refused;
        try (Connection holder = fixture.connect(live)) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table general.product");

            refused = catchThrowable(() -> verify(null));
        }

        String rebuilt = fixture.databases(live + "_recovery_").get(0);
        assertThat(refused)
                .hasMessageStartingWith("the databases " + live + " and " + rebuilt + " cannot be compared: ")
                .hasMessageEndingWith("; the rebuild is kept as " + rebuilt
                        + "\nHINT: end the session that holds a table there (pg_locks tells which: AccessExclusiveLock), then"
                        + " run ./catwing verify --against " + rebuilt);
        assertThat(verify(new DatabaseName(rebuilt)).good()).isTrue();
    }

    private Verification verify(DatabaseName against) {
        return fixture.ask("direct:verify", new VerifyJob(RunId.next(), "test", against, 5), Verification.class);
    }

    @Test
    void a_database_that_no_recovery_made_is_not_switched_to() {
        fixture.startBesideDatabase();

        assertThatThrownBy(() -> fixture.ask(
                        "direct:switch-to",
                        new SwitchJob(RunId.next(), new DatabaseName("postgres"), false),
                        String.class))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("postgres is no database that a recovery of " + live + " has filled\n"
                        + "HINT: 'catwing recover list' shows those that are there");
    }
}
