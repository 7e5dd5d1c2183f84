package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.backup.Backup;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.RecoveryFixture;
import io.catwing.recover.RecoveryReport;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise, whole: fourteen days, a backup after the tenth, and then the database is lost. It comes back by either way,
 * equal in every table to the one that was lost.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisasterRecoveryIT {
    private static final Logger LOG = LoggerFactory.getLogger(DisasterRecoveryIT.class);
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final LocalDate LAST = FIRST.plusDays(13);
    private static final DatabaseName BESIDE = new DatabaseName("postgres");

    @TempDir
    static Path home;

    private static DemoErp erp;
    private static RecoveryFixture fixture;
    private static SortedMap<String, Digest> lost;

    @BeforeAll
    static void fourteen_days_and_a_backup_after_the_tenth() throws SQLException, IOException {
        erp = DemoErp.start(DemoOptions.of(FIRST, 15));
        fixture = new RecoveryFixture(Servers.bucket(), Servers.database(), erp, home)
                .with("catwing.clients", clientsWithColumnsOfTheirOwn().toString())
                .start();
        fixture.fetchAndLoad(FIRST, FIRST.plusDays(9));
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.fetchAndLoad(FIRST.plusDays(10), LAST);
        lost = fixture.digests();
        assertThat(lost.get("ops.ledger").rows()).isEqualTo(14 * 20);
        assertThat(fixture.rows(
                        fixture.live(),
                        "select (select bool_and((custom ->> 'cost')::numeric = cost_price) from general.product where client_id = 'CW-000200'),"
                                + " (select count(custom) > 0 from general.purchase_order_line),"
                                + " (select sum(rows_excluded) > 0 from ops.ledger)"))
                .as("columns of their own, and records left out")
                .containsExactly("t|t|t");
    }

    /** What a mapping names itself, and what it leaves out, comes back as well. */
    private static Path clientsWithColumnsOfTheirOwn() throws IOException {
        Path clients = Files.createDirectories(home.resolve("clients"));
        replace(
                "CW-000200",
                "      product_id: /sku ",
                "      custom: {cost: {at: /cost, type: number}, ean: /ean}\n$0",
                clients);
        replace(
                "CW-000151",
                "(      purchase_order_id: /PurchaseOrderId\n[\\s\\S]*?)(        product_id: /ProductId\n)",
                "      where: '.Status != \"open\"'\n$1        custom: {no: {at: /LineNumber, type: number}}\n$2",
                clients);
        return clients;
    }

    private static void replace(String client, String line, String by, Path clients) throws IOException {
        Path file = Path.of("clients", client + ".yaml");
        String changed = Files.readString(file).replaceFirst(line, by);
        assertThat(changed).isNotEqualTo(Files.readString(file));
        Files.writeString(clients.resolve(file.getFileName()), changed);
    }

    @AfterAll
    static void end() {
        fixture.close();
        erp.close();
    }

    @Test
    @Order(1)
    void the_database_is_lost_and_comes_back_from_the_backup_and_the_files_after_it() throws SQLException {
        fixture.close();
        fixture.execute(BESIDE, "drop database " + fixture.live() + " with (force)");

        RecoveryReport report = fixture.startBesideDatabase().recoverFast(true);

        asLost(report);
        assertThat(report.files()).as("of the four days after the backup").isEqualTo(4 * 20);
    }

    @Test
    @Order(2)
    void the_database_is_lost_and_comes_back_from_the_raw_files_alone() throws SQLException {
        fixture.close();
        fixture.execute(BESIDE, "drop database " + fixture.live() + " with (force)");

        RecoveryReport report = fixture.startBesideDatabase().recoverFull(true);

        asLost(report);
        assertThat(report.files()).isEqualTo(14 * 20);
    }

    /** The backup holds what was committed when it began; which files these are, its ledger says. */
    @Test
    @Order(3)
    void a_backup_made_while_files_are_loaded_ends_equal_to_live() throws SQLException {
        fixture.start();
        fixture.fetch(LAST.plusDays(1), LAST.plusDays(1));
        fixture.execute(
                fixture.live(), "truncate general.inventory", "delete from ops.ledger where entity = 'inventory'");
        CompletableFuture<List<?>> load =
                CompletableFuture.supplyAsync(() -> fixture.ask("direct:load-only", everything(), List.class));
        Awaitility.await()
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> load.isDone()
                        || !fixture.rows(fixture.live(), "select 1 from ops.ledger where entity = 'inventory' limit 1")
                                .isEmpty());

        Backup during = fixture.ask("direct:backup", RunId.next(), Backup.class);
        load.join();
        SortedMap<String, Digest> live = fixture.digests();
        RecoveryReport report = fixture.startBesideDatabase().recoverFast(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.backup()).isEqualTo(during.dump().key().toString());
        assertThat(fixture.digests(report.database())).isEqualTo(live);
        LOG.info(
                "the backup held {} files of {}",
                during.manifest().ledgerRows(),
                live.get("ops.ledger").rows());
    }

    private static Job everything() {
        return Job.of(RunId.next(), "test", RecoveryFixture.CLIENTS).parallel(1);
    }

    private static void asLost(RecoveryReport report) throws SQLException {
        assertThat(report.problems()).isEmpty();
        assertThat(report.switched()).isTrue();
        assertThat(report.rpo()).isZero();
        assertThat(fixture.digests()).isEqualTo(lost);
        LOG.info("{} recovery: RTO {}, {}", report.kind(), report.rto(), report.steps());
    }
}
