package io.catwing.cli;

import io.catwing.Application;
import io.catwing.client.AskedErps;
import io.catwing.embedded.Home;
import io.catwing.failure.AbortingFailure;
import io.catwing.run.Progress;
import io.catwing.run.StepOutcome;
import java.io.IOException;
import java.nio.file.Path;
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

/** The started application, as a command sees it: beans, and the doors of the daily run. */
final class Pipeline implements AutoCloseable {
    static final String DEFAULT_HOME = ".catwing";

    /** Why a start failed is told by the command line, once and in our words. */
    private static final Map<String, Object> QUIET_FAILURE = Map.of(
            "logging.level.org.springframework.boot.SpringApplication", "OFF",
            "logging.level.org.springframework.boot.diagnostics", "OFF",
            "logging.level.org.springframework.context.annotation.AnnotationConfigApplicationContext", "ERROR");

    private final ConfigurableApplicationContext context;

    private Pipeline(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts everything for one command that asks no ERP: progress on the terminal, the log in a file. */
    static Pipeline start() {
        return start(Map.of());
    }

    /** @param erps whose ERPs the command asks, as {@link AskedErps} says */
    static Pipeline startToAsk(String erps) {
        return start(Map.of(AskedErps.PROPERTY, erps));
    }

    /** For a command that must work where the live database is gone, and that must not change it where it is there. */
    static Pipeline startBesideDatabase() {
        return startBesideDatabase(Map.of());
    }

    /** @param settings that go before the environment's */
    static Pipeline startBesideDatabase(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("catwing.db.required", "false");
        all.put("spring.flyway.enabled", "false");
        return start(all);
    }

    /** @param settings that go before the environment's */
    static Pipeline start(Map<String, ?> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(AskedErps.PROPERTY, "none");
        // Nobody watches a command's routes, and beans for all of them cost more than the command.
        all.put("camel.main.jmx-enabled", "false");
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
        // Before the log is opened, which would make the folder as open as any.
        prepareHome(settings);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("command", Map.copyOf(settings)));
        return new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .environment(environment)
                .properties(QUIET_FAILURE)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", progress));
    }

    private static void prepareHome(Map<String, ?> settings) {
        Object named = settings.get("catwing.home");
        Path home = Home.prepare(
                Path.of(named != null ? named.toString() : System.getenv().getOrDefault("CATWING_HOME", DEFAULT_HOME)));
        try {
            Home.closed(home.resolve("logs"));
            Home.closed(home.resolve("spool"));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "CATWING_HOME " + home + " cannot be used: " + e, "look for space and permissions in it", e);
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Sends an order through one of the doors that answer with outcomes, and waits for them. */
    @SuppressWarnings("unchecked")
    List<StepOutcome> send(String door, Object order) {
        return ask(door, order, List.class);
    }

    /** Sends a body through a door and waits for the answer. */
    <T> T ask(String door, Object body, Class<T> answer) {
        try {
            return context.getBean(ProducerTemplate.class).requestBody(door, body, answer);
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
