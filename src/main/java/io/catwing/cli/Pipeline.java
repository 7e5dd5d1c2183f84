package io.catwing.cli;

import io.catwing.Application;
import io.catwing.run.Progress;
import io.catwing.run.StepOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The started application, as a command sees it: beans, and the doors of runs and stages. */
final class Pipeline implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private Pipeline(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts everything for one command: progress on the terminal, the log in a file. */
    static Pipeline start() {
        return start(Map.of());
    }

    /** @param settings that go before the environment's */
    static Pipeline start(Map<String, ?> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("logging.threshold.console", "OFF");
        all.put("logging.file.name", "${catwing.home}/logs/catwing.log");
        all.putAll(settings);
        return new Pipeline(builder(all, TerminalProgress.onTerminal()).run());
    }

    /** Starts everything for good: no progress, the log on the console. */
    static Pipeline serve(Map<String, ?> settings) {
        return new Pipeline(builder(settings, Progress.NONE).run());
    }

    private static SpringApplicationBuilder builder(Map<String, ?> settings, Progress progress) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("command", Map.copyOf(settings)));
        return new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .environment(environment)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", progress));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Sends an order through one of the doors that answer with outcomes, and waits for them. */
    @SuppressWarnings("unchecked")
    List<StepOutcome> send(String door, Object order) {
        try {
            return context.getBean(ProducerTemplate.class).requestBody(door, order, List.class);
        } catch (CamelExecutionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapped;
        }
    }

    /** Until the process is told to stop. */
    void awaitStop() throws InterruptedException {
        Thread.currentThread().join();
    }

    @Override
    public void close() {
        context.close();
    }
}
