package io.catwing.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_that_is_missing_or_empty_says_nothing() {
        assertThat(RouteFolder.check(folder.resolve("missing")).lines()).isEmpty();
        assertThat(RouteFolder.check(folder).lines()).isEmpty();
    }

    @Test
    void the_examples_that_are_shipped_are_sound_and_what_they_need_is_noted() {
        assertThat(RouteFolder.check(Path.of("examples/routes")).lines())
                .contains("note: examples/routes/submit-poll-download.camel.yaml: no value for {{REPORTS_TOKEN}},"
                        + " {{REPORTS_URL}}; set before the route is used")
                .last()
                .isEqualTo("4 routes of your own are sound");
    }

    @Test
    void a_file_that_is_called_as_one_of_routes_and_is_not_read_is_noted() throws IOException {
        Files.createDirectories(folder.resolve("eu"));
        Files.createDirectories(folder.resolve("..data"));
        for (String name : List.of(
                "a.camel.YAML",
                "b.camel.yaml.txt",
                "eu/c.camel.yaml",
                "..data/d.camel.yaml",
                ".e.camel.yaml",
                "f.txt")) {
            Files.writeString(folder.resolve(name), "");
        }

        List<String> notes = List.of(
                "note: '%s/a.camel.YAML' is not read: a file of routes is %1$s/NAME.camel.yaml",
                "note: '%s/b.camel.yaml.txt' is not read: a file of routes is %1$s/NAME.camel.yaml",
                "note: '%s/eu/c.camel.yaml' is not read: a file of routes is %1$s/NAME.camel.yaml");
        assertThat(RouteFolder.check(folder).lines())
                .containsExactlyElementsOf(
                        notes.stream().map(note -> note.formatted(folder)).toList());
        write("notify", route("notify", "direct:notify", "log:x"));
        assertThat(RouteFolder.check(folder).lines()).hasSize(4).last().isEqualTo("1 route of your own is sound");
    }

    @Test
    void sound_routes_are_counted() throws IOException {
        write("notify", route("notify", "direct:notify", "log:notify?level=WARN"));
        write("poll", route("poll", "sftp:drop.example.com/in?username=u&password={{env:PATH}}", "direct:notify"));
        write(
                "hourly",
                route("hourly", "timer:hourly?period=3600000", "aws2-s3:{{catwing.s3.bucket}}?keyName=db-backups/x"));
        write("record-results", route("record-results", "direct:record-results", "seda:x"));
        Files.writeString(folder.resolve(".hidden.yaml"), "no: [");
        Files.writeString(folder.resolve("README.md"), "");

        assertThat(RouteFolder.check(folder).lines()).containsExactly("4 routes of your own are sound");
    }

    @Test
    void each_mistake_is_told_with_file_and_line_reason_and_hint() throws IOException {
        write("a-name", route("another", "direct:a-name", "log:x"));
        write("bean", route("bean", "direct:bean", "log:x") + "        - bean:\n            ref: bucketProb\n");
        write("component", route("component", "direct:component", "kafka:x"));
        write("credentials", route("credentials", "direct:credentials", "sftp:h/x?username=u&password=geheim"));
        write("direct", route("direct", "direct:direct", "direct:store-raw-fil"));
        write("door", route("door", "direct:door", "aws2-s3:b?accessKey=a"));
        write("event", route("event", "catwing-event:run-ended,step-faild", "log:x"));
        write("option", route("option", "timer:x?perod=5", "log:x"));
        write("record-results", route("record-results", "timer:x", "log:x"));
        write("resource", route("resource", "direct:resource", "sql:classpath:sql/none.sql"));
        write(
                "schema",
                "- route:\n    id: schema\n    from:\n      uri: direct:schema\n      steps:\n        - tu:\n            uri: log:x\n");
        write("two", route("two", "direct:two", "log:x") + route("three", "direct:three", "log:x"));
        write("yaml", "- route: [\n");
        Files.writeString(folder.resolve("x.yaml"), "");

        RouteFolder checked = RouteFolder.check(folder);

        assertThat(String.join("\n", checked.lines()).replace(folder + "/", ""))
                .contains(
                        "a-name.camel.yaml:2:1: the route's id 'another' is not the file's name\n"
                                + "  HINT: write id: a-name, or rename the file to another.camel.yaml",
                        "bean.camel.yaml:9:1: there is no bean bucketProb\n  HINT: did you mean 'bucketProbe'?",
                        "component.camel.yaml:7:1: no component speaks kafka:\n"
                                + "  HINT: correct it, or put the component's jar and those it needs into CATWING_LIB",
                        "credentials.camel.yaml:7:1: a secret stands in the file: password of sftp:\n"
                                + "  HINT: write password: '{{env:NAME}}', and set the variable",
                        "direct.camel.yaml:7:1: no route begins with direct:store-raw-fil\n"
                                + "  HINT: did you mean 'direct:store-raw-file'?",
                        "door.camel.yaml:7:1: aws2-s3: is given accessKey\n"
                                + "  HINT: leave it out: every endpoint uses catwing's own client, which CATWING_S3_*"
                                + " configures",
                        "event.camel.yaml:4:1: there is no event 'step-faild'\n  HINT: did you mean 'step-failed'?",
                        "option.camel.yaml:4:1: timer: has no option perod\n  HINT: did you mean 'period'?",
                        "record-results.camel.yaml:4:1: the route takes the place of record-results, but does not begin with"
                                + " direct:record-results\n"
                                + "  HINT: those who call that route call it so; begin with it, or give the route another"
                                + " id",
                        "resource.camel.yaml:7:1: there is no classpath:sql/none.sql\n",
                        "schema.camel.yaml:6:1: not as Camel's YAML is written: ",
                        "two.camel.yaml:8:1: the file holds something else than one route\n"
                                + "  HINT: begin it with '- route:', and give each route a file of its own",
                        "yaml.camel.yaml:2:1: not YAML: ",
                        "x.yaml: a file of routes ends in .camel.yaml\n")
                .doesNotContain("geheim")
                .endsWith("0 routes of your own are sound, 14 files are not");
    }

    @Test
    void an_address_is_checked_in_every_form_in_which_it_may_stand() throws IOException {
        Map<String, String> forms = Map.of(
                "to", "to: \"%s\"",
                "to-d", "toD: \"%s\"",
                "wire-tap", "wireTap: {uri: \"%s\"}",
                "poll", "poll: \"%s\"",
                "enrich", "enrich: {constant: \"%s\"}",
                "poll-enrich", "pollEnrich: {expression: {simple: {expression: \"%s\"}}}",
                "recipients", "recipientList: {simple: \"log:x,${header.to},%s\"}",
                "slip", "routingSlip: {uriDelimiter: ;, expression: {constant: {expression: \"log:x;%s\"}}}",
                "saga", "saga: {completion: \"%s\", steps: [log: x]}");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            for (Map.Entry<String, String> wrong : Map.of(
                            "component", "kafka:x",
                            "credentials", "sftp:h/x?username=u&password=geheim",
                            "direct", "direct:store-raw-fil",
                            "door", "aws2-s3:b?accessKey=geheim",
                            "option", "timer:x?perod=5")
                    .entrySet()) {
                String id = form.getKey() + "-" + wrong.getKey();
                write(id, steps(id, form.getValue().formatted(wrong.getValue())));
            }
        }

        List<String> lines = RouteFolder.check(folder).lines();

        String told = String.join("\n", lines).replace(folder + "/", "");
        for (String form : forms.keySet()) {
            assertThat(told)
                    .contains(
                            form + "-component.camel.yaml:6:1: no component speaks kafka:\n",
                            form + "-credentials.camel.yaml:6:1: a secret stands in the file: password of sftp:\n",
                            form + "-direct.camel.yaml:6:1: no route begins with direct:store-raw-fil\n",
                            form + "-door.camel.yaml:6:1: aws2-s3: is given accessKey\n",
                            form + "-option.camel.yaml:6:1: timer: has no option perod\n");
        }
        assertThat(told).doesNotContain("geheim").endsWith("0 routes of your own are sound, 45 files are not");
    }

    @Test
    void what_comes_to_a_route_that_failed_is_an_address_too() throws IOException {
        write(
                "dead",
                route("dead", "direct:dead", "log:x")
                        + "    errorHandler: {deadLetterChannel: {deadLetterUri: direct:of-nobody}}\n");

        assertThat(RouteFolder.check(folder).lines().get(0))
                .endsWith("dead.camel.yaml:8:1: no route begins with direct:of-nobody");
    }

    @Test
    void addresses_that_are_computed_or_said_to_be_optional_are_not_looked_for() throws IOException {
        write(
                "computed",
                steps(
                        "computed",
                        "to: \"direct:perhaps?failIfNoConsumers=false\"",
                        "to: \"direct://computed?block=false\"",
                        "toD: \"direct:of-${header.x}\"",
                        "toD: \"${header.x}\"",
                        "recipientList: {simple: \"${bean:x?method=y(1, ${body})},log:x\"}",
                        "recipientList: {header: x}",
                        "enrich: {simple: \"${variable.x}\"}"));

        assertThat(RouteFolder.check(folder).lines()).containsExactly("1 route of your own is sound");
    }

    /** As Kaoto and Karavan write it. */
    @Test
    void an_address_may_be_written_as_parameters() throws IOException {
        String parts = "uri: %s, parameters: {%s}";
        write(
                "parts",
                steps(
                                "parts",
                                "to: {" + parts.formatted("log", "loggerName: x, level: WARN") + "}",
                                "to: {" + parts.formatted("direct", "name: parts") + "}",
                                "to: {"
                                        + parts.formatted(
                                                "sftp", "host: h, directoryName: in, password: \"{{env:PATH}}\"")
                                        + "}",
                                "to: {"
                                        + parts.formatted(
                                                "aws2-s3",
                                                "bucketNameOrArn: \"{{catwing.s3.bucket}}\", keyName: db-backups/x")
                                        + "}")
                        .replace("uri: direct:parts", "uri: direct\n      parameters: {name: parts}"));
        write("caller", route("caller", "direct:caller", "direct:parts"));

        RouteFolder checked = RouteFolder.check(folder);

        assertThat(checked.lines()).containsExactly("2 routes of your own are sound");
        assertThat(checked.files()).extracting(RouteFile::from).containsExactly("direct:caller", "direct:parts");
    }

    @Test
    void what_is_wrong_in_parameters_is_told_without_their_values() throws IOException {
        write("both", steps("both", "to: {uri: \"timer:x?period=5\", parameters: {delay: 5}}"));
        write("door", steps("door", "to: {uri: aws2-s3, parameters: {bucketNameOrArn: b, secretKey: geheim}}"));
        write("nameless", steps("nameless", "to: {uri: direct, parameters: {block: \"false\"}}"));
        write("nobody", steps("nobody", "to: {uri: direct, parameters: {name: nobod}}"));
        write("option", steps("option", "to: {uri: timer, parameters: {timerName: x, perod: 5}}"));
        write("secret", steps("secret", "to: {uri: sftp, parameters: {host: h, password: geheim}}"));
        write("unknown", steps("unknown", "to: {uri: kafka, parameters: {topic: t, saslJaasConfig: geheim}}"));

        assertThat(String.join("\n", RouteFolder.check(folder).lines()).replace(folder + "/", ""))
                .contains(
                        "both.camel.yaml:6:1: options stand both in the uri and under parameters:, which Camel does not take\n"
                                + "  HINT: write all of them under parameters:",
                        "door.camel.yaml:6:1: aws2-s3: is given secretKey\n",
                        "nameless.camel.yaml:6:1: the parameters of direct: are no whole address: Option name is required when"
                                + " creating endpoint uri with syntax direct:name\n"
                                + "  HINT: write the address in the uri, such as direct:name",
                        "nobody.camel.yaml:6:1: no route begins with direct:nobod\n  HINT: did you mean 'direct:nobody'?",
                        "option.camel.yaml:6:1: timer: has no option perod\n",
                        "secret.camel.yaml:6:1: a secret stands in the file: password of sftp:\n",
                        "unknown.camel.yaml:6:1: no component speaks kafka:\n")
                .doesNotContain("geheim")
                .endsWith("0 routes of your own are sound, 7 files are not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://bob:geheim@h/in",
                "ftps://bob:geheim@h:21/in",
                "imaps://bob:geheim@h",
                "smtp:bob:geheim@h:25",
                "sftp://bob:geheim@h/in",
                "sftp://bob:geheim@h/in?delay=x",
                "sftp://bob:ge/heim@h/in",
                "sftp://{{env:PATH}}:geheim@h/in",
                "sftp:h/in?username=u&privateKey=geheim",
                "slack:#ops?webhookUrl=https://hooks.example.com/services/T/B/geheim"
            })
    void a_secret_in_an_address_is_refused_and_not_repeated(String address) throws IOException {
        write("secret", steps("secret", "to: \"" + address + "\""));
        Components components = new Components(new DefaultCamelContext());
        List<String> told = new ArrayList<>();

        components.check(address, (reason, hint) -> told.add(reason + hint));

        assertThat(told).singleElement().asString().contains("stands in the ").doesNotContain("heim");
        assertThat(RouteFolder.check(folder).lines()).last().isEqualTo("0 routes of your own are sound, 1 file is not");
    }

    @Test
    void an_address_without_a_secret_is_sound() throws IOException {
        write(
                "places",
                steps(
                        "places",
                        "to: \"sftp:h/in?knownHostsFile=/etc/catwing/known_hosts&privateKeyFile=/run/secrets/id\"",
                        "to: \"sftp://{{env:PATH}}@h:22/in@night\"",
                        "to: \"sftp://{{env:PATH}}:{{env:PATH}}@h/in\"",
                        "to: \"sql:update ops.note set body = :#${body} where recipient = 'ops@example.com'\"",
                        "to: \"xslt:https://host/style@2.xsl\"",
                        "to: \"ftp://bob@h/in?password={{env:PATH}}\""));

        assertThat(RouteFolder.check(folder).lines()).containsExactly("1 route of your own is sound");
    }

    @Test
    void an_id_that_is_given_twice_is_told_with_both_places() throws IOException {
        write(
                "one-file",
                steps(
                        "one-file",
                        "to: {id: ask, uri: log:x}",
                        "choice: {when: [{simple: \"true\", id: ask, steps: [{log: {id: say, message: x}}]}]}",
                        "loop: {constant: \"2\", steps: [{to: {id: say, uri: log:x}}]}",
                        "to: {uri: timer:x, parameters: {timerName: ask}}"));
        write("two-a", steps("two-a", "to: {id: read, uri: log:x}"));
        write("two-b", steps("two-b", "log: x", "to: {id: read, uri: log:x}"));
        write("of-a-step", steps("of-a-step", "to: {id: two-a, uri: log:x}"));
        write("built-in", steps("built-in", "to: {id: preview-page, uri: log:x}"));
        write("prefixed", steps("prefixed", "to: {id: read, uri: log:x}") + "    nodePrefixId: p-\n");

        assertThat(String.join("\n", RouteFolder.check(folder).lines()).replace(folder + "/", ""))
                .contains(
                        "one-file.camel.yaml:6:1: the id 'ask' is also given in one-file.camel.yaml:7\n"
                                + "  HINT: give each route and step an id of its own; a step needs none",
                        "one-file.camel.yaml:7:1: the id 'ask' is also given in one-file.camel.yaml:6\n",
                        "one-file.camel.yaml:7:1: the id 'say' is also given in one-file.camel.yaml:8\n",
                        "two-a.camel.yaml:6:1: the id 'read' is also given in two-b.camel.yaml:7\n",
                        "two-a.camel.yaml:2:1: the id 'two-a' is also given in of-a-step.camel.yaml:6\n",
                        "two-b.camel.yaml:7:1: the id 'read' is also given in two-a.camel.yaml:6\n",
                        "built-in.camel.yaml:6:1: the id 'preview-page' is also given in the built-in route preview-page\n")
                .endsWith("1 route of your own is sound, 5 files are not");
    }

    @Test
    void the_ids_of_the_built_in_route_that_a_file_replaces_are_its_own() throws IOException {
        Files.copy(
                Path.of("src/main/resources/routes/fetch/fetch-page.camel.yaml"),
                folder.resolve("fetch-page.camel.yaml"));
        Files.copy(
                Path.of("examples/routes/submit-poll-download.camel.yaml"),
                folder.resolve("submit-poll-download.camel.yaml"));

        assertThat(RouteFolder.check(folder).problems()).isEmpty();
    }

    @Test
    void steps_of_a_built_in_route_that_a_file_replaces_may_move_to_another_file() throws IOException {
        write("record-file", steps("record-file", "to: direct:write-down"));
        write("write-down", steps("write-down", "to: {id: write-result, uri: log:x}"));

        assertThat(RouteFolder.check(folder).problems()).isEmpty();
    }

    @Test
    void a_route_that_does_not_start_is_in_nobodys_way() throws IOException {
        write("mail", route("mail", "direct:notify", "log:x"));
        write("spare", route("spare", "direct:notify", "log:x") + "    autoStartup: false\n");

        assertThat(RouteFolder.check(folder).problems()).isEmpty();
    }

    @Test
    void options_of_a_component_are_no_addresses() throws IOException {
        write("mail", steps("mail", "to: {uri: smtp, parameters: {host: h, to: ops@example.com}}"));

        assertThat(RouteFolder.check(folder).lines()).containsExactly("1 route of your own is sound");
    }

    @Test
    void an_endpoint_that_another_route_begins_with_is_told() throws IOException {
        write("a", route("a", "direct:a", "log:x"));
        write("b", route("b", "direct:a?block=false", "log:x"));
        write("c", route("c", "direct:preview-page", "log:x"));
        write("d", route("d", "seda:x?multipleConsumers=true", "log:x"));
        write("e", route("e", "seda:x?multipleConsumers=true", "log:x"));
        write("f", route("f", "timer:x", "log:x"));
        write("g", route("g", "timer:x", "log:x"));

        assertThat(String.join("\n", RouteFolder.check(folder).lines()).replace(folder + "/", ""))
                .contains(
                        "a.camel.yaml:4:1: the route begins with direct:a, as does b.camel.yaml:4\n",
                        "b.camel.yaml:4:1: the route begins with direct:a, as does a.camel.yaml:4\n"
                                + "  HINT: begin it with direct:b",
                        "c.camel.yaml:4:1: the route begins with direct:preview-page, as does the built-in route preview-page\n"
                                + "  HINT: begin it with direct:c, or name the file preview-page.camel.yaml to replace that route")
                .endsWith("4 routes of your own are sound, 3 files are not");
    }

    @Test
    void only_a_built_in_route_can_be_replaced() throws IOException {
        write("fetch-client", route("fetch-client", "direct:fetch-client", "log:x"));
        write("retry", route("retry", "direct:retry", "log:x"));
        write("fetch-pair", route("fetch-pair", "direct:another", "log:x"));

        assertThat(String.join("\n", RouteFolder.check(folder).lines()).replace(folder + "/", ""))
                .contains(
                        "fetch-client.camel.yaml:2:1: fetch-client is what built-in routes are made of, and no route that"
                                + " another can replace\n  HINT: give the route another id",
                        "retry.camel.yaml:2:1: retry is what built-in routes are made of",
                        "fetch-pair.camel.yaml:4:1: the route takes the place of fetch-pair, but does not begin with"
                                + " direct:fetch-pair\n")
                .endsWith("0 routes of your own are sound, 3 files are not");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".camel.yaml"), text);
    }

    static String route(String id, String from, String to) {
        return """
                - route:
                    id: %s
                    from:
                      uri: %s
                      steps:
                        - to:
                            uri: %s
                """
                .formatted(id, from, to);
    }

    /** @param steps each on a line of its own, the first on line 6 */
    private static String steps(String id, String... steps) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: direct:" + id + "\n      steps:\n        - "
                + String.join("\n        - ", steps) + "\n";
    }
}
