package io.catwing.app;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves out what a service alone needs wherever nothing is served: commands would pay for it at every start. */
public final class ServiceAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final List<String> OF_A_SERVICE = List.of(
            "org.springframework.boot.actuate.",
            "org.springframework.boot.autoconfigure.web.",
            "org.springframework.boot.autoconfigure.http.",
            "org.springframework.boot.autoconfigure.security.",
            "org.springframework.boot.autoconfigure.thymeleaf.",
            "org.springframework.boot.autoconfigure.websocket.",
            "org.apache.camel.spring.boot.actuate.",
            "org.springdoc.",
            "org.jolokia.",
            "io.hawt.");

    /** Tells neither which check failed nor why, except in the log, at each probe; the service has its own. */
    private static final String CAMELS_HEALTH = "org.apache.camel.spring.boot.actuate.health.";

    private boolean serves;

    @Override
    public void setEnvironment(Environment environment) {
        serves = "servlet".equalsIgnoreCase(environment.getProperty("spring.main.web-application-type"));
    }

    @Override
    public boolean[] match(String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = name == null
                    || serves && !name.startsWith(CAMELS_HEALTH)
                    || OF_A_SERVICE.stream().noneMatch(name::startsWith);
        }
        return kept;
    }
}
