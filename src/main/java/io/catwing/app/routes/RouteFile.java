package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.catwing.client.yaml.KeyLines;
import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.YamlNode;
import io.catwing.client.yaml.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * A file with one route, as read.
 *
 * @param path whose name is the route's id and {@link #ENDING}
 * @param lines on which each key is, from 1, by paths such as {@code [0].route.id}
 */
public record RouteFile(Path path, String text, JsonNode content, Map<String, Integer> lines) {
    public static final String ENDING = ".camel.yaml";

    /** <code>{{?NAME}}</code> may be without a value. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?!\\?)[^{}]+}}");

    /** What a route begins with that waits to be called. */
    private static final Set<String> CALLED = Set.of("direct", "seda");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Empty if the bytes are not YAML; the reason has then been reported. */
    public static Optional<RouteFile> parse(Path path, byte[] bytes, List<Problem> problems) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            problems.add(new Problem(path, 0, 0, "the file is empty", "write a route, or delete the file"));
            return Optional.empty();
        }
        Reading reading = new Reading(path, name -> null);
        Optional<YamlNode> root = YamlText.parse(bytes, reading);
        problems.addAll(reading.problems());
        return root.map(node -> new RouteFile(path, text, tree(text), KeyLines.of(node)));
    }

    private static JsonNode tree(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException parsedBefore) {
            throw new UncheckedIOException(parsedBefore);
        }
    }

    /** The route's id according to the file's name. */
    public String id() {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** Missing if the file holds something else. A built-in file may hold the route's configuration before it. */
    public JsonNode route() {
        for (JsonNode item : content) {
            if (item.has("route")) {
                return item.get("route");
            }
        }
        return MissingNode.getInstance();
    }

    /** The endpoint that it begins with, without options. The name of one that is called may stand under parameters. */
    public String from() {
        JsonNode from = route().path("from");
        String uri = from.path("uri").asText().replaceFirst("\\?.*", "");
        return CALLED.contains(uri)
                ? uri + ":" + from.path("parameters").path("name").asText()
                : uri.replaceFirst("^(\\w+)://", "$1:");
    }

    /** Whether it waits to be called. Others start by themselves. */
    boolean isCalled() {
        return CALLED.contains(from().replaceFirst(":.*", ""));
    }

    /** The line of a place in the file, or of its parent. */
    int line(String place) {
        for (String at = place; !at.isEmpty(); at = at.replaceFirst("(\\.[^.\\[]*|\\[\\d+])$", "")) {
            if (lines.containsKey(at)) {
                return lines.get(at);
            }
            if (!at.matches(".*(\\.[^.\\[]*|\\[\\d+])")) {
                break;
            }
        }
        return 1;
    }

    /** Placeholders such as <code>{{SFTP_SERVER}}</code> for which there is no value, in the order of the file. */
    List<String> unset(CamelContext camel) {
        Set<String> unset = new LinkedHashSet<>();
        for (JsonNode text : texts(content, new ArrayList<>())) {
            PLACEHOLDER.matcher(text.asText()).results().map(MatchResult::group).forEach(placeholder -> {
                try {
                    camel.resolvePropertyPlaceholders(placeholder);
                } catch (IllegalArgumentException none) {
                    unset.add(placeholder);
                }
            });
        }
        return List.copyOf(unset);
    }

    private static List<JsonNode> texts(JsonNode node, List<JsonNode> found) {
        if (node.isTextual()) {
            found.add(node);
        }
        node.elements().forEachRemaining(each -> texts(each, found));
        return found;
    }

    /** In the form that Camel's loader takes. */
    Resource resource() {
        return ResourceHelper.fromString(path.getFileName().toString(), text);
    }
}
