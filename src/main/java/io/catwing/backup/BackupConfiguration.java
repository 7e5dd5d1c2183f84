package io.catwing.backup;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What backup's routes need besides its beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BackupSettings.class)
public class BackupConfiguration {

    /** Counts the rows while a dump is written; no thread when idle. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService backupThreads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "backup");
            thread.setDaemon(true);
            return thread;
        });
    }
}
