package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Variables NONE = Variables.in(ZoneId.of("Europe/London"));
    private static final Variables SUMMER =
            NONE.with(Variable.FROM, LocalDate.of(2026, 7, 1)).with(Variable.PAGE, 7);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {{from}}                                             | 2026-07-01
                    {{ from }}                                           | 2026-07-01
                    {{from¦yyyyMMdd}}                                    | 20260701
                    {{from¦yyyy-MM-dd'T'00:00:00'Z'}}                    | 2026-07-01T00:00:00Z
                    {{from¦yyyy-MM-dd'T'HH:mm:ssXXX}}                    | 2026-07-01T00:00:00+01:00
                    {{from¦dd MMM yyyy}}                                 | 01 Jul 2026
                    {{from¦instant}}                                     | 2026-06-30T23:00:00Z
                    {{from¦utc:yyyy-MM-dd HH:mm:ss}}                     | 2026-06-30 23:00:00
                    {{from¦epoch_seconds}}                               | 1782860400
                    {{from¦epoch_millis}}                                | 1782860400000
                    Modified ge {{from}} and Page eq {{page}}            | Modified ge 2026-07-01 and Page eq 7
                    {a{ {{page}} }b}                                     | {a{ 7 }b}
                    """)
    void days_and_numbers_are_written_as_the_template_says(String template, String expected) {
        assertThat(Template.render(template.replace('¦', '|'), SUMMER, Place.QUERY))
                .contains(expected);
    }

    @Test
    void a_parameter_that_is_one_variable_without_a_value_is_left_out() {
        assertThat(Template.render("{{cursor}}", NONE, Place.QUERY)).isEmpty();
        assertThat(Template.render("after {{cursor}}", NONE, Place.QUERY)).contains("after ");
        assertThat(Template.render("", NONE, Place.TEXT_BODY)).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a/b", "'; drop table", "a?b#c", "a%2Fb", "ä €", "..\\x", "{{page}}", "..."})
    void a_path_value_stays_in_its_segment(String id) {
        String path = Template.render("/orders/{{id}}/lines", NONE.with(Variable.ID, id), Place.PATH)
                .orElseThrow();

        assertThat(path.split("/", -1)).hasSize(4);
        assertThat(decoded(path.split("/")[2])).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_path_value_that_would_climb_is_refused(String id) {
        assertThatThrownBy(() -> Template.render("/orders/{{id}}", NONE.with(Variable.ID, id), Place.PATH))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("path /orders/{{id}} with the value '" + id + "' would lead elsewhere\n"
                        + "HINT: look at the record that the value came from");
    }

    @Test
    void an_empty_path_value_is_refused() {
        assertThatThrownBy(() -> Template.render("/orders/{{id}}", NONE, Place.PATH))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("the value of {{id}} is empty and cannot stand in a path");
    }

    /** Whatever an ERP calls its orders: the path has the segments of the template, or there is no request at all. */
    @Property
    void no_path_value_escapes_its_segment(@ForAll String value) {
        Optional<String> path;
        try {
            path = Template.render("/a/x{{id}}/b", NONE.with(Variable.ID, value), Place.PATH);
        } catch (QuarantinedFailure refused) {
            return;
        }
        URI uri = URI.create("http://erp" + path.orElseThrow());
        String[] segments = uri.normalize().getRawPath().split("/", -1);
        assertThat(segments).hasSize(4).startsWith("", "a").endsWith("b");
        assertThat(decoded(segments[2])).isEqualTo("x" + value);
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
    }

    @Property
    void no_json_value_escapes_its_place(@ForAll String value) throws IOException {
        String body = Template.render(
                        "{\"quoted\": \"-{{cursor}}-\", \"bare\": {{cursor}}}",
                        NONE.with(Variable.CURSOR, value),
                        Place.JSON_BODY)
                .orElseThrow();

        assertThat(new ObjectMapper().readTree(body).size()).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(body).get("quoted").asText()).isEqualTo("-" + value + "-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    7           | {"after": 7}
                    -1.50       | {"after": -1.50}
                    007         | {"after": "007"}
                    abc         | {"after": "abc"}
                    4E10        | {"after": "4E10"}
                    true        | {"after": "true"}
                    null        | {"after": "null"}
                    1, "x": 2   | {"after": "1, \\"x\\": 2"}
                                | {"after": null}
                    """)
    void outside_quotes_a_json_value_stays_a_number_or_becomes_text_or_null(String cursor, String expected) {
        assertThat(Template.render("{\"after\": {{cursor}}}", NONE.with(Variable.CURSOR, cursor), Place.JSON_BODY))
                .contains(expected);
    }

    @Test
    void what_is_said_to_be_text_stays_text_in_json_whatever_it_looks_like() {
        Variables values = NONE.with(Variable.KEY, "124")
                .withText(Variable.CURSOR, "12345")
                .with(Variable.IDS, List.of("007", "124"));

        assertThat(Template.render("{\"a\": {{key|text}}, \"b\": {{cursor}}}", values, Place.JSON_BODY))
                .contains("{\"a\": \"124\", \"b\": \"12345\"}");
        assertThat(Template.render("{\"a\": {{ids|text}}, \"b\": {{token|text}}}", values, Place.JSON_BODY))
                .contains("{\"a\": [\"007\",\"124\"], \"b\": null}");
        assertThat(Template.render("{{ids|text}} {{key|text}}", values, Place.QUERY))
                .contains("007,124 124");
    }

    @Test
    void quotes_inside_a_json_string_are_not_its_end() {
        Variables values = NONE.with(Variable.CURSOR, "a\"b");

        assertThat(Template.render("{\"q\": \"say \\\"{{cursor}}\\\" \"}", values, Place.JSON_BODY))
                .contains("{\"q\": \"say \\\"a\\\"b\\\" \"}");
    }

    @Test
    void a_header_value_with_a_line_break_is_refused() {
        assertThatThrownBy(() -> Template.render("{{key}}", NONE.with(Variable.KEY, "a\r\nX-Admin: yes"), Place.HEADER))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("the value of {{key}} holds a character that cannot be sent in a header")
                .hasMessageNotContaining("X-Admin");
    }

    @Test
    void form_values_are_encoded() {
        assertThat(Template.render("id={{id}}&x=1", NONE.with(Variable.ID, "a&b=c d"), Place.FORM_BODY))
                .contains("id=a%26b%3Dc+d&x=1");
    }

    @Test
    void the_content_type_says_what_a_body_is() {
        assertThat(Place.ofBody(Map.of())).isEqualTo(Place.JSON_BODY);
        assertThat(Place.ofBody(Map.of("content-type", "application/vnd.api+json")))
                .isEqualTo(Place.JSON_BODY);
        assertThat(Place.ofBody(Map.of("Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo(Place.FORM_BODY);
        assertThat(Place.ofBody(Map.of("Content-Type", "text/plain"))).isEqualTo(Place.TEXT_BODY);
    }

    @Test
    void a_text_that_is_no_template_aborts() {
        assertThatThrownBy(() -> Template.of("{{pge}}"))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(
                        "template '{{pge}}' has an unknown variable {{pge}}\nHINT: did you mean 'page'?");
    }

    @Test
    void values_are_never_printed() {
        assertThat(NONE.with(Variable.PASSWORD, "hunter2").toString()).isEqualTo("[password]");
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{{from}}                              ~ true",
                "{{from|yyyy-MM-dd HH:mm:ss}}          ~ true",
                "{{from|yyyy-MM-dd'T'HH:mm:ss'Z'}}     ~ true",
                "at gt {{to|yyyyMMddHHmm}}             ~ true",
                "{{from|yyyy-MM-dd'T'HH:mm:ssXXX}}     ~ false",
                "{{from|utc:yyyy-MM-dd HH:mm:ss}}      ~ false",
                "{{from|utc:yyyy-MM-dd}}               ~ false",
                "{{from|instant}}                      ~ false",
                "{{from|epoch_millis}}                 ~ false",
                "{{date}}                              ~ false",
            })
    void a_time_is_local_where_its_text_does_not_say_which_moment_it_is(String template, boolean local) {
        assertThat(Template.of(template).writesLocalTimeOf(Set.of(Variable.FROM, Variable.TO)))
                .isEqualTo(local);
    }
}
