package io.catwing.embedded;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.catwing.database.DatabaseAddress;
import io.catwing.database.RestoreRole;
import io.catwing.database.Sessions;
import io.catwing.s3.S3Clients;
import io.catwing.s3.S3Settings;
import io.catwing.workbench.ServerAddresses;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The database and the S3 client of all stages: of the servers that the configuration names, otherwise of our own. Ours
 * are lazy, so the folder is locked, and a server started, only where none is named. Beans end before those they were
 * made from: Camel's routes, the pool, PostgreSQL, S3, the lock.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseSettings.class, S3Settings.class})
class ServersConfiguration {

    @Bean
    @Lazy
    Home home(@Value("${catwing.home:./.catwing}") Path folder) {
        return Home.take(folder);
    }

    @Bean
    @Lazy
    EmbeddedS3 embeddedS3(Home home, S3Settings settings) {
        return EmbeddedS3.start(home, settings.bucket());
    }

    @Bean
    @Lazy
    EmbeddedDatabase embeddedDatabase(Home home) {
        return EmbeddedDatabase.start(home);
    }

    @Bean
    S3Client s3Client(S3Settings named, ObjectProvider<EmbeddedS3> ours) {
        return S3Clients.create(named.embedded() ? ours.getObject().settings() : named);
    }

    /** @param required whether the start fails without it; only a recovery begins where it may be gone */
    @Bean
    DataSource dataSource(
            DatabaseSettings named,
            ObjectProvider<EmbeddedDatabase> ours,
            @Value("${catwing.db.required:true}") boolean required) {
        DatabaseSettings settings = named.embedded() ? ours.getObject().settings() : named;
        HikariConfig pool = new HikariConfig();
        if (required) {
            Databases.check(settings);
        } else {
            pool.setInitializationFailTimeout(-1);
        }
        pool.setPoolName("catwing");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(20);
        pool.setMinimumIdle(1);
        pool.addDataSourceProperty("ApplicationName", "catwing");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // The driver would otherwise give each session the time zone of the machine it runs on.
        pool.setConnectionInitSql("set time zone 'UTC'; " + Sessions.EMPTY_SEARCH_PATH);
        return new HikariDataSource(pool);
    }

    /** For programs that are not ours. */
    @Bean
    DatabaseAddress databaseAddress(DatabaseSettings named, ObjectProvider<EmbeddedDatabase> ours) {
        DatabaseSettings settings = named.embedded() ? ours.getObject().settings() : named;
        DatabaseAddress address = new DatabaseAddress(settings.url(), settings.user(), settings.password());
        // Better now than at night: what cannot be told to pg_dump is refused.
        address.variables();
        return address;
    }

    /** For dumps, which somebody else may have written. */
    @Bean
    RestoreRole restoreRole(
            DatabaseSettings named,
            ObjectProvider<EmbeddedDatabase> ours,
            @Value("${catwing.restore.user:}") String user,
            @Value("${catwing.restore.password:}") String password) {
        if (user.isBlank() && named.embedded()) {
            DatabaseSettings restore = ours.getObject().restoreSettings();
            return new RestoreRole(restore.user(), restore.password());
        }
        return new RestoreRole(user.strip(), password);
    }

    /** For a second pipeline. */
    @Bean
    ServerAddresses serverAddresses(DatabaseAddress database, S3Settings named, ObjectProvider<EmbeddedS3> ours) {
        S3Settings s3 = named.embedded() ? ours.getObject().settings() : named;
        return new ServerAddresses(
                database.url(),
                database.user(),
                database.password(),
                Map.of(
                        "endpoint", s3.endpoint(),
                        "region", s3.region(),
                        "access-key", s3.accessKey(),
                        "secret-key", s3.secretKey(),
                        "bucket", s3.bucket(),
                        "path-style", Boolean.toString(s3.inPath())));
    }

    @Bean
    FlywayMigrationStrategy migrate() {
        return flyway -> {
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw Databases.notMigrated(e);
            }
        };
    }
}
