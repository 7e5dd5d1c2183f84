package io.catwing.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Leaves out what this process does not need, since it would pay for it at every start: what serves, where nothing is
 * served. A command that only reads has an application of its own.
 */
public final class NeededAutoConfigurations
        implements AutoConfigurationImportFilter, EnvironmentAware, PriorityOrdered {
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

    private static final List<String> OF_NOBODY = List.of(
            // Tells neither which check failed nor why, except in the log, at each probe; the service has its own.
            "org.apache.camel.spring.boot.actuate.health.",
            // Beans for traces and logs that are not exported: see io.catwing.app.Tracing.
            "org.springframework.boot.actuate.autoconfigure.logging.",
            "org.springframework.boot.actuate.autoconfigure.opentelemetry.",
            "org.springframework.boot.actuate.autoconfigure.tracing.",
            // Beans for providers that are asked at the start, and no others: see io.catwing.service.OidcProvider.
            "org.springframework.boot.autoconfigure.security.oauth2.");

    /** Hands settings of one component or language to Camel, which makes it by itself where there are none. */
    private static final Pattern OF_A_COMPONENT = Pattern.compile(
            "org\\.apache\\.camel\\..*\\.springboot\\.(\\w+?)(Component|Language)(?:AutoConfiguration|Converter)");

    /** The same of other parts of Camel: the beginning of a name, and that of its settings. */
    private static final Map<String, String> OF_SETTINGS = Map.of(
            "org.apache.camel.model.rest.springboot.", "camel.rest",
            "org.apache.camel.spring.boot.cloud.", "camel.cloud",
            "org.apache.camel.spring.boot.routetemplate.", "camel.route-template",
            "org.apache.camel.spring.boot.threadpool.", "camel.threadpool",
            "org.apache.camel.spring.boot.trace.", "camel.trace",
            "org.apache.camel.spring.boot.vault.", "camel.vault");

    private Environment environment;
    private boolean serves;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
        serves = "servlet".equalsIgnoreCase(environment.getProperty("spring.main.web-application-type"));
    }

    /** Before the filter that loads the classes on which the others depend. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean[] match(String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = name == null || isNeeded(name);
        }
        return kept;
    }

    private boolean isNeeded(String name) {
        return OF_NOBODY.stream().noneMatch(name::startsWith)
                && (serves || OF_A_SERVICE.stream().noneMatch(name::startsWith))
                && settings(name).map(this::isSet).orElse(true);
    }

    /** Under which name its settings stand; none of those that do more than pass them on. */
    private static Optional<String> settings(String name) {
        Matcher component = OF_A_COMPONENT.matcher(name);
        if (component.matches()) {
            String words = String.join("-", component.group(1).split("(?<=[a-z])(?=[A-Z])"));
            return Optional.of(
                    "camel." + component.group(2).toLowerCase(Locale.ROOT) + "." + words.toLowerCase(Locale.ROOT));
        }
        return OF_SETTINGS.entrySet().stream()
                .filter(part -> name.startsWith(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean isSet(String settings) {
        return Binder.get(environment)
                .bind(settings, Bindable.mapOf(String.class, Object.class))
                .isBound();
    }
}
