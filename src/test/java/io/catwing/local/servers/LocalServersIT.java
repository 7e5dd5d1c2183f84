package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.app.ServersConfiguration;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.services.s3.S3Client;

class LocalServersIT {
    @TempDir
    Path folder;

    @Configuration(proxyBeanMethods = false)
    @Import({ServersConfiguration.class, LocalServers.class, SqlFolder.class})
    @ImportAutoConfiguration(FlywayAutoConfiguration.class)
    static class Application {}

    @Test
    void with_nothing_set_our_own_servers_start_and_end_with_the_application() {
        Path data = folder.resolve("home/pg");
        try (ConfigurableApplicationContext context = start(Map.of())) {
            assertThat(migrations(context.getBean(DataSource.class))).isPositive();
            assertThat(context.getBean(S3Client.class)
                            .listObjectsV2(l -> l.bucket("catwing-masters"))
                            .contents())
                    .isEmpty();
            assertThat(Postmaster.of(data)).isPresent();
        }
        assertThat(Postmaster.of(data)).isEmpty();
    }

    @Test
    void with_servers_named_none_of_ours_starts_and_no_folder_is_made() {
        Servers.Database database = Servers.emptyDatabase();
        Servers.Bucket bucket = Servers.bucket();

        try (ConfigurableApplicationContext context = start(Map.of(
                "CATWING_DB_URL", database.url(),
                "CATWING_DB_USER", database.user(),
                "CATWING_DB_PASSWORD", "",
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name()))) {
            assertThat(migrations(database.dataSource())).isPositive();
            context.getBean(S3Client.class).headBucket(h -> h.bucket(bucket.name()));
        }
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void a_database_and_a_pool_may_be_named_as_spring_boot_names_them() {
        Servers.Database database = Servers.emptyDatabase();
        Servers.Bucket bucket = Servers.bucket();
        Map<String, String> variables = Map.of(
                "SPRING_DATASOURCE_URL", database.url(),
                "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE", "7",
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name());

        try (ConfigurableApplicationContext context = start(variables, "classpath:application.yaml")) {
            assertThat(migrations(database.dataSource())).isPositive();
            assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(7);
        }
        assertThat(folder.resolve("home")).doesNotExist();
    }

    /** There is no other kind: {@code ArchitectureTest.sessions_are_opened_in_one_place}. */
    @Test
    void sessions_of_the_pool_and_beside_it_look_for_no_name_in_any_schema() throws SQLException {
        Servers.Database database = Servers.emptyDatabase();
        Servers.Bucket bucket = Servers.bucket();
        try (ConfigurableApplicationContext context = start(Map.of(
                "CATWING_DB_URL", database.url(),
                "CATWING_DB_USER", database.user(),
                "CATWING_DB_PASSWORD", "",
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name()))) {
            assertThat(searchPath(context.getBean(DataSource.class).getConnection()))
                    .isEqualTo("\"\"");
        }
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        assertThat(searchPath(Sessions.open(database.url(), properties))).isEqualTo("\"\"");
    }

    private static String searchPath(Connection session) throws SQLException {
        try (session;
                ResultSet row = session.createStatement().executeQuery("show search_path")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_database_out_of_reach_is_told_without_its_password() {
        assertFailure(
                Map.of(
                        "CATWING_DB_URL", "jdbc:postgresql://127.0.0.1:1/catwing",
                        "CATWING_DB_USER", "me",
                        "CATWING_DB_PASSWORD", "hunter2"),
                "the database at jdbc:postgresql://127.0.0.1:1/catwing cannot be used as user me: Connection to"
                        + " 127.0.0.1:1 refused.",
                "HINT: check CATWING_DB_URL, that the server runs and may be written to, and the network between");
    }

    @Test
    void a_certificate_of_the_authority_that_is_not_there_is_told_with_where_to_name_it() throws Exception {
        try (ServerSocket encrypts = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> agreed = CompletableFuture.runAsync(() -> agreeToEncrypt(encrypts));
            String url = "jdbc:postgresql://127.0.0.1:" + encrypts.getLocalPort()
                    + "/catwing?sslmode=verify-full&sslrootcert=/nowhere/ca.crt";

            assertFailure(
                    Map.of("CATWING_DB_URL", url, "CATWING_DB_USER", "me"),
                    "Could not open SSL root certificate file /nowhere/ca.crt",
                    "HINT: put the file there, readable for this user, or name another in CATWING_DB_URL: sslrootcert=FILE,"
                            + " the certificate of the authority that signed the server's, and for a public one"
                            + " /etc/ssl/certs/ca-certificates.crt");
            agreed.join();
        }
    }

    /** As a server does that has a certificate. */
    private static void agreeToEncrypt(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().readNBytes(8);
            client.getOutputStream().write('S');
            client.getInputStream().read();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void a_missing_database_is_told() {
        Servers.Database database = Servers.emptyDatabase();

        assertFailure(
                Map.of("CATWING_DB_URL", database.url() + "_missing", "CATWING_DB_USER", "postgres"),
                "_missing\" does not exist",
                "HINT: create the database, or correct its name in CATWING_DB_URL; one that was lost comes back by ./catwing"
                        + " recover fast --switch");
    }

    @Test
    void a_database_that_another_version_migrated_is_told() {
        Servers.Database database = Servers.database();
        new JdbcTemplate(database.dataSource())
                .update("update public.flyway_schema_history set checksum = 7 where version = '001'");

        assertFailure(
                Map.of("CATWING_DB_URL", database.url(), "CATWING_DB_USER", "postgres"),
                "the database could not be brought to this version's tables: ",
                "HINT: a migration was changed after it was applied; rebuild the database from S3");
    }

    @Test
    void a_database_that_another_process_migrates_for_too_long_is_told() throws SQLException {
        Servers.Database database = Servers.emptyDatabase();
        try (Connection other = database.dataSource().getConnection();
                Statement holds = other.createStatement()) {
            // As Flyway locks: by a number of its own, and by the name of its table.
            holds.execute("select pg_advisory_lock("
                    + (77431708279161L + "\"public\".\"flyway_schema_history\"".hashCode()) + ")");

            assertFailure(
                    Map.of(
                            "CATWING_DB_URL", database.url(),
                            "CATWING_DB_USER", "postgres",
                            "SPRING_FLYWAY_LOCK_RETRY_COUNT", "0"),
                    "the database could not be brought to this version's tables: ",
                    "HINT: another catwing is at it: see that it ends, then run the same command again");
        }
    }

    private void assertFailure(Map<String, String> environment, String fact, String hint) {
        assertThatThrownBy(() -> start(environment).close())
                .satisfies(thrown -> assertThat(Failure.describe(thrown))
                        .contains(fact)
                        .contains(hint)
                        .doesNotContain("hunter2"))
                .hasRootCauseInstanceOf(Exception.class)
                .satisfies(thrown -> assertThat(causes(thrown)).contains(AbortingFailure.class.getName()));
    }

    private static String causes(Throwable thrown) {
        StringBuilder names = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            names.append(t.getClass().getName()).append('\n');
        }
        return names.toString();
    }

    private static Integer migrations(DataSource dataSource) {
        return new JdbcTemplate(dataSource)
                .queryForObject("select count(*) from public.flyway_schema_history where success", Integer.class);
    }

    private ConfigurableApplicationContext start(Map<String, String> variables) {
        return start(variables, "optional:file:/nowhere/");
    }

    private ConfigurableApplicationContext start(Map<String, String> variables, String configuration) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("CATWING_HOME", folder.resolve("home").toString());
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, all));
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .environment(environment)
                .properties("spring.config.location=" + configuration, "spring.flyway.default-schema=public")
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run();
    }
}
