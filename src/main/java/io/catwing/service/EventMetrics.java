package io.catwing.service;

import io.catwing.client.Entity;
import io.catwing.job.Events;
import io.catwing.job.Stopping;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Counts events for Prometheus, as docs/reference/service.md lists them. Labels are stages, entities and outcomes, of which
 * there are few; never a client, a key or a text.
 */
@Component
@ConditionalOnWebApplication
class EventMetrics extends RouteBuilder {
    private final MeterRegistry registry;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that the first of each is an increase.
        for (String outcome : List.of("done", "failed", "aborted", "stopped")) {
            add("catwing.runs", 0, "outcome", outcome);
        }
        for (String outcome : List.of("done", "already_there", "failed")) {
            add("catwing.run.steps", 0, "outcome", outcome);
        }
        for (String outcome : List.of("done", "failed")) {
            add("catwing.backups", 0, "outcome", outcome);
            add("catwing.drills", 0, "outcome", outcome);
            add("catwing.recoveries", 0, "outcome", outcome);
        }
        for (String stage : List.of("fetch", "load", "client-data", "product-images", "enrich", "stats", "ml", "run")) {
            add("catwing.steps.failed", 0, "stage", stage);
        }
        for (Entity entity : Entity.values()) {
            for (String what :
                    List.of("files.stored", "bytes.stored", "files.loaded", "records.loaded", "records.rejected")) {
                add("catwing." + what, 0, "entity", entity.toString());
            }
        }
    }

    @Override
    public void configure() {
        from(Events.SCHEME + ":" + String.join(",", Events.names()))
                .routeId("count-events")
                .routeGroup("service")
                .routeDescription("Counts events for Prometheus.")
                .process(this::count);
    }

    private void count(Exchange exchange) {
        Map<?, ?> event = exchange.getVariable("event", Map.class);
        String name = text(event, "event");
        switch (name) {
            case "run-ended" -> {
                // Nobody is to be woken for what somebody, or a new version, has stopped.
                boolean stopped = Stopping.isReason(text(event, "message"));
                add("catwing.runs", 1, "outcome", stopped ? "stopped" : outcome(event));
                add("catwing.run.steps", number(event, "done"), "outcome", "done");
                add("catwing.run.steps", number(event, "already_there"), "outcome", "already_there");
                add("catwing.run.steps", number(event, "failed"), "outcome", "failed");
            }
            case "file-stored" -> {
                add("catwing.files.stored", 1, "entity", text(event, "entity"));
                add("catwing.bytes.stored", number(event, "bytes"), "entity", text(event, "entity"));
            }
            case "file-loaded" -> {
                add("catwing.files.loaded", 1, "entity", text(event, "entity"));
                add("catwing.records.loaded", number(event, "records"), "entity", text(event, "entity"));
                add("catwing.records.rejected", number(event, "rejected"), "entity", text(event, "entity"));
            }
            case "step-failed" -> add("catwing.steps.failed", 1, "stage", text(event, "stage"));
            case "backup-stored" -> add("catwing.backups", 1, "outcome", "done");
            case "backup-failed" -> add("catwing.backups", 1, "outcome", "failed");
            case "drill-ended" -> add("catwing.drills", 1, "outcome", good(event));
            case "recovery-ended" -> add("catwing.recoveries", 1, "outcome", good(event));
            default -> {
                // The rest is part of one of these, or a health check.
            }
        }
    }

    private void add(String counter, double amount, String label, String value) {
        registry.counter(counter, label, value).increment(amount);
    }

    private static String text(Map<?, ?> event, String field) {
        return String.valueOf(event.get(field));
    }

    private static String outcome(Map<?, ?> event) {
        return text(event, "outcome").toLowerCase(Locale.ROOT);
    }

    private static double number(Map<?, ?> event, String field) {
        return event.get(field) instanceof Number number ? number.doubleValue() : 0;
    }

    private static String good(Map<?, ?> event) {
        return Boolean.TRUE.equals(event.get("good")) ? "done" : "failed";
    }
}
