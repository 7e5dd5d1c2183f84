package io.catwing.cli;

import io.catwing.app.LogContext;
import io.catwing.failure.AbortingFailure;
import java.util.HashMap;
import java.util.Map;

/** How a service logs on the console, and a command where {@code CATWING_LOG} is set: as text, or as JSON. */
final class ServiceLog {
    /** What a line is about: run, client, entity and date, as far as they are known. */
    private static final String ABOUT =
            "%replace([%X{run} %X{client} %X{entity} %X{date}] ){'( +(?=\\])|\\[ *\\] )', ''}";

    private ServiceLog() {}

    /**
     * @param format of {@code CATWING_LOG}; null for text
     * @return settings of Spring Boot
     */
    static Map<String, String> settings(String format) {
        Map<String, String> settings = new HashMap<>(Map.of(
                LogContext.PROPERTY,
                "true",
                "logging.pattern.correlation",
                ABOUT,
                // What a check says is in the answer, each time that somebody asks.
                "logging.level.org.apache.camel.spring.boot.actuate.health",
                "ERROR",
                "logging.level.org.apache.camel.main",
                "WARN",
                "logging.level.org.apache.camel.support",
                "WARN",
                "logging.level.org.quartz",
                "WARN",
                "logging.level.org.apache.camel.component.quartz",
                "WARN",
                "camel.main.startup-summary-level",
                "Oneline"));
        if ("json".equals(format)) {
            settings.put("logging.structured.format.console", "ecs");
        } else if (format != null && !format.isBlank() && !format.equals("text")) {
            throw new AbortingFailure("CATWING_LOG is '" + format + "'", "set it to text or json");
        }
        return settings;
    }
}
