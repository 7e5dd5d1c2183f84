package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.yaml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What only one route may have: ids, whether of routes or of steps, and an endpoint that others call. */
final class OnlyOnce {
    /** Parts of a step that hold steps, and have ids like them. */
    private static final List<String> BRANCHES = List.of("when", "otherwise", "doCatch", "doFinally", "onFallback");

    private record Place(RouteFile file, String at, boolean builtIn) {
        String described() {
            return builtIn ? "the built-in route " + file.id() : file.path() + ":" + file.line(at);
        }
    }

    private final Map<String, List<Place>> ids = new HashMap<>();
    private final Map<String, List<Place>> begins = new HashMap<>();

    OnlyOnce(Collection<RouteFile> builtIn, Collection<RouteFile> own) {
        // Where one of the user's own takes the place of a built-in route, that is not there.
        Set<String> replaced = own.stream().map(RouteFile::id).collect(Collectors.toSet());
        builtIn.stream().filter(file -> !replaced.contains(file.id())).forEach(file -> add(file, true));
        own.forEach(file -> add(file, false));
    }

    private void add(RouteFile file, boolean builtIn) {
        eachId(file, (at, id) -> put(ids, id, new Place(file, at, builtIn)));
        if (begins(file)) {
            put(begins, file.from(), new Place(file, "[0].route.from.uri", builtIn));
        }
    }

    private static void put(Map<String, List<Place>> places, String key, Place place) {
        places.computeIfAbsent(key, none -> new ArrayList<>()).add(place);
    }

    /** Of one of the user's own; the built-in route that it replaces does not count. */
    List<Problem> check(RouteFile file) {
        List<Problem> problems = new ArrayList<>();
        eachId(file, (at, id) -> other(ids, id, file, at)
                .ifPresent(place -> problems.add(new Problem(
                        file.path(),
                        file.line(at),
                        1,
                        "the id '" + id + "' is also given in " + place.described(),
                        "give each route and step an id of its own; a step needs none"))));
        String at = "[0].route.from.uri";
        if (begins(file) && !isShared(file)) {
            other(begins, file.from(), file, at)
                    .ifPresent(place -> problems.add(new Problem(
                            file.path(),
                            file.line(at),
                            1,
                            "the route begins with " + file.from() + ", as does " + place.described(),
                            "begin it with direct:" + file.id()
                                    + (place.builtIn()
                                            ? ", or name the file "
                                                    + place.file().id() + RouteFile.ENDING + " to replace that route"
                                            : ""))));
        }
        return problems;
    }

    private static Optional<Place> other(Map<String, List<Place>> places, String key, RouteFile file, String at) {
        return places.getOrDefault(key, List.of()).stream()
                .filter(place -> !(Objects.equals(place.file().path(), file.path())
                        && place.at().equals(at)))
                .findFirst();
    }

    /** One that is not started is in nobody's way: Camel looks at those alone that it starts. */
    private static boolean begins(RouteFile file) {
        return file.isCalled()
                && !"false".equals(file.route().path("autoStartup").asText());
    }

    /** A queue that several routes may empty. */
    private static boolean isShared(RouteFile file) {
        JsonNode from = file.route().path("from");
        return from.path("uri").asText().contains("multipleConsumers=true")
                || from.path("parameters").path("multipleConsumers").asBoolean();
    }

    /** Ids of the route and its steps, and what it begins with. */
    static Set<String> names(RouteFile file) {
        Set<String> names = new HashSet<>();
        eachId(file, (at, id) -> names.add(id));
        names.add("from " + file.from());
        return names;
    }

    private static void eachId(RouteFile file, BiConsumer<String, String> found) {
        JsonNode route = file.route();
        found.accept("[0].route.id", route.path("id").asText());
        String prefix = route.path("nodePrefixId").asText();
        steps(route.path("from").path("steps"), "[0].route.from.steps", (at, id) -> {
            if (!id.contains("{{")) {
                found.accept(at, prefix + id);
            }
        });
    }

    private static void steps(JsonNode steps, String place, BiConsumer<String, String> found) {
        for (int i = 0; i < steps.size(); i++) {
            String at = place + "[" + i + "].";
            steps.path(i).properties().forEach(step -> ids(step.getValue(), at + step.getKey(), found));
        }
    }

    private static void ids(JsonNode node, String place, BiConsumer<String, String> found) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            ids(node.path(i), place + "[" + i + "]", found);
        }
        if (node.path("id").isTextual()) {
            found.accept(place + ".id", node.path("id").asText());
        }
        steps(node.path("steps"), place + ".steps", found);
        BRANCHES.stream().filter(node::has).forEach(branch -> ids(node.path(branch), place + "." + branch, found));
    }
}
