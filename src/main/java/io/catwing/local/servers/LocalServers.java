package io.catwing.local.servers;

import io.catwing.app.DatabaseSettings;
import io.catwing.app.OwnServers;
import io.catwing.bucket.S3Settings;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * The embedded servers as beans. They are lazy: the folder is locked and a server started only if the configuration
 * names none. Beans end before those they depend on: Camel's routes, the pool, PostgreSQL, S3, the lock.
 */
public class LocalServers {

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
    OwnServers ownServers(ObjectProvider<EmbeddedDatabase> database, ObjectProvider<EmbeddedS3> s3) {
        return new OwnServers() {
            @Override
            public DatabaseSettings database() {
                return database.getObject().settings();
            }

            @Override
            public DatabaseSettings restore() {
                return database.getObject().restoreSettings();
            }

            @Override
            public S3Settings s3() {
                return s3.getObject().settings();
            }
        };
    }
}
