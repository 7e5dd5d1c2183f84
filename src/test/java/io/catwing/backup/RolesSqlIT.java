package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.dump.RestoreDump;
import io.catwing.postgres.dump.RestoreSession;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.RecoveryFixture;
import io.catwing.recover.RecoveryReport;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** docs/reference/roles.sql: each role can do its work, and not another's. */
class RolesSqlIT {
    private static final String LOCATION =
            "insert into general.location (client_id, location_id, source_date, first_seen)"
                    + " values ('CW-000200', 'L1', '2026-02-01', '2026-02-01')";

    /** What was left to the role that recovers. */
    private static final String OF_OTHERS =
            """
            select relname from pg_class where oid >= 16384 and relowner = 'catwing_recover'::regrole
            union all select proname from pg_proc where proowner = 'catwing_recover'::regrole
            union all select typname from pg_type where typowner = 'catwing_recover'::regrole
            union all select nspname from pg_namespace where nspowner = 'catwing_recover'::regrole
            """;

    @TempDir
    Path folder;

    private static PGSimpleDataSource as(String user, String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user);
        return source;
    }

    @Test
    void loading_backup_and_recovery_each_work_with_a_role_of_their_own() throws Exception {
        Servers.Database database = Servers.emptyDatabase();
        String name = database.url().replaceAll(".*/", "");
        new JdbcTemplate(database.dataSource())
                .execute(Files.readString(Path.of("docs/reference/roles.sql"))
                        .replace("database catwing", "database " + name));

        // Loading.
        PGSimpleDataSource loading = as("catwing", database.url());
        Flyway.configure().dataSource(loading).load().migrate();
        new JdbcTemplate(loading).execute(LOCATION);
        new JdbcTemplate(loading).execute(Files.readString(Path.of("docs/reference/roles-in-database.sql")));
        new JdbcTemplate(loading)
                .execute("create schema own;"
                        + " create type own.size as enum ('S', 'L');"
                        + " create type own.box as (size own.size);"
                        + " create domain own.count as int check (value >= 0);"
                        + " create table own.notes (id serial primary key, at int generated always as identity, size own.size);"
                        + " create sequence own.number;"
                        + " create view own.all_notes as select * from own.notes;"
                        + " create materialized view own.kept as select * from own.notes;"
                        + " create function own.one(int, own.box) returns int language sql as 'select 1';"
                        + " create aggregate own.total(int) (sfunc = int4pl, stype = int)");

        // Backup.
        Servers.Database reading =
                new Servers.Database(as("catwing_backup", database.url()), database.url(), "catwing_backup");
        assertThatThrownBy(() -> new JdbcTemplate(reading.dataSource()).execute(LOCATION.replace("L1", "L2")))
                .hasRootCauseMessage("ERROR: permission denied for table location");
        Servers.Bucket bucket;
        try (BackupFixture fixture = new BackupFixture(folder, reading)) {
            bucket = fixture.bucket;
            Backup backup = fixture.backup();
            assertThat(backup.manifest().restorable().proven()).isFalse();
            assertThat(backup.manifest().restorable().problem()).contains("permission denied to create database");

            // Recovery.
            JdbcTemplate recovering = new JdbcTemplate(as("catwing_recover", database.url()));
            recovering.execute("create database " + name + "_new template template0");
            String url = database.url() + "_new";
            try (RestoreSession session = RestoreSession.open(
                    new DatabaseAddress(url, "catwing_recover", ""), new RestoreRole("catwing_restore", "x"))) {
                assertThat(session.note()).isEmpty();
                assertThatThrownBy(() -> as("catwing_restore", database.url()).getConnection())
                        .hasMessageContaining("permission denied for database");
                new RestoreDump().restore(session.connection(), fixture.backups.open(backup));
            }
            PGSimpleDataSource restored = as("catwing_recover", url);
            assertThat(new Digests(restored).all()).isEqualTo(new Digests(loading).all());
        }

        // The switch.
        try (DemoErp erp = DemoErp.start(DemoOptions.of(LocalDate.of(2026, 2, 1), 1));
                RecoveryFixture recovery = new RecoveryFixture(
                        bucket,
                        new Servers.Database(null, database.url(), "catwing_recover"),
                        erp,
                        folder.resolve("home"))) {
            recovery.with("catwing.backup.key", "a key of the tests")
                    .with("catwing.restore.user", "catwing_restore")
                    .startBesideDatabase();
            RecoveryReport report = recovery.recoverFast(true);
            assertThat(report.problems()).isEmpty();
            assertThat(report.switched()).isTrue();
            whatTheOthersDoAgain(loading, reading.dataSource());
            assertThat(new JdbcTemplate(loading).queryForList(OF_OTHERS, String.class))
                    .isEmpty();

            recovery.execute(new DatabaseName("postgres"), "drop database " + name + " with (force)");
            RecoveryReport lost = recovery.recoverFast(true);
            assertThat(lost.problems()).isEmpty();
            assertThat(lost.notes())
                    .contains(name + " belongs to catwing_recover, since there was no former one to tell whose it is;"
                            + " if another role loads (catwing), let a superuser run in it: reassign owned by"
                            + " catwing_recover to …");
            new JdbcTemplate(database.dataSource()).execute("reassign owned by catwing_recover to catwing");
            whatTheOthersDoAgain(loading, reading.dataSource());
        }
    }

    private static void whatTheOthersDoAgain(DataSource loading, DataSource reading) throws IOException {
        new JdbcTemplate(loading).execute(LOCATION.replace("L1", "L2"));
        new JdbcTemplate(loading).execute(Files.readString(Path.of("docs/reference/roles-in-database.sql")));
        new JdbcTemplate(loading).execute("create table own.more (id int)");
        new JdbcTemplate(reading).execute("insert into ops.backup (run_id) values ('after')");
    }
}
