package io.catwing.job;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DailySettings.class, EventSettings.class, RetentionSettings.class})
public class DailyConfiguration {

    /** Says which day it is; tests bring their own. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Clients at work. */
    @Bean(destroyMethod = "shutdownNow")
    ClientThreads clientThreads(DailySettings settings) {
        return new ClientThreads(settings.clients(), settings.clientsAtMost(), settings.patience());
    }

    /** Runs that a timer fired: the timer never waits for one. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService runThreads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            return thread;
        });
    }
}
