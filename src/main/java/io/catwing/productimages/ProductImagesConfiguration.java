package io.catwing.productimages;

import io.catwing.http.ConnectionStop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProductImagesSettings.class)
class ProductImagesConfiguration {

    /** A worker of images has one of its threads until it ends; a client has as many workers as its servers bear requests. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService imageWorkers(ConnectionStop stop) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "image-worker");
            thread.setDaemon(true);
            stop.watch(thread);
            return thread;
        });
    }

    /** For the reading of objects while tables are loaded. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService imageThreads(ProductImagesSettings settings) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(settings.parallel(), task -> {
            Thread thread = new Thread(task, "images-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Finds hosts by their names; tests bring their own. */
    @Bean
    @ConditionalOnMissingBean
    DnsResolver imageNames() {
        return SystemDefaultDnsResolver.INSTANCE;
    }
}
