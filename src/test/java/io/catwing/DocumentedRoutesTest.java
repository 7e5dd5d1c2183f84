package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/routes.md}: who calls whom, read from the routes and from the Java that calls them. */
class DocumentedRoutesTest {
    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final Path DOCUMENT = Path.of("docs/routes.md");
    private static final Pattern DIRECT = Pattern.compile("direct:([^\"\\s?]+)");

    /** What an address that is made from data stands for. */
    private static final Map<String, List<String>> MADE_FROM_DATA = Map.of(
            "ask-erp-${variable.client}", List.of("ask-http"),
            "ask-image-${variable.client}", List.of("ask-http"),
            "${body.route}", List.of("fetch-client"),
            "${variable.job.stage()}", List.of("product-images", "enrich", "stats"));

    private record Route(String id, String stage, String description, String timer, List<String> calls) {}

    private final Map<String, Route> routes = new TreeMap<>();
    private final Map<String, Set<String>> callers = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        for (Path file : files(ROUTES, ".camel.yaml")) {
            for (JsonNode item : new ObjectMapper(new YAMLFactory()).readTree(file.toFile())) {
                JsonNode route = item.has("routeTemplate") ? item.at("/routeTemplate/route") : item.path("route");
                if (!route.isMissingNode()) {
                    String id = file.getFileName().toString().replace(".camel.yaml", "");
                    String from = route.at("/from/uri").asText();
                    routes.put(
                            id,
                            new Route(
                                    id,
                                    file.getParent().getFileName().toString(),
                                    route.path("description").asText(),
                                    from.startsWith("quartz:") ? from : null,
                                    calls(route.at("/from/steps"))));
                }
            }
        }
        routes.values()
                .forEach(route -> route.calls().forEach(called -> callers.computeIfAbsent(called, c -> new TreeSet<>())
                        .add(route.id())));
        for (Path file : files(Path.of("src/main/java"), ".java")) {
            Matcher named = Pattern.compile("\"direct:([a-z-]+)\"").matcher(Files.readString(file));
            while (named.find()) {
                callers.computeIfAbsent(named.group(1), c -> new TreeSet<>())
                        .add(file.getFileName().toString().replace(".java", ""));
            }
        }
    }

    private static List<String> calls(JsonNode steps) {
        Set<String> calls = new LinkedHashSet<>();
        Matcher direct = DIRECT.matcher(steps.toString());
        while (direct.find()) {
            String called = direct.group(1);
            calls.addAll(MADE_FROM_DATA.getOrDefault(called, List.of(called)));
        }
        return new ArrayList<>(calls);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void the_document_of_routes_is_what_the_routes_say() throws IOException {
        String text = text();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/routes.md"), text);

        assertThat(text)
                .as("after a change of routes: cp target/routes.md docs/routes.md")
                .isEqualTo(Files.readString(DOCUMENT));
    }

    @Test
    void every_route_is_a_timer_or_called_by_somebody() {
        assertThat(routes.values())
                .allSatisfy(route -> assertThat(route.timer() != null || callers.containsKey(route.id()))
                        .as("who calls %s?", route.id())
                        .isTrue());
    }

    private String text() {
        StringBuilder text = new StringBuilder(
                """
                # Routes
                Made from the routes by `DocumentedRoutesTest`, and equal to them in every build.

                ## Who calls whom
                A route stands below the first that calls it, in the order of its calls; `..` ends one that is unfolded above.
                Entries without a route above them are timers (`quartz:`), or called by the Java classes named beside them.

                ```
                """);
        Set<String> shown = new HashSet<>();
        routes.values().stream()
                .filter(this::isEntry)
                .sorted(Comparator.comparing((Route route) -> route.timer() == null)
                        .thenComparing(route -> !route.stage().equals("daily"))
                        .thenComparing(Route::stage)
                        .thenComparing(Route::id))
                .forEach(route -> tree(text, route, "", "", shown));
        text.append("```\n\n## All of them\n| route | what it does | called by |\n|---|---|---|\n");
        routes.values().forEach(route -> text.append("| `")
                .append(route.id())
                .append("` | ")
                .append(route.description())
                .append(" | ")
                .append(
                        route.timer() != null
                                ? "`" + route.timer() + "`"
                                : callers.getOrDefault(route.id(), Set.of()).stream()
                                        .map(caller -> "`" + caller + "`")
                                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
        return text.toString();
    }

    private boolean isEntry(Route route) {
        return callers.getOrDefault(route.id(), Set.of()).stream().noneMatch(routes::containsKey);
    }

    private void tree(StringBuilder text, Route route, String indent, String branch, Set<String> shown) {
        boolean again = !shown.add(route.id()) && !route.calls().isEmpty();
        text.append(indent).append(branch).append(route.id());
        if (branch.isEmpty()) {
            text.append("  <- ")
                    .append(route.timer() != null ? route.timer() : String.join(", ", callers.get(route.id())));
        }
        text.append(again ? " ..\n" : "\n");
        if (again) {
            return;
        }
        String below = indent + (branch.isEmpty() ? "" : branch.startsWith("└") ? "   " : "│  ");
        List<Route> called = route.calls().stream().map(routes::get).toList();
        for (int i = 0; i < called.size(); i++) {
            tree(text, called.get(i), below, i == called.size() - 1 ? "└─ " : "├─ ", shown);
        }
    }
}
