package io.catwing.fetch;

import io.catwing.http.ConnectionStop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FetchSettings.class)
class FetchConfiguration {

    /** A worker has one of its threads until it ends; {@link PlanFetch} says how many workers there are. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService fetchPool(ConnectionStop stop) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fetch");
            thread.setDaemon(true);
            stop.watch(thread);
            return thread;
        });
    }
}
