package io.catwing.fetch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(FetchSettings.class)
class FetchConfiguration {

    /** For the route fetch alone: a client and entity has one of its threads until its last date is done. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService fetchPool(FetchSettings settings) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(settings.parallel(), task -> {
            Thread thread = new Thread(task, "fetch-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
