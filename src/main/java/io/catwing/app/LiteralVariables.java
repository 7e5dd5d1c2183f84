package io.catwing.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Variables of the environment count as they stand. Spring would look for a property x where a password holds {@code ${x}}: it
 * would use another password, or fail with the password in its message.
 */
public final class LiteralVariables implements EnvironmentPostProcessor {
    /** Ours, and others' that hold secrets. The rest stays as Spring Boot documents it. */
    private static final Pattern NAMES =
            Pattern.compile("(?i)(CATWING|CW|OTEL)_.*|.*(KEY|SECRET|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIALS?)");

    private static final String OPENING = "${";
    private static final char ESCAPE = '\\';

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        PropertySource<?> source = sources.get(name);
        if (source instanceof SystemEnvironmentPropertySource variables) {
            sources.replace(name, new Escaped(name, escaped(variables.getSource())));
        }
    }

    private static Map<String, Object> escaped(Map<String, Object> variables) {
        Map<String, Object> all = new LinkedHashMap<>();
        variables.forEach((name, value) ->
                all.put(name, value != null && NAMES.matcher(name).matches() ? escaped(value.toString()) : value));
        return all;
    }

    /** What Spring reads as the text itself: each {@code ${…}} that is closed, behind a backslash. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, from)) {
            escaped.append(text, from, at);
            // Spring leaves one that is not closed alone, with the backslash before it.
            if (isClosed(text, at + OPENING.length())) {
                escaped.append(ESCAPE);
            }
            escaped.append(OPENING);
            from = at + OPENING.length();
        }
        return escaped.append(text, from, text.length()).toString();
    }

    /** As Spring counts braces. */
    private static boolean isClosed(String text, int from) {
        int inner = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                inner++;
            } else if (text.charAt(i) == '}' && inner-- == 0) {
                return true;
            }
        }
        return false;
    }

    /** With its origin, as Spring Boot's own: what cannot be bound is told with its variable. */
    private static final class Escaped extends SystemEnvironmentPropertySource implements OriginLookup<String> {
        Escaped(String name, Map<String, Object> variables) {
            super(name, variables);
        }

        @Override
        public Origin getOrigin(String key) {
            String variable = resolvePropertyName(key);
            return containsProperty(variable) ? new SystemEnvironmentOrigin(variable) : null;
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }
}
