package io.catwing.cli;

import io.catwing.Application;
import io.catwing.app.HomeFolder;
import io.catwing.app.Pipeline;
import io.catwing.client.AskedErps;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableLog;
import io.catwing.job.Progress;
import io.catwing.postgres.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.BackgroundPreinitializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Starts the pipeline for a command. */
public final class Start {

    /** The command line reports why startup failed, once and in our words. */
    private static final Map<String, Object> QUIET_FAILURE = Map.of(
            "logging.level.org.springframework.boot.SpringApplication", "OFF",
            "logging.level.org.springframework.boot.diagnostics", "OFF",
            "logging.level.org.springframework.context.annotation.AnnotationConfigApplicationContext", "ERROR");

    /** The pipeline of a service that lends it to the command of this thread. */
    private static final ThreadLocal<Pipeline> LENT = new ThreadLocal<>();

    private Start() {}

    /** Commands of this thread work on that pipeline, instead of starting one. */
    static int lending(Pipeline service, IntSupplier command) {
        LENT.set(service);
        try {
            return command.getAsInt();
        } finally {
            LENT.remove();
        }
    }

    /** Whether the commands of this thread work on a service's pipeline. */
    static boolean isLent() {
        return LENT.get() != null;
    }

    /**
     * For a command that only reads: neither Camel nor routes, and a bean is made when it is asked for. Only where the
     * database is of another version, everything is started, which migrates it.
     */
    static Pipeline reading() {
        Pipeline reading = reading(Map.of());
        boolean applied = false;
        try {
            applied = isLent() || reading.bean(Migrations.class).areApplied();
        } finally {
            if (!applied) {
                reading.close();
            }
        }
        return applied ? reading : pipeline();
    }

    /** The same where the live database may be gone. */
    static Pipeline readingBesideDatabase() {
        return reading(Map.of("catwing.db.required", "false"));
    }

    private static Pipeline reading(Map<String, String> settings) {
        if (isLent()) {
            return LENT.get();
        }
        Map<String, Object> all = ofCommand(settings);
        all.put("spring.main.lazy-initialization", "true");
        return start(builder(ReadingApplication.class, all, TerminalProgress.onTerminal())
                .contextFactory(type -> ReadingApplication.context()));
    }

    /** Starts everything for one command that calls no ERP: progress on the terminal, the log in a file, where CATWING_LOG is set also beside it. */
    static Pipeline pipeline() {
        return pipeline(Map.of());
    }

    /** @param erps whose ERPs the command calls, as {@link AskedErps} says */
    static Pipeline toAsk(String erps) {
        return pipeline(Map.of(AskedErps.PROPERTY, erps));
    }

    /** For a command that must work if the live database is gone, and must not change it if it exists. */
    static Pipeline besideDatabase() {
        return besideDatabase(Map.of());
    }

    /** @param settings with precedence over the environment's */
    public static Pipeline besideDatabase(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("catwing.db.required", "false");
        all.put("spring.flyway.enabled", "false");
        return pipeline(all);
    }

    /** @param settings with precedence over the environment's */
    public static Pipeline pipeline(Map<String, ?> settings) {
        return isLent()
                ? LENT.get()
                : start(builder(Application.class, ofCommand(settings), TerminalProgress.onTerminal()));
    }

    private static Map<String, Object> ofCommand(Map<String, ?> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(AskedErps.PROPERTY, "none");
        // Nobody watches a command's routes, and MBeans for all of them cost more than the command.
        all.put("camel.main.jmx-enabled", "false");
        String log = System.getenv().getOrDefault("CATWING_LOG", "");
        if (log.isBlank() || Terminal.watched()) {
            all.put("logging.threshold.console", "OFF");
        } else {
            // The file goes with the container.
            all.put(PrintableLog.TO_ERR, "true");
            all.putAll(ServiceLog.settings(log));
        }
        all.put("logging.file.name", "${catwing.home}/logs/catwing.log");
        all.putAll(settings);
        return all;
    }

    /** Starts everything as a service: progress for those who ask it for something, the log on the console, and HTTP. */
    static Pipeline service(Map<String, ?> settings) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("spring.main.web-application-type", "servlet");
        all.putAll(ServiceLog.settings(System.getenv("CATWING_LOG")));
        return start(builder(Application.class, all, new SharedProgress()));
    }

    private static Pipeline start(SpringApplicationBuilder application) {
        try {
            return new Pipeline(application.run());
        } catch (PortInUseException taken) {
            throw new AbortingFailure(
                    "port " + taken.getPort() + " is in use",
                    "is another catwing serve up? otherwise give --port, or SERVER_PORT",
                    taken);
        } catch (FailedToCreateRouteException wrong) {
            throw refusal(wrong.getRouteId(), "made", wrong);
        } catch (FailedToStartRouteException wrong) {
            throw refusal(wrong.getRouteId(), "started", wrong);
        }
    }

    private static AbortingFailure refusal(String route, String what, Exception wrong) {
        return new AbortingFailure(
                "the route " + route + " cannot be " + what + ": "
                        + NestedExceptionUtils.getMostSpecificCause(wrong).getMessage(),
                "where it is of your own, correct it or take its file out of CATWING_ROUTES",
                wrong);
    }

    private static SpringApplicationBuilder builder(Class<?> application, Map<String, ?> settings, Progress progress) {
        // Spring Boot would prepare Tomcat, validation and JSON on a thread beside each start, whether they are used or
        // not.
        System.setProperty(BackgroundPreinitializer.IGNORE_BACKGROUNDPREINITIALIZER_PROPERTY_NAME, "true");
        // Before the log is opened, which would create the folder with default permissions.
        prepareHome(settings);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("command", Map.copyOf(settings)));
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .environment(environment)
                .properties(QUIET_FAILURE)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", progress));
    }

    private static void prepareHome(Map<String, ?> settings) {
        Object named = settings.get("catwing.home");
        Path home = HomeFolder.prepare(Path.of(
                named != null ? named.toString() : System.getenv().getOrDefault("CATWING_HOME", HomeFolder.DEFAULT)));
        try {
            HomeFolder.closed(home.resolve("logs"));
            HomeFolder.closed(home.resolve("spool"));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "CATWING_HOME " + home + " cannot be used: " + e, "look for space and permissions in it", e);
        }
    }
}
