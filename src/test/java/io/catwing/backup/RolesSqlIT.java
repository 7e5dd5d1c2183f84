package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.dump.RestoreDump;
import io.catwing.postgres.dump.RestoreSession;
import io.catwing.support.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
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

        // Backup.
        Servers.Database reading =
                new Servers.Database(as("catwing_backup", database.url()), database.url(), "catwing_backup");
        assertThatThrownBy(() -> new JdbcTemplate(reading.dataSource()).execute(LOCATION.replace("L1", "L2")))
                .hasRootCauseMessage("ERROR: permission denied for table location");
        try (BackupFixture fixture = new BackupFixture(folder, reading)) {
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
        new JdbcTemplate(as("catwing_recover", database.url().replace("/" + name, "/postgres")))
                .execute("alter database " + name + " rename to " + name + "_before");
    }
}
