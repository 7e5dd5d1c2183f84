package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.catwing.app.routes.BuiltInRoutes;
import io.catwing.app.routes.RouteChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The conventions for route files of ARCHITECTURE.md, executed: routes are read by people who did not write them. */
class RouteConventionsTest {
    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    /** The steps whose expression may be written short; here it is always written out. */
    private static final Set<String> WITH_EXPRESSION = Set.of(
            "setBody", "setProperty", "setHeader", "split", "filter", "loop", "transform", "when", "delay", "toD");

    private record RouteFile(Path path, String stage, JsonNode content, List<String> lines) {
        String name() {
            return path.getFileName().toString().replace(".camel.yaml", "");
        }

        /** The routes and route templates of the file, with their kind. */
        void each(BiConsumer<String, JsonNode> visitor) {
            for (JsonNode item : content) {
                item.properties().forEach(e -> visitor.accept(e.getKey(), e.getValue()));
            }
        }
    }

    private static List<RouteFile> files() {
        try (Stream<Path> paths = Files.walk(ROUTES)) {
            return paths.filter(p -> p.toString().endsWith(".yaml"))
                    .sorted()
                    .map(RouteConventionsTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteFile read(Path path) {
        try {
            return new RouteFile(
                    path,
                    ROUTES.relativize(path).getName(0).toString(),
                    YAML.readTree(path.toFile()),
                    Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    @Test
    void there_are_routes_to_check() {
        assertThat(files()).hasSizeGreaterThan(10);
    }

    /** The checks of the user's own routes: schema, endpoints and their options, beans, class-path resources, secrets. */
    @Test
    void the_built_in_routes_pass_the_checks_of_the_users_own() throws IOException {
        Map<String, io.catwing.app.routes.RouteFile> builtIn = BuiltInRoutes.read();
        assertThat(builtIn).hasSameSizeAs(files());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            RouteChecks checks = new RouteChecks(builtIn, BuiltInRoutes.beanNames(), camel);
            builtIn.values().forEach(file -> {
                assertThat(checks.checkShape(file)).as(file.id()).isEmpty();
                assertThat(checks.checkReferences(file, builtIn)).as(file.id()).isEmpty();
            });
        }
    }

    @Test
    void file_name_route_id_and_door_are_one_name_and_the_folder_is_the_group() {
        for (RouteFile file : files()) {
            file.each((kind, node) -> {
                assertThat(node.path("id").asText()).as("id in %s", file.path()).isEqualTo(file.name());
                if (kind.equals("routeConfiguration")) {
                    return;
                }
                JsonNode route = kind.equals("routeTemplate") ? node.path("route") : node;
                if (kind.equals("routeTemplate") && !node.has("route")) {
                    return;
                }
                assertThat(route.path("group").asText())
                        .as("group in %s", file.path())
                        .isEqualTo(file.stage());
                String from = route.path("from").path("uri").asText();
                if (from.startsWith("direct:") && kind.equals("route")) {
                    assertThat(from).as("door of %s", file.path()).isEqualTo("direct:" + file.name());
                }
            });
        }
    }

    @Test
    void every_route_says_in_a_sentence_what_it_does() {
        for (RouteFile file : files()) {
            file.each((kind, node) -> assertThat(node.path("description")
                            .asText(node.path("route").path("description").asText()))
                    .as("description of %s in %s", kind, file.path())
                    .matches("[A-Z][^\n]{14,78}\\."));
        }
    }

    @Test
    void a_route_file_fits_on_a_screen() {
        for (RouteFile file : files()) {
            assertThat(file.lines().size()).as(file.path().toString()).isLessThanOrEqualTo(70);
        }
    }

    @Test
    void expressions_and_parameters_are_written_out() {
        for (RouteFile file : files()) {
            forEachField(file.content(), (name, node) -> {
                if (WITH_EXPRESSION.contains(name) && node.isObject() && !name.equals("toD")) {
                    assertThat(node.has("expression"))
                            .as("%s in %s without expression:", name, file.path())
                            .isTrue();
                }
                if ((name.equals("to") || name.equals("toD") || name.equals("from"))) {
                    assertThat(node.isObject())
                            .as("%s in %s is short", name, file.path())
                            .isTrue();
                    assertThat(node.path("uri").asText())
                            .as("options of an endpoint in %s go under parameters:", file.path())
                            .doesNotContain("?");
                }
            });
        }
    }

    /** By it logs, traces and diagrams name what was asked of whom. */
    @Test
    void a_step_that_talks_to_the_outside_has_an_id() {
        for (RouteFile file : files()) {
            forEachField(file.content(), (name, node) -> {
                if ((name.equals("to") || name.equals("toD"))
                        && !node.path("uri").asText().startsWith("direct:")) {
                    assertThat(node.path("id").asText())
                            .as("id of %s in %s", node.path("uri").asText(), file.path())
                            .matches("[a-z]+(-[a-z]+)*");
                }
            });
        }
    }

    /** Camel's own handler tells a failure with a stack trace, and keeps it from the handler of whoever called. */
    @Test
    void a_route_that_others_call_hands_its_failures_on_or_says_what_becomes_of_them() {
        for (RouteFile file : files()) {
            file.each((kind, route) -> {
                JsonNode body = kind.equals("routeTemplate") ? route.path("route") : route;
                if (body.path("from").path("uri").asText().startsWith("direct:")) {
                    assertThat(body.has("errorHandler") || body.has("routeConfigurationId"))
                            .as("errorHandler of %s", file.path())
                            .isTrue();
                }
            });
        }
    }

    @Test
    void no_sql_stands_in_a_route() {
        for (RouteFile file : files()) {
            assertThat(file.lines()).as(file.path().toString()).noneMatch(line -> line.toLowerCase(
                            java.util.Locale.ROOT)
                    .matches(".*\\b(select .* from|insert into|update .* set|delete from)\\b.*"));
        }
    }

    @Test
    void every_folder_of_routes_is_listed_for_the_packaged_jar() throws IOException {
        String listed = YAML.readTree(
                        Path.of("src/main/resources/application.yaml").toFile())
                .at("/camel/main/routes-include-pattern")
                .asText();
        assertThat(files().stream().map(RouteFile::stage).distinct().toList())
                .allSatisfy(stage -> assertThat(listed).contains("classpath:routes/" + stage + "/*.camel.yaml"));
    }

    private static void forEachField(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.properties().forEach(e -> {
            visitor.accept(e.getKey(), e.getValue());
            forEachField(e.getValue(), visitor);
        });
        if (node.isArray()) {
            node.forEach(item -> forEachField(item, visitor));
        }
    }
}
