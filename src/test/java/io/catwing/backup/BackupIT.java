package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.backup.BackupManifest.TableContent;
import io.catwing.exec.Command;
import io.catwing.exec.CommandExecutor;
import io.catwing.postgres.Digests;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupIT {
    @TempDir
    Path folder;

    private BackupFixture fixture;

    @BeforeEach
    void a_database_with_values_that_need_care() {
        fixture = new BackupFixture(folder);
        fixture.execute(
                "insert into general.product (client_id, product_id, name, description, list_price, active, updated_at,"
                        + " source_date, first_seen) values"
                        + " ('CW-000200', 'a,b', 'tab\\t(x)', e'tab\\there\\nline\\\\ \"quoted\" \\b\\f\\v\\r', 1.10, true,"
                        + "  '2026-02-01 10:00:00.123456+00', '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', '', ' ', null, -0.00, null, null, '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', '\\N', '\\.', e'\\\\.\\n\\\\N', 'NaN', false, 'infinity', '0044-03-15 BC', '2026-02-01')",
                "insert into general.inventory (client_id, source_date, location_id, product_id, quantity, updated_at)"
                        + " select 'CW-000200', date '2026-02-01' + i / 1000, 'S' || i % 1000, case i % 7 when 0 then e'x\\ty'"
                        + "  when 1 then e'größe\\b€' when 2 then e'\\\\' when 3 then '\"' when 4 then '' when 5 then '(,)' else 'p' end,"
                        + "  case when i % 3 > 0 then i / 7.0 end, timestamptz '2026-02-01 00:00Z' + i * interval '1 second'"
                        + " from generate_series(1, 60000) as i",
                "insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded,"
                        + " rows_rejected, run_id) values ('k', 'CW-000200', 'inventory', '2026-02-01', 'e', 's', 'v', 60000, 1, 'r')",
                "insert into ops.rejected_record values ('k', 1, '/a', 'no number', e'{\"a\": \"\\\\u0000\\n\"}', 'CW-000200',"
                        + " 'inventory', '2026-02-01')");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void what_is_restored_is_what_was_there_and_the_manifest_tells_it() throws Exception {
        Map<String, Digests.Digest> digests = new Digests(fixture.database.dataSource()).all();

        Backup made = fixture.backup();

        String today = LocalDate.now(ZoneOffset.UTC).toString();
        BackupManifest manifest = made.manifest();
        assertThat(manifest.key()).isEqualTo("db-backups/daily/" + today + ".sql.gz");
        assertThat(digestsOf(manifest)).isEqualTo(digests);
        assertThat(manifest.tables().get("general.inventory").rows()).isEqualTo(60_000);
        assertThat(manifest.tables()).containsKeys("ops.run", "ops.backup", "public.flyway_schema_history");
        assertThat(manifest.ledgerRows()).isEqualTo(1);
        assertThat(manifest.schemaVersion()).isEqualTo(newestMigration());
        assertThat(manifest.serverVersion()).startsWith("15.");
        assertThat(manifest.system())
                .isEqualTo(fixture.sql.queryForObject(
                        "select system_identifier::text from pg_control_system()", String.class));
        assertThat(manifest.bytes()).isEqualTo(made.dump().bytes()).isLessThan(manifest.uncompressedBytes());
        assertThat(fixture.sql.queryForMap("select object_key, outcome, bytes, message from ops.backup"))
                .containsEntry("object_key", manifest.key())
                .containsEntry("outcome", "DONE")
                .containsEntry("bytes", manifest.bytes())
                .containsEntry("message", null);
        assertThat(fixture.spooled()).isEmpty();

        assertThat(new Digests(restored(made).dataSource()).all()).isEqualTo(digests);
    }

    @Test
    void rows_of_a_table_that_inherits_are_counted_as_its_own_alone() throws Exception {
        fixture.execute(
                "create schema bi",
                "create table bi.sales (n int)",
                "create table bi.sales_2026 () inherits (bi.sales)",
                "insert into bi.sales values (1)",
                "insert into bi.sales_2026 values (2), (3)",
                "create table stats.own (client_id text, n int, twice int generated always as (2 * n) stored)",
                "create table stats.own_2026 () inherits (stats.own)",
                "insert into stats.own values ('CW-000200', 1)",
                "insert into stats.own_2026 values ('CW-000200', 2), ('CW-000200', 3)");
        Map<String, Digests.Digest> digests = new Digests(fixture.database.dataSource()).all();
        assertThat(digests.get("stats.own").rows()).isEqualTo(1);

        Backup made = fixture.backup();

        assertThat(made.manifest().tables().get("bi.sales").rows()).isEqualTo(1);
        assertThat(made.manifest().tables().get("bi.sales_2026").rows()).isEqualTo(2);
        assertThat(digestsOf(made.manifest())).isEqualTo(digests);
        assertThat(new Digests(restored(made).dataSource()).all()).isEqualTo(digests);
    }

    @Test
    void large_objects_are_not_in_the_dump_and_the_backup_says_so() {
        fixture.execute("select lo_from_bytea(0, 'x')");

        assertThat(fixture.backup().manifest().restorable().notes())
                .contains("the large objects that people have made are not in the dump");
    }

    @Test
    void the_good_backup_is_found_with_its_manifest() {
        Backup made = fixture.backup();

        BackupName day = made.name();
        BackupName week = BackupName.weekOf(LocalDate.parse(day.label()));
        assertThat(fixture.backups.good()).extracting(Backup::name).containsExactly(day, week);
        assertThat(fixture.backups.newest()).contains(made);
        assertThat(fixture.backups
                        .get("db-backups/" + week.folder() + "/" + week.label() + ".sql.gz", false)
                        .manifest()
                        .sha256())
                .isEqualTo(made.manifest().sha256());
        assertThat(fixture.objects().keySet())
                .containsExactlyInAnyOrder(
                        day.dump().toString(),
                        day.manifest().toString(),
                        week.dump().toString(),
                        week.manifest().toString());
    }

    @Test
    void a_second_backup_of_a_day_replaces_the_first_but_not_the_weeks() {
        Backup first = fixture.backup();
        fixture.execute("delete from general.inventory where product_id = 'p'");

        Backup second = fixture.backup();

        assertThat(second.name()).isEqualTo(first.name());
        assertThat(fixture.backups.newest()).contains(second);
        assertThat(fixture.backups.good()).hasSize(2).last().satisfies(week -> assertThat(
                        week.manifest().sha256())
                .isEqualTo(first.manifest().sha256()));
    }

    @Test
    void what_is_loaded_while_the_dump_is_made_is_in_it_with_its_ledger_or_not_at_all() throws Exception {
        String load = "begin; insert into general.location (client_id, location_id, source_date, first_seen) values"
                + " ('CW-000200', 'late', '2026-02-02', '2026-02-02'); insert into ops.ledger (raw_key, client_id, entity,"
                + " source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id) values ('late', 'CW-000200',"
                + " 'locations', '2026-02-02', 'e', 's', 'v', 1, 0, 'r'); commit;";
        // Committed after the moment was fixed, and before pg_dump reads anything.
        fixture.dumps("PGOPTIONS= psql -q -v ON_ERROR_STOP=1 -c \"" + load + "\" || exit 9\nexec $real \"$@\"");

        Backup made = fixture.backup();

        assertThat(fixture.sql.queryForObject("select count(*) from ops.ledger", Long.class))
                .isEqualTo(2);
        assertThat(made.manifest().ledgerRows()).isEqualTo(1);
        Map<String, Digests.Digest> restored = new Digests(restored(made).dataSource()).all();
        assertThat(restored).isEqualTo(digestsOf(made.manifest()));
        assertThat(restored.get("ops.ledger").rows()).isEqualTo(1);
        assertThat(restored.get("general.location").rows()).isZero();
    }

    @Test
    void the_password_is_in_the_environment_of_pg_dump_and_in_no_argument() throws IOException {
        Path seen = folder.resolve("seen");
        fixture.dumps("cat /proc/$$/cmdline > " + seen + "; env >> " + seen + "\nexec $real \"$@\"");

        fixture.backup();

        assertThat(Files.readString(seen).lines().filter(line -> line.contains(BackupFixture.PASSWORD)))
                .containsExactly("PGPASSWORD=" + BackupFixture.PASSWORD);
        assertThat(seen).content().contains("--snapshot=").contains("PGTZ=UTC");
    }

    private static String newestMigration() throws IOException {
        try (Stream<Path> migrations = Files.list(Path.of("db/migration"))) {
            return migrations
                    .map(file -> file.getFileName().toString().substring(1, 4))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static Map<String, Digests.Digest> digestsOf(BackupManifest manifest) {
        Map<String, Digests.Digest> digests = new TreeMap<>();
        manifest.tables().forEach((table, content) -> {
            if (content.digest() != null) {
                digests.put(table, digest(content));
            }
        });
        return digests;
    }

    private static Digests.Digest digest(TableContent content) {
        return new Digests.Digest(content.rows(), content.digest());
    }

    /** As anybody would, in one transaction. */
    private Servers.Database restored(Backup backup) throws IOException, SQLException {
        Servers.Database fresh = Servers.emptyDatabase();
        new CommandExecutor()
                .run(Command.of("psql")
                        .arguments(
                                "-X",
                                "-q",
                                "-1",
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-d",
                                fresh.url().replace("jdbc:", ""))
                        .environment("PGUSER", fresh.user())
                        .input(fixture.backups.open(backup)));
        return fresh;
    }
}
