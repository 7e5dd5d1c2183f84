package io.catwing.productimages;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(ProductImagesSettings.class)
class ProductImagesConfiguration {

    /** A lane of pictures has one of its threads until it ends; a client has as many lanes as its servers bear requests. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService pictureLanes() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "picture-lane");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For the reading of objects while tables are loaded. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService pictureThreads(ProductImagesSettings settings) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(settings.parallel(), task -> {
            Thread thread = new Thread(task, "pictures-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Finds hosts by their names; tests bring their own. */
    @Bean
    @ConditionalOnMissingBean
    DnsResolver pictureNames() {
        return SystemDefaultDnsResolver.INSTANCE;
    }
}
