package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.local.servers.PostgresProgram;
import io.catwing.local.servers.PostgresServer;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.Digests;
import io.catwing.postgres.RestoreRole;
import io.catwing.support.Servers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Dumps of clients of each version, into servers of each version, by an application's role that is no superuser. The
 * servers' programs are copied to target/postgres-binaries by the build; what clients newer than the installed one write
 * besides is added to its dump.
 */
class ServerVersionsIT {
    private static final String TRUST = "host all all 127.0.0.1/32 trust\n";
    private static final Path BINARIES =
            Path.of(System.getProperty("catwing.postgres.binaries", "target/postgres-binaries"));

    @TempDir
    Path folder;

    /** What pg_dump of that major version writes around what an older one does. */
    private static String asOf(int client, String dump) {
        String plain = dump.replaceAll("\\\\(un)?restrict .*\n", "");
        String settings = client < 17
                ? plain
                : plain.replace("SET lock_timeout = 0;\n", "SET lock_timeout = 0;\nSET transaction_timeout = 0;\n");
        return settings.replaceFirst("-- PostgreSQL database dump\n--\n", "$0\n\\\\restrict Key" + client + "\n")
                        .replaceFirst(
                                "-- PostgreSQL database dump complete\n--\n", "$0\n\\\\unrestrict Key" + client + "\n")
                + "\n";
    }

    private static String dumpOf(Servers.Database database) throws IOException, InterruptedException {
        Process pgDump = new ProcessBuilder(
                        "pg_dump",
                        "--no-owner",
                        "--no-privileges",
                        "-B",
                        "-d",
                        database.url().replace("jdbc:", ""),
                        "-U",
                        database.user())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String dump = new String(pgDump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(pgDump.waitFor()).isZero();
        return dump;
    }

    private PostgresServer start(int major) throws IOException {
        URL jar = BINARIES.resolve("postgresql-" + major + ".jar").toUri().toURL();
        URL programs = new URL("jar:" + jar + "!/postgres-linux-x86_64.txz");
        PostgresProgram program;
        try (InputStream packed = programs.openStream()) {
            program = PostgresProgram.unpack(packed, folder.resolve("pg-" + major));
        }
        Path data = folder.resolve("data-" + major);
        program.initialise(data, "not asked for");
        return PostgresServer.start(
                program, data, TRUST, folder.resolve("log"), Map.of("timezone", "UTC", "fsync", "off"));
    }

    private static PGSimpleDataSource source(int port, String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
        source.setUser(user);
        return source;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void a_dump_of_any_client_goes_into_a_server_of_any_version(int major) throws Exception {
        Servers.Database live = Servers.database();
        new JdbcTemplate(live.dataSource())
                .execute(
                        "insert into general.location (client_id, location_id, source_date, first_seen)"
                                + " select 'CW-000200', 'L' || i, '2026-02-01', '2026-02-01' from generate_series(1, 100) as i");
        String dump = dumpOf(live);
        try (PostgresServer server = start(major)) {
            JdbcTemplate admin = new JdbcTemplate(source(server.port(), "postgres", "postgres"));
            admin.execute("create role maker login createdb createrole");
            admin.execute("create role loader login createdb");
            admin.execute("create role restorer login password 'x'");
            admin.execute("grant restorer to loader");
            for (int client = 15; client <= 18; client++) {
                restored(server, admin, "maker", new RestoreRole("", ""), asOf(client, dump), live, true);
            }
            restored(server, admin, "loader", new RestoreRole("restorer", "x"), asOf(18, dump), live, true);
            restored(server, admin, "loader", new RestoreRole("", ""), asOf(18, dump), live, false);
        }
    }

    private static void restored(
            PostgresServer server,
            JdbcTemplate admin,
            String role,
            RestoreRole named,
            String dump,
            Servers.Database live,
            boolean apart)
            throws IOException, SQLException {
        new JdbcTemplate(source(server.port(), "postgres", role)).execute("create database fresh");
        DatabaseAddress address =
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + server.port() + "/fresh", role, "");
        try (RestoreSession session = RestoreSession.open(address, named)) {
            assertThat(session.note().isEmpty()).isEqualTo(apart);
            RestoreDump.Outcome outcome = new RestoreDump()
                    .restore(session.connection(), new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)));
            assertThat(outcome.leftOut()).isEmpty();
        }
        PGSimpleDataSource fresh = source(server.port(), "fresh", role);
        assertThat(new Digests(fresh).all()).isEqualTo(new Digests(live.dataSource()).all());
        assertThat(new JdbcTemplate(fresh)
                        .queryForList(
                                "select distinct relowner::regrole::text from pg_class"
                                        + " where relnamespace in ('general'::regnamespace, 'public'::regnamespace)",
                                String.class))
                .isEqualTo(List.of(role));
        admin.execute("drop database fresh");
        assertThat(admin.queryForObject(
                        "select count(*) from pg_roles where rolname like 'catwing_restore%'", Integer.class))
                .isZero();
    }
}
