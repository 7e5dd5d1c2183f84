package io.catwing.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules; that their metrics exist is seen where a service runs, in ServeIT. */
class ObservabilityTest {

    @Test
    void what_is_asked_for_and_is_not_there_is_named() {
        String nothing = "# HELP up\n";
        assertThat(MetricNames.expressions()).hasSizeGreaterThan(30);
        assertThat(MetricNames.missing(nothing))
                .contains(
                        "catwing_behind_days",
                        "catwing_steps_failed_total",
                        "catwing_steps_failed_total by stage",
                        "catwing_runs_total{outcome=\"aborted\"}")
                .doesNotContain("sum", "rate", "by", "entity");
        assertThat(MetricNames.missing("catwing_behind_days 1.0\ncatwing_runs_total{outcome=\"aborted\"} 0.0\n"))
                .doesNotContain("catwing_behind_days", "catwing_runs_total{outcome=\"aborted\"}");
    }

    @Test
    void each_panel_has_a_title_a_place_and_what_it_shows() {
        List<String> ids = new ArrayList<>();
        for (JsonNode panel : MetricNames.read(MetricNames.DASHBOARD).path("panels")) {
            ids.add(panel.path("id").asText());
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("gridPos").path("x").asInt()
                            + panel.path("gridPos").path("w").asInt())
                    .isLessThanOrEqualTo(24);
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets"))
                        .as(panel.path("title").asText())
                        .isNotEmpty();
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    }

    @Test
    void each_alert_says_what_is_wrong_how_bad_it_is_and_where_the_next_step_is() {
        List<JsonNode> alerts = new ArrayList<>();
        MetricNames.read(MetricNames.ALERTS).path("groups").forEach(group -> group.path("rules")
                .forEach(alerts::add));
        assertThat(alerts).hasSizeGreaterThan(10);
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            assertThat(name).startsWith("Catwing");
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("warning", "critical");
            assertThat(alert.path("annotations").path("summary").asText())
                    .as(name)
                    .endsWith(".");
            assertThat(Path.of(alert.path("annotations").path("runbook").asText()))
                    .as(name)
                    .exists();
            alert.fieldNames()
                    .forEachRemaining(field -> assertThat(field).isIn("alert", "expr", "for", "labels", "annotations"));
        }
        assertThat(alerts.stream().map(alert -> alert.path("alert").asText()).collect(Collectors.toList()))
                .doesNotHaveDuplicates();
    }

    /** NaN is neither more nor less than anything. */
    @Test
    void an_age_that_is_too_high_has_a_rule_for_none_at_all_beside_it() {
        List<String> expressions = MetricNames.expressions();
        List<String> ages = expressions.stream()
                .filter(expression -> expression.matches("min\\(catwing_\\w+_age_seconds\\) > .*"))
                .map(expression -> expression.replaceAll("^min\\(|\\) > .*", ""))
                .toList();

        assertThat(ages).containsExactly("catwing_backup_age_seconds", "catwing_drill_age_seconds");
        assertThat(ages).allSatisfy(age -> assertThat(expressions)
                .anyMatch(expression -> expression.matches("\\(max\\(max_over_time\\(" + age + "\\[(\\w+)]\\)\\)"
                        + " != max\\(max_over_time\\(" + age + "\\[\\1]\\)\\)\\)"
                        + " and on\\(\\) max\\(catwing_clients offset \\1\\) >= 0")));
    }
}
