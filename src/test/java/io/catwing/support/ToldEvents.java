package io.catwing.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A route of a user's own, written as YAML, that remembers what it is told; each event must be as its schema says. */
public final class ToldEvents implements Processor, AutoCloseable {
    private static final String ROUTE =
            """
            - route:
                id: %s
                from:
                  uri: catwing-event:%s
                  steps:
                    - process:
                        ref: "#%s"
            """;
    /** The names of all events, with commas between. */
    public static final String EVERYTHING =
            "file-stored,file-refused,file-loaded,records-rejected,run-ended,step-failed,"
                    + "backup-stored,backup-failed,drill-ended,recovery-ended,client-file-refused,client-secrets-missing";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    private final CamelContext camel;
    private final String id = "told-" + COUNT.incrementAndGet();
    private final Processor then;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    private ToldEvents(CamelContext camel, Processor then) {
        this.camel = camel;
        this.then = then;
    }

    /** Until it is closed. @param events names with commas between */
    public static ToldEvents of(CamelContext camel, String events) {
        return of(camel, events, exchange -> {});
    }

    /** @param then what the route does besides, before the event counts as told */
    public static ToldEvents of(CamelContext camel, String events, Processor then) {
        ToldEvents route = new ToldEvents(camel, then);
        camel.getRegistry().bind(route.id, route);
        load(camel, ROUTE.formatted(route.id, events, route.id));
        return route;
    }

    /** @param yaml a route, as a user writes it */
    public static void load(CamelContext camel, String yaml) {
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString("told-" + COUNT.incrementAndGet() + ".camel.yaml", yaml));
        } catch (Exception e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        JsonNode event = read(exchange.getMessage().getBody(String.class));
        then.process(exchange);
        told.add(event);
    }

    private static JsonNode read(String text) throws JsonProcessingException {
        JsonNode event = JSON.readTree(text);
        Set<ValidationMessage> problems = SCHEMA.validate(event);
        if (!problems.isEmpty()) {
            throw new AssertionError(text + " is not as the schema says: " + problems);
        }
        return event;
    }

    public List<JsonNode> all() {
        return told;
    }

    /** Name and client of each, such as "file-stored CW-000200". */
    public List<String> names() {
        return told.stream()
                .map(event -> (event.path("event").asText() + " "
                                + event.path("client").asText())
                        .strip())
                .toList();
    }

    public boolean has(String name) {
        return told.stream().anyMatch(event -> event.path("event").asText().equals(name));
    }

    @Override
    public void close() {
        try {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("the route " + id + " does not stop", e);
        }
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("docs/reference/events.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
