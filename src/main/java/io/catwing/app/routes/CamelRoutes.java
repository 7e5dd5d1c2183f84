package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.http.RouteLock;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Makes routes of files, tries them, and takes them away. */
final class CamelRoutes {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Exchanges in flight may finish; new callers wait meanwhile, and give up after 30 seconds. */
    private static final long SECONDS_TO_END = 25;

    private final CamelContext camel;

    CamelRoutes(CamelContext camel) {
        this.camel = camel;
    }

    boolean isThere(String id) {
        return camel.getRoute(id) != null;
    }

    /** @return null where there is none */
    RouteDefinition definition(String id) {
        return model().getRouteDefinition(id);
    }

    /** @throws AbortingFailure with Camel's reason why it cannot be made */
    void load(Resource resource) {
        try {
            RouteLock.holding(() -> PluginHelper.getRoutesLoader(camel).updateRoutes(resource));
        } catch (Failure failure) {
            throw failure;
        } catch (Exception e) {
            throw new AbortingFailure(
                    "the route of " + resource.getLocation() + " cannot be made: " + e.getMessage(),
                    "correct it; ./catwing check finds most of what can be wrong",
                    e);
        }
    }

    /** Creates all parts of a route, under another name and without starting it. */
    void tryBeside(RouteFile file) throws Exception {
        String id = "try-" + file.id();
        JsonNode content = file.content().deepCopy();
        ObjectNode route = (ObjectNode) content.get(0).get("route");
        forgetIds(route);
        route.put("id", id).put("autoStartup", "false");
        try {
            load(ResourceHelper.fromString(id + RouteFile.ENDING, YAML.writeValueAsString(content)));
        } finally {
            forget(id);
        }
    }

    /** Ids of steps, which the running route has too. */
    private static void forgetIds(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("id");
            object.properties().stream()
                    .filter(entry -> !entry.getKey().equals("parameters"))
                    .forEach(entry -> forgetIds(entry.getValue()));
        }
        node.elements().forEachRemaining(each -> {
            if (node.isArray()) {
                forgetIds(each);
            }
        });
    }

    /** @return false if exchanges in flight did not end in time; then it runs on */
    boolean stop(String id) throws Exception {
        return !isThere(id) || camel.getRouteController().stopRoute(id, SECONDS_TO_END, TimeUnit.SECONDS, true);
    }

    /** Takes it away, if it is there. */
    void forget(String id) throws Exception {
        RouteDefinition route = definition(id);
        if (route != null) {
            RouteLock.holding(() -> {
                model().removeRouteDefinition(route);
                return null;
            });
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
