package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * What must be true of a route file, checked without starting any route: Camel's own schema, one route named like its
 * file, and endpoints, options, beans and resources that exist.
 */
public final class RouteChecks {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}");
    private static final Pattern CLASSPATH = Pattern.compile("classpath:([A-Za-z0-9/._-]+)");

    /** Routes made from data: one for each client, or each entity of one. */
    private static final Pattern MADE_FROM_DATA = Pattern.compile("(fetch|ask-erp|ask-image)-CW-.*");

    private final Map<String, RouteFile> builtIn;
    private final Set<String> beans;
    private final Components components;
    private final JsonSchema schema;

    /**
     * @param builtIn by id
     * @param beans that a route may name
     * @param camel knows what is on the class path; it need not be started
     */
    public RouteChecks(Map<String, RouteFile> builtIn, Set<String> beans, CamelContext camel) {
        this.builtIn = builtIn;
        this.beans = beans;
        this.components = new Components(camel);
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().pathType(PathType.LEGACY).build();
        JsonMetaSchema words = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                .keyword(new NonValidationKeyword("deprecated"))
                .build();
        schema = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4))
                .defaultMetaSchemaIri(words.getIri())
                .metaSchema(words)
                .build()
                .getSchema(RouteChecks.class.getResourceAsStream("/schema/camelYamlDsl.json"), config);
    }

    /** Checks the user's own files, which call each other and the built-in ones; sorted by file and line. */
    public List<Problem> check(List<RouteFile> files) {
        Map<String, RouteFile> all = new HashMap<>(builtIn);
        files.forEach(file -> all.put(file.id(), file));
        Map<RouteFile, List<Problem>> problems = new LinkedHashMap<>();
        for (RouteFile file : files) {
            List<Problem> found = new ArrayList<>(checkShape(file));
            if (found.isEmpty()) {
                found.addAll(checkNames(file));
            }
            problems.put(file, found);
        }
        List<RouteFile> named =
                files.stream().filter(file -> problems.get(file).isEmpty()).toList();
        OnlyOnce once = new OnlyOnce(builtIn.values(), named);
        for (RouteFile file : named) {
            problems.get(file).addAll(once.check(file));
            problems.get(file).addAll(checkReferences(file, all));
        }
        return problems.values().stream()
                .flatMap(found -> found.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .distinct())
                .toList();
    }

    /** Against Camel's schema, whose messages name what is missing or unknown, and where. */
    public List<Problem> checkShape(RouteFile file) {
        List<Problem> problems = new ArrayList<>();
        for (ValidationMessage message : schema.validate(file.content())) {
            String place = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
            String property = message.getProperty() == null ? "" : message.getProperty();
            String at = property.isEmpty() ? place : place + "." + property;
            problems.add(problem(
                    file,
                    at,
                    "not as Camel's YAML is written: " + message.getMessage().replaceFirst("^\\$\\S*: ", ""),
                    "Camel's schema, camelYamlDsl.json, says what may stand there"));
        }
        return problems;
    }

    private List<Problem> checkNames(RouteFile file) {
        List<Problem> problems = new ArrayList<>();
        if (file.content().size() != 1 || file.route().isMissingNode()) {
            int last = Math.max(0, file.content().size() - 1);
            String kind = file.content().path(last).fieldNames().hasNext()
                    ? file.content().path(last).fieldNames().next()
                    : "";
            problems.add(problem(
                    file,
                    "[" + last + "]." + kind,
                    "the file holds something else than one route",
                    "begin it with '- route:', and give each route a file of its own"));
            return problems;
        }
        String id = file.route().path("id").asText("");
        if (!ID.matcher(id).matches() || !id.equals(file.id())) {
            problems.add(problem(
                    file,
                    "[0].route.id",
                    id.isEmpty() ? "the route has no id" : "the route's id '" + id + "' is not the file's name",
                    "write id: " + file.id() + ", or rename the file to " + (id.isEmpty() ? "its id" : id)
                            + RouteFile.ENDING));
        }
        RouteFile replaced = builtIn.get(file.id());
        if (replaced != null && replaced.route().isMissingNode()) {
            problems.add(problem(
                    file,
                    "[0].route.id",
                    file.id() + " is what built-in routes are made of, and no route that another can replace",
                    "give the route another id"));
        } else if (replaced != null
                && replaced.from().startsWith("direct:")
                && !replaced.from().equals(file.from())) {
            problems.add(problem(
                    file,
                    "[0].route.from.uri",
                    "the route takes the place of " + file.id() + ", but does not begin with " + replaced.from(),
                    "those who call that route call it so; begin with it, or give the route another id"));
        }
        return problems;
    }

    /** @param all by id, those of the file's folder included */
    public List<Problem> checkReferences(RouteFile file, Map<String, RouteFile> all) {
        List<Problem> problems = new ArrayList<>();
        Set<String> begins = new HashSet<>();
        all.values().forEach(each -> begins.add(each.from()));
        // Some are templates for a route per client.
        builtIn.keySet().forEach(id -> begins.add("direct:" + id));
        walk(file.content(), "", (place, node) -> {
            Address.of(place, node).forEach(address -> checkEndpoint(file, address, begins, problems));
            if (place.endsWith(".bean") || place.endsWith(".method")) {
                String ref = node.path("ref").asText("");
                if (!ref.isEmpty() && !ref.contains("{{") && !beans.contains(ref)) {
                    problems.add(problem(
                            file,
                            place + ".ref",
                            "there is no bean " + ref,
                            Suggestion.nearest(ref, beans)
                                    .map(near -> "did you mean '" + near + "'?")
                                    .orElse("name one that a built-in route uses, or say beanType:")));
                }
            }
            node.properties().stream()
                    .filter(entry -> entry.getValue().isTextual())
                    .forEach(entry -> checkResources(file, place + "." + entry.getKey(), entry.getValue(), problems));
        });
        return problems;
    }

    private void checkEndpoint(RouteFile file, Address address, Set<String> begins, List<Problem> problems) {
        BiConsumer<String, String> wrong = (reason, hint) -> problems.add(problem(file, address.place(), reason, hint));
        components.assemble(address.uri(), address.parameters(), wrong).ifPresent(uri -> {
            checkCalled(uri, begins, wrong);
            components.check(uri, wrong);
        });
    }

    private static void checkCalled(String uri, Set<String> begins, BiConsumer<String, String> wrong) {
        String called = uri.replaceFirst("(?s)\\?.*", "").replaceFirst("^direct://", "direct:");
        if (!called.startsWith("direct:")
                || called.contains("${")
                || called.contains("{{")
                || uri.contains("failIfNoConsumers=false")) {
            return;
        }
        String name = called.substring("direct:".length());
        if (!begins.contains(called) && !MADE_FROM_DATA.matcher(name).matches()) {
            wrong.accept(
                    "no route begins with " + called,
                    Suggestion.nearest(called, begins)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("add a file " + name + RouteFile.ENDING));
        }
    }

    private static void checkResources(RouteFile file, String place, JsonNode value, List<Problem> problems) {
        CLASSPATH.matcher(value.asText()).results().map(found -> found.group(1)).forEach(resource -> {
            if (RouteChecks.class.getClassLoader().getResource(resource) == null) {
                problems.add(problem(
                        file,
                        place,
                        "there is no classpath:" + resource,
                        "correct it, or write file: and the path of a file beside the routes"));
            }
        });
    }

    private static void walk(JsonNode node, String place, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            node.properties().forEach(e -> walk(e.getValue(), place + "." + e.getKey(), visitor));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), place + "[" + i + "]", visitor);
        }
    }

    private static Problem problem(RouteFile file, String place, String reason, String hint) {
        return new Problem(file.path(), file.line(place), 1, reason, hint);
    }
}
