package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.backup.Backup;
import io.catwing.demo.DemoErp;
import io.catwing.demo.DemoOptions;
import io.catwing.digest.Digests.Digest;
import io.catwing.run.RunId;
import io.catwing.support.Servers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);

    private final Servers.Bucket bucket = Servers.bucket();
    private DemoErp erp;
    private EmbeddedPostgres server;
    private RecoveryHouse house;
    private SortedMap<String, Digest> before;

    @TempDir
    Path folder;

    @BeforeEach
    void a_server_of_its_own_with_a_day_backed_up_and_one_more() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database catwing");
        }
        erp = DemoErp.start(DemoOptions.of(FIRST, 4));
        house = new RecoveryHouse(
                        bucket,
                        new Servers.Database(null, "jdbc:postgresql://127.0.0.1:" + port + "/catwing", "postgres"),
                        erp,
                        folder.resolve("home"))
                .start();
        house.fetchAndLoad(FIRST, FIRST);
        house.ask("direct:backup", RunId.next(), Backup.class);
        house.fetchAndLoad(FIRST.plusDays(1), FIRST.plusDays(3));
        before = house.digests();
        house.startBesideDatabase();
    }

    private int port;

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("pg"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setLocaleConfig("locale", "C.UTF-8")
                .setRegisterShutdownHook(false)
                .start();
    }

    @AfterEach
    void end() throws IOException {
        house.close();
        erp.close();
        server.close();
    }

    @Test
    void in_the_middle_of_a_restore() throws Exception {
        killedWhile(
                false,
                "select count(*) from pg_stat_activity where application_name = 'psql' and datname like '%_recovery_%'"
                        + " and state = 'active'");
    }

    @Test
    void in_the_middle_of_a_replay() throws Exception {
        killedWhile(
                true,
                "select count(*) from pg_stat_activity where application_name = 'catwing' and datname like '%_recovery_%'"
                        + " and query ilike 'copy%'");
    }

    @Test
    void in_the_middle_of_the_switch() throws Exception {
        // The rename waits for this lock, so that the moment is sure.
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            RecoveryReport filled = house.recoverFull(false);
            assertThat(filled.problems()).isEmpty();
            statement.execute("lock table pg_catalog.pg_database in share mode");
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> house.ask(
                    "direct:switch-to", new SwitchOrder(RunId.next(), filled.database(), false), String.class));
            awaitSome(
                    "select count(*) from pg_stat_activity where query like 'alter database%' and wait_event_type = 'Lock'");
            killServer();
            assertThat(said)
                    .failsWithin(Duration.ofMinutes(2))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessageContaining("the switch from catwing to " + filled.database() + " failed as a whole: ")
                    .withMessageContaining("then run ./catwing recover switch " + filled.database());
            restart();
            assertThat(house.digests()).isEqualTo(before);

            house.ask("direct:switch-to", new SwitchOrder(RunId.next(), filled.database(), false), String.class);
        }
        assertThat(house.digests()).isEqualTo(before);
        assertThat(house.databases("catwing_before_")).hasSize(1);
    }

    private void killedWhile(boolean full, String moment) throws Exception {
        CompletableFuture<RecoveryReport> recovery =
                CompletableFuture.supplyAsync(() -> full ? house.recoverFull(true) : house.recoverFast(true));
        awaitSome(moment);
        killServer();

        RecoveryReport broken = recovery.get();
        assertThat(broken.good()).isFalse();
        assertThat(broken.switched()).isFalse();
        assertThat(broken.page()).content().contains("**Not good.**");
        restart();
        assertThat(house.digests()).isEqualTo(before);

        RecoveryReport again = full ? house.recoverFull(true) : house.recoverFast(true);

        assertThat(again.problems()).isEmpty();
        assertThat(again.switched()).isTrue();
        assertThat(house.digests()).isEqualTo(before);
        assertThat(house.databases("catwing_recovery_")).isEmpty();
    }

    private void awaitSome(String count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !house.rows(new DatabaseName("postgres"), count).equals(List.of("0")));
    }

    private void killServer() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("pg/postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    private void restart() throws IOException {
        // It cannot be stopped any more; its lock on the data directory is given back all the same.
        server.close();
        // Its other processes end by themselves, and until then hold the memory that the next server wants.
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ProcessHandle.allProcesses()
                .noneMatch(this::belongsToServer));
        Files.deleteIfExists(folder.resolve("pg/postmaster.pid"));
        server = start();
    }

    /** PostgreSQL's processes live in their data directory. */
    private boolean belongsToServer(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), folder.resolve("pg"));
        } catch (IOException ended) {
            return false;
        }
    }
}
