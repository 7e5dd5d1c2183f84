package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.backup.Backup;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.OwnPostgres;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed (kill -9) in the middle of a recovery, started again, and the same command is run again. */
class RecoverServerDiesIT {
    /** Stops a test that hangs; says nothing about how fast anything is. */
    private static final Duration FOREVER = Duration.ofMinutes(30);

    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);

    private final Servers.Bucket bucket = Servers.bucket();
    private DemoErp erp;
    private OwnPostgres server;
    private RecoveryFixture fixture;
    private SortedMap<String, Digest> before;

    @TempDir
    Path folder;

    @BeforeEach
    void a_server_of_its_own_with_a_day_backed_up_and_one_more() throws Exception {
        server = OwnPostgres.in(folder);
        Servers.Database database = server.create("catwing");
        erp = DemoErp.start(DemoOptions.of(FIRST, 4));
        fixture = new RecoveryFixture(bucket, database, erp, folder.resolve("home")).start();
        fixture.fetchAndLoad(FIRST, FIRST);
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.fetchAndLoad(FIRST.plusDays(1), FIRST.plusDays(3));
        before = fixture.digests();
        fixture.startBesideDatabase();
    }

    private Connection superuser() throws SQLException {
        return server.database("postgres").dataSource().getConnection();
    }

    @AfterEach
    void end() {
        fixture.close();
        erp.close();
        server.close();
    }

    @Test
    void in_the_middle_of_a_restore() throws Exception {
        killedWhile(
                false,
                "select count(*) from pg_stat_activity where application_name = 'catwing restore' and datname like '%_recovery_%'"
                        + " and state = 'active'");
    }

    @Test
    void in_the_middle_of_a_replay() throws Exception {
        killedWhile(
                true,
                "select count(*) from pg_stat_activity where application_name like 'catwing process %' and datname like '%_recovery_%'"
                        + " and query ilike 'copy%'");
    }

    @Test
    void in_the_middle_of_the_switch() throws Exception {
        // The rename waits for this lock, so that the moment is sure.
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            RecoveryReport filled = fixture.recoverFull(false);
            assertThat(filled.problems()).isEmpty();
            statement.execute("lock table pg_catalog.pg_database in share mode");
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> fixture.ask(
                    "direct:switch-to", new SwitchJob(RunId.next(), filled.database(), false), String.class));
            awaitSome(
                    said,
                    "select count(*) from pg_stat_activity where query like 'alter database%' and wait_event_type = 'Lock'");
            server.kill();
            assertThat(said)
                    .failsWithin(FOREVER)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessageContaining("the switch from catwing to " + filled.database() + " failed as a whole: ")
                    .withMessageContaining("then run ./catwing recover switch " + filled.database());
            server.start();
            assertThat(fixture.digests()).isEqualTo(before);

            fixture.ask("direct:switch-to", new SwitchJob(RunId.next(), filled.database(), false), String.class);
        }
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.databases("catwing_before_")).hasSize(1);
    }

    private void killedWhile(boolean full, String moment) throws Exception {
        CompletableFuture<RecoveryReport> recovery =
                CompletableFuture.supplyAsync(() -> full ? fixture.recoverFull(true) : fixture.recoverFast(true));
        awaitSome(recovery, moment);
        server.kill();

        RecoveryReport broken = recovery.get();
        assertThat(broken.good()).isFalse();
        assertThat(broken.switched()).isFalse();
        assertThat(broken.page()).content().contains("**Not good.**");
        server.start();
        assertThat(fixture.digests()).isEqualTo(before);

        RecoveryReport again = full ? fixture.recoverFull(true) : fixture.recoverFast(true);

        assertThat(again.problems()).isEmpty();
        assertThat(again.switched()).isTrue();
        assertThat(fixture.digests()).isEqualTo(before);
        assertThat(fixture.databases("catwing_recovery_")).isEmpty();
    }

    /** However slow the machine is: the moment comes, or the work is done without it. */
    private void awaitSome(CompletableFuture<?> work, String count) {
        Awaitility.await().atMost(FOREVER).pollInterval(Duration.ofMillis(2)).until(() -> {
            boolean come = !fixture.rows(new DatabaseName("postgres"), count).equals(List.of("0"));
            assertThat(come || !work.isDone())
                    .as("the moment came before the end")
                    .isTrue();
            return come;
        });
    }
}
