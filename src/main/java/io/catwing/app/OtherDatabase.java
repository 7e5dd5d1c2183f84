package io.catwing.app;

import io.catwing.Application;
import io.catwing.client.AskedErps;
import io.catwing.job.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/** Starts a second pipeline, on another database of the server and with the same S3. Called by the stage recover. */
@Component
public class OtherDatabase {
    private final ConfigurableEnvironment environment;
    private final ServerAddresses servers;
    private final Progress progress;

    public OtherDatabase(ConfigurableEnvironment environment, ServerAddresses servers, Progress progress) {
        this.environment = environment;
        this.servers = servers;
        this.progress = progress;
    }

    /**
     * Starts the pipeline on a database that exists. It migrates that database first; no timer of it runs. Close it.
     *
     * @param database its name, checked by the caller
     */
    public Pipeline open(String database) {
        Map<String, Object> settings = new LinkedHashMap<>(servers.propertiesFor(database));
        settings.put("catwing.db.required", "true");
        settings.put("spring.flyway.enabled", "true");
        // Its name in logs. It asks no ERP, and operators watch the first pipeline only.
        settings.put("camel.main.name", "catwing-" + database);
        settings.put("camel.main.jmx-enabled", "false");
        settings.put(AskedErps.PROPERTY, "none");
        settings.put("spring.main.web-application-type", "none");
        // Where the user's files are, however the first pipeline was told.
        for (String folder : List.of("catwing.clients", "catwing.sql", "catwing.workbooks")) {
            Optional.ofNullable(environment.getProperty(folder)).ifPresent(path -> settings.put(folder, path));
        }
        // What it loads is a recovery's, which ends in one event of the first pipeline.
        settings.put("catwing.events.published", "false");
        SpringApplication application = new SpringApplication(Application.class);
        application.setEnvironment(environmentWith(settings));
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        // The log belongs to the first pipeline.
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("progress", progress));
        ConfigurableApplicationContext context = application.run();
        return new Pipeline(context);
    }

    /** What the first pipeline was given by a command or a test, below the settings of the second. */
    private StandardEnvironment environmentWith(Map<String, Object> settings) {
        StandardEnvironment second = new StandardEnvironment();
        MutablePropertySources sources = second.getPropertySources();
        for (PropertySource<?> source : environment.getPropertySources()) {
            // application.yaml and the system's own are found again by themselves.
            if (source instanceof MapPropertySource
                    && !(source instanceof OriginTrackedMapPropertySource)
                    && !sources.contains(source.getName())) {
                sources.addLast(source);
            }
        }
        sources.addFirst(new MapPropertySource("other-database", settings));
        return second;
    }
}
