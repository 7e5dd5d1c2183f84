package io.catwing.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the dashboard and the alert rules ask Prometheus for. */
public final class MetricNames {
    static final Path DASHBOARD = Path.of("observability/grafana-dashboard.json");
    static final Path ALERTS = Path.of("observability/alerts.yaml");

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\b(?!\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "on", "ignoring", "offset");
    /** Prometheus adds them to whatever it reads. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private MetricNames() {}

    static List<String> expressions() {
        List<String> all = new ArrayList<>();
        collect(read(DASHBOARD), all);
        collect(read(ALERTS), all);
        return all;
    }

    static JsonNode read(Path file) {
        try {
            // JSON is YAML.
            return Kustomization.YAML.readTree(file.toFile());
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static void collect(JsonNode node, List<String> all) {
        if (node.has("expr")) {
            all.add(node.get("expr").asText());
        }
        node.forEach(child -> collect(child, all));
    }

    /**
     * @param scraped what a service shows at {@code /actuator/prometheus}
     * @return metrics, labels and values of labels that the files name and the service has not
     */
    public static Set<String> missing(String scraped) {
        Set<String> missing = new TreeSet<>();
        for (String expression : expressions()) {
            Set<String> grouped = new TreeSet<>();
            GROUPING.matcher(expression)
                    .results()
                    .forEach(group -> grouped.addAll(List.of(group.group(1).split("[,\\s]+"))));
            grouped.removeAll(ADDED);
            String bare = GROUPING.matcher(expression).replaceAll(" ").replaceAll("\\[[^]]*]", " ");
            for (MatchResult metric : METRIC.matcher(bare).results().toList()) {
                String name = metric.group(1);
                if (WORDS.contains(name)) {
                    continue;
                }
                List<String> lines = scraped.lines()
                        .filter(line -> line.matches(Pattern.quote(name) + "[{ ].*"))
                        .toList();
                if (lines.isEmpty()) {
                    missing.add(name);
                }
                grouped.stream()
                        .filter(label -> lines.stream().noneMatch(line -> line.matches(".*[{,]" + label + "=\".*")))
                        .forEach(label -> missing.add(name + " by " + label));
                if (metric.group(2) != null) {
                    MATCHER.matcher(metric.group(2))
                            .results()
                            .map(match -> match.group(1) + "=\"" + match.group(2) + "\"")
                            .filter(match -> lines.stream().noneMatch(line -> line.contains(match)))
                            .forEach(match -> missing.add(name + "{" + match + "}"));
                }
            }
        }
        return missing;
    }
}
