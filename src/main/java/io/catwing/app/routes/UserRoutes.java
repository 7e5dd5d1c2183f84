package io.catwing.app.routes;

import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spring.boot.CamelContextConfiguration;
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

    private final Path folder;
    private final Set<String> beans;
    private final Map<String, RouteFile> loaded = new TreeMap<>();
    private Map<String, RouteFile> builtIn = Map.of();
    private RouteChecks checks;
    private CamelContext camel;
    private CamelRoutes routes;

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
        routes = new CamelRoutes(context);
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
            routes.load(file.resource());
            RouteDefinition route = routes.definition(file.id());
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
        routes.tryBeside(file);
        if (!routes.stop(file.id())) {
            return false;
        }
        if (!loaded.containsKey(file.id())) {
            tellReplaced(file);
        }
        try {
            routes.load(file.resource());
        } catch (RuntimeException wrong) {
            goBack(file.id(), wrong);
            throw wrong;
        }
        loaded.put(file.id(), file);
        return true;
    }

    /** Some of Camel's own checks come only when the old route has been taken away. */
    private void goBack(String id, RuntimeException wrong) throws Exception {
        routes.forget(id);
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
            routes.load(before.resource());
            return true;
        } catch (RuntimeException again) {
            wrong.addSuppressed(again);
            routes.forget(before.id());
            return false;
        }
    }

    boolean isThere(String id) {
        return routes.isThere(id);
    }

    /** Removes a route whose file is gone; a built-in one that it replaced comes back. */
    boolean remove(String id) throws Exception {
        if (!routes.stop(id)) {
            return false;
        }
        routes.forget(id);
        loaded.remove(id);
        if (builtIn.containsKey(id)) {
            routes.load(builtIn.get(id).resource());
        }
        return true;
    }

    private void tellReplaced(RouteFile file) {
        if (routes.definition(file.id()) != null) {
            LOG.warn("{} takes the place of the built-in route {}", file.path(), file.id());
        }
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
