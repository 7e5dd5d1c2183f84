package io.catwing.app;

import io.catwing.Application;
import io.catwing.client.AskedErps;
import io.catwing.client.Clients;
import io.catwing.client.OwnFolder;
import io.catwing.job.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
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
    private final Clients clients;
    private final Map<String, OwnFolder> folders;

    /** @param folders by their beans' names */
    public OtherDatabase(
            ConfigurableEnvironment environment,
            ServerAddresses servers,
            Progress progress,
            Clients clients,
            Map<String, OwnFolder> folders) {
        this.clients = clients;
        this.folders = folders;
        this.environment = environment;
        this.servers = servers;
        this.progress = progress;
    }

    /**
     * Starts the pipeline on an existing database. It migrates that database first; none of its timers run. Its clients are
     * those of the first pipeline at this moment, and so are its queries and columns: files may have been edited since that
     * read them. Close it.
     *
     * @param database its name, checked by the caller
     */
    public Pipeline open(String database) {
        Map<String, Object> settings = new LinkedHashMap<>(servers.propertiesFor(database));
        settings.put("catwing.db.required", "true");
        settings.put("spring.flyway.enabled", "true");
        // Its name in logs. It calls no ERP, and operators watch only the first pipeline.
        settings.put("camel.main.name", "catwing-" + database);
        settings.put("camel.main.jmx-enabled", "false");
        settings.put("camel.main.startup-summary-level", "Off");
        settings.put(AskedErps.PROPERTY, "none");
        settings.put("spring.main.web-application-type", "none");
        // Its loads belong to a recovery, for which the first pipeline publishes one event.
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
        Map<String, Object> held = new LinkedHashMap<>(folders);
        held.put("clients", clients.copy());
        application.addInitializers(
                context -> held.forEach((name, bean) -> hold((GenericApplicationContext) context, name, bean)));
        ConfigurableApplicationContext context = application.run();
        return new Pipeline(context);
    }

    /** A definition, which the one that is found by scanning gives way to; a singleton would be replaced by that. */
    private static void hold(GenericApplicationContext context, String name, Object bean) {
        RootBeanDefinition definition = new RootBeanDefinition(bean.getClass());
        definition.setInstanceSupplier(() -> bean);
        context.registerBeanDefinition(name, definition);
    }

    /** The settings that a command or a test gave the first pipeline, with lower precedence than those of the second. */
    private StandardEnvironment environmentWith(Map<String, Object> settings) {
        StandardEnvironment second = new StandardEnvironment();
        MutablePropertySources sources = second.getPropertySources();
        for (PropertySource<?> source : environment.getPropertySources()) {
            // application.yaml and the system's settings are read again anyway.
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
