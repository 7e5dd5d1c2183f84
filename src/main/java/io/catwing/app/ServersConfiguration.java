package io.catwing.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.catwing.bucket.S3Clients;
import io.catwing.bucket.S3Settings;
import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.ProcessName;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.derive.SqlFolder;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The database and the S3 client of all stages: on the servers that the configuration names, otherwise on {@link
 * OwnServers}, if this program has any.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseSettings.class, S3Settings.class})
public class ServersConfiguration {
    private final DatabaseSettings database;
    private final S3Settings s3;
    private final ObjectProvider<OwnServers> own;

    ServersConfiguration(DatabaseSettings database, S3Settings s3, ObjectProvider<OwnServers> own) {
        this.database = database;
        this.s3 = s3;
        this.own = own;
    }

    @Bean
    S3Client s3Client() {
        return S3Clients.create(s3());
    }

    /** @param required whether startup fails without it; only a recovery starts while it may be gone */
    @Bean
    DataSource dataSource(Environment environment, @Value("${catwing.db.required:true}") boolean required) {
        DatabaseSettings settings = database();
        HikariConfig pool = new HikariConfig();
        if (required) {
            Databases.check(settings);
        } else {
            pool.setInitializationFailTimeout(-1);
        }
        pool.setPoolName("catwing");
        pool.setMaximumPoolSize(20);
        pool.setMinimumIdle(1);
        Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.addDataSourceProperty("ApplicationName", ProcessName.ofSessions());
        Sessions.DRIVER.forEach(pool::addDataSourceProperty);
        // The driver would otherwise give each session the time zone of its machine.
        pool.setConnectionInitSql("set time zone 'UTC'; " + Sessions.BEGIN);
        // What a session that came back goes on with, whatever it had when it was opened.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // Of its own accord the pool keeps a session whose server has been demoted, for half an hour.
        pool.setExceptionOverride(new LeaveDemoted());
        return new HikariDataSource(pool);
    }

    /** For other programs. */
    @Bean
    DatabaseAddress databaseAddress() {
        DatabaseSettings settings = database();
        DatabaseAddress address = new DatabaseAddress(settings.url(), settings.user(), settings.password());
        // Better now than at night: what cannot be passed to pg_dump is refused.
        address.variables();
        return address;
    }

    /** For dumps, which somebody else may have written. In a {@code @Value} Spring would evaluate what looks like an expression. */
    @Bean
    RestoreRole restoreRole(Environment environment) {
        String user = environment.getProperty("catwing.restore.user", "");
        String password = environment.getProperty("catwing.restore.password", "");
        if (user.isBlank() && database.embedded()) {
            DatabaseSettings restore = own("CATWING_DB_URL").restore();
            return new RestoreRole(restore.user(), restore.password());
        }
        return new RestoreRole(user.strip(), password);
    }

    /** For a second pipeline. */
    @Bean
    ServerAddresses serverAddresses(DatabaseAddress address) {
        S3Settings settings = s3();
        return new ServerAddresses(
                address.url(),
                address.user(),
                address.password(),
                Map.of(
                        "endpoint", settings.endpoint(),
                        "region", settings.region(),
                        "access-key", settings.accessKey(),
                        "secret-key", settings.secretKey(),
                        "bucket", settings.bucket(),
                        "path-style", Boolean.toString(settings.inPath())));
    }

    @Bean
    FlywayMigrationStrategy migrate(SqlFolder sql) {
        return flyway -> {
            try {
                flyway.migrate();
                if (!sql.migrations().isEmpty()) {
                    Databases.migrateOwn(flyway, sql.migrationFolder(), sql.migrations());
                }
            } catch (FlywayException e) {
                throw Databases.notMigrated(e);
            }
        };
    }

    private DatabaseSettings database() {
        return database.embedded() ? own("CATWING_DB_URL").database() : database;
    }

    private S3Settings s3() {
        return s3.embedded() ? own("CATWING_S3_ENDPOINT").s3() : s3;
    }

    private OwnServers own(String variable) {
        OwnServers servers = own.getIfAvailable();
        if (servers == null) {
            throw new AbortingFailure(
                    "no server is named by " + variable + ", and this build of catwing brings none",
                    "set " + variable + " and its companions as docs/reference/configuration.md says");
        }
        return servers;
    }
}
