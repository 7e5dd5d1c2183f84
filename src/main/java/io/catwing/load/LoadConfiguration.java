package io.catwing.load;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What load's routes need besides its beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoadSettings.class)
public class LoadConfiguration {

    /** Threads of the workers of {@code direct:load} and of their parsers; as many as are asked for, none when idle. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService loadThreads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "load");
            thread.setDaemon(true);
            return thread;
        });
    }
}
