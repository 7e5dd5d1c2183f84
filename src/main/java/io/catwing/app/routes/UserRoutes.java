package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.http.RouteLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Loads the user's own routes after the built-in ones, and replaces them while they run. A route with the id of a
 * built-in one replaces it, until its file is gone.
 */
@Component
public class UserRoutes implements CamelContextConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(UserRoutes.class);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Exchanges in flight may finish; new callers wait meanwhile, and give up after 30 seconds. */
    private static final long SECONDS_TO_END = 25;

    private final Path folder;
    private final Set<String> beans;
    private final Map<String, RouteFile> loaded = new TreeMap<>();
    private Map<String, RouteFile> builtIn = Map.of();
    private RouteChecks checks;
    private CamelContext camel;

    @Autowired
    UserRoutes(@Value("${catwing.routes}") Path folder, ListableBeanFactory beans) {
        this(folder, Set.of(beans.getBeanDefinitionNames()));
    }

    /** @param beans that a route may name */
    UserRoutes(Path folder, Set<String> beans) {
        this.folder = folder;
        this.beans = beans;
    }

    /** @throws AbortingFailure with all problems, before any route starts */
    @Override
    public void beforeApplicationStart(CamelContext context) {
        camel = context;
        RouteFiles read = RouteFiles.read(folder);
        if (read.files().isEmpty() && read.problems().isEmpty()) {
            return;
        }
        List<Problem> problems = Stream.concat(read.problems().stream(), check(read.files()).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw refusal(problems);
        }
        for (RouteFile file : read.files()) {
            List<String> unset = file.unset(context);
            if (!unset.isEmpty()) {
                leaveOut(file, unset);
                continue;
            }
            tellReplaced(file);
            load(file.resource());
            RouteDefinition route = model().getRouteDefinition(file.id());
            if (!file.isCalled()) {
                route.setAutoStartup("false");
            }
            loaded.put(file.id(), file);
        }
    }

    /** Commands that do not need it work; whoever calls it is told what it lacks. */
    private void leaveOut(RouteFile file, List<String> unset) {
        AbortingFailure lacking = new AbortingFailure(
                "the route " + file.path() + " has no value for " + String.join(", ", unset),
                "set the environment's variables of these names, or write {{NAME:value}}, and start again");
        LOG.warn("{}", lacking.getMessage());
        if (file.isCalled()) {
            tellReplaced(file);
            try {
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(file.from())
                                .routeId(file.id())
                                .errorHandler(noErrorHandler())
                                .process(exchange -> {
                                    throw lacking;
                                });
                    }
                });
            } catch (Exception e) {
                throw new IllegalStateException("a route of one step cannot be made", e);
            }
            loaded.put(file.id(), file);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // Routes that start by themselves are started by the service.
    }

    /** Starts the routes that start by themselves, except those whose file says otherwise. */
    public void startAll() {
        for (RouteFile file : loaded.values()) {
            if (!"false".equals(file.route().path("autoStartup").asText())) {
                try {
                    camel.getRouteController().startRoute(file.id());
                } catch (Exception e) {
                    throw new AbortingFailure(
                            "the route " + file.path() + " cannot be started: "
                                    + NestedExceptionUtils.getMostSpecificCause(e)
                                            .getMessage(),
                            "correct it, or take its file out of the folder",
                            e);
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** The running routes, by id. */
    Map<String, RouteFile> loaded() {
        return loaded;
    }

    /** Beside the running routes, which are not touched. */
    List<Problem> check(List<RouteFile> files) {
        if (checks == null) {
            builtIn = BuiltInRoutes.read();
            checks = new RouteChecks(builtIn, beans, camel);
        }
        return checks.check(files);
    }

    /**
     * Replaces the running route with the same id.
     *
     * @return false if the exchanges in flight did not end in time; the old route then continues, and nothing has changed
     * @throws Exception Camel's reason why the new one cannot be created. The old one still runs, or runs again; if it cannot
     *     even do that, no route {@link #isThere}, and any file with this id is a new one
     */
    boolean exchange(RouteFile file) throws Exception {
        tryBeside(file);
        if (!stop(file.id())) {
            return false;
        }
        if (!loaded.containsKey(file.id())) {
            tellReplaced(file);
        }
        try {
            load(file.resource());
        } catch (RuntimeException wrong) {
            goBack(file.id(), wrong);
            throw wrong;
        }
        loaded.put(file.id(), file);
        return true;
    }

    /** Some of Camel's own checks come only when the old route has been taken away. */
    private void goBack(String id, RuntimeException wrong) throws Exception {
        forget(id);
        if (loaded.containsKey(id) && isBack(loaded.get(id), wrong)) {
            return;
        }
        loaded.remove(id);
        if (builtIn.containsKey(id)) {
            isBack(builtIn.get(id), wrong);
        }
    }

    private boolean isBack(RouteFile before, RuntimeException wrong) throws Exception {
        try {
            load(before.resource());
            return true;
        } catch (RuntimeException again) {
            wrong.addSuppressed(again);
            forget(before.id());
            return false;
        }
    }

    boolean isThere(String id) {
        return camel.getRoute(id) != null;
    }

    /** Removes a route whose file is gone; a built-in one that it replaced comes back. */
    boolean remove(String id) throws Exception {
        if (!stop(id)) {
            return false;
        }
        forget(id);
        loaded.remove(id);
        if (builtIn.containsKey(id)) {
            load(builtIn.get(id).resource());
        }
        return true;
    }

    /** Creates all parts of the new route, under another name and without starting it. */
    private void tryBeside(RouteFile file) throws Exception {
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

    private void forget(String id) throws Exception {
        RouteDefinition route = model().getRouteDefinition(id);
        if (route != null) {
            RouteLock.holding(() -> {
                model().removeRouteDefinition(route);
                return null;
            });
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

    private boolean stop(String id) throws Exception {
        return camel.getRoute(id) == null
                || camel.getRouteController().stopRoute(id, SECONDS_TO_END, TimeUnit.SECONDS, true);
    }

    private void load(Resource resource) {
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

    private void tellReplaced(RouteFile file) {
        if (model().getRouteDefinition(file.id()) != null) {
            LOG.warn("{} takes the place of the built-in route {}", file.path(), file.id());
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    private AbortingFailure refusal(List<Problem> problems) {
        return new AbortingFailure(
                "routes in " + folder + " cannot be used:\n"
                        + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                "correct them, or take them out of the folder; ./catwing check looks again");
    }

    /** For {@code catwing check} and startup, without a pipeline. */
    static Map<String, RouteFile> byId(List<RouteFile> files) {
        Map<String, RouteFile> byId = new HashMap<>();
        files.forEach(file -> byId.put(file.id(), file));
        return byId;
    }
}
