package io.catwing.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and compose.yaml: what can be said of them without a container engine. */
class DockerfileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[?-])?");
    private static final Pattern QUOTED = Pattern.compile("(?m)^ *'(.*)' \\\\$");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|key)");

    /** Instructions, each on one line. */
    private static List<String> instructions() throws IOException {
        String text = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^\\s*#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", " ");
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> arguments(String instruction) throws IOException {
        return instructions().stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip())
                .toList();
    }

    @Test
    void each_file_that_is_copied_is_what_the_build_makes_or_a_stage_has() throws IOException {
        Set<String> stages = new LinkedHashSet<>();
        for (String from : arguments("FROM")) {
            stages.add(from.replaceFirst("(?i).* AS ", ""));
        }
        List<String> wrong = new ArrayList<>();
        for (String copy : arguments("COPY")) {
            String[] words = copy.split("\\s+");
            if (words[0].startsWith("--from=")) {
                String stage = words[0].substring("--from=".length());
                if (!stages.contains(stage)) {
                    wrong.add("no stage is called " + stage);
                }
            } else if (!words[0].equals("target/catwing-service.jar")) {
                wrong.add(words[0]);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(Files.readString(Path.of(".dockerignore"))).contains("\n*\n", "\n!target/catwing-service.jar\n");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<finalName>catwing</finalName>", "<classifier>service</classifier>");
    }

    @Test
    void it_does_not_run_as_root_and_each_base_has_a_version() throws IOException {
        assertThat(arguments("USER").get(arguments("USER").size() - 1)).matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
        Set<String> stages = new LinkedHashSet<>();
        for (String from : arguments("FROM")) {
            String base = from.split("\\s+")[0];
            assertThat(stages.contains(base) || base.matches("[\\w./-]+:\\d[\\w.-]*(@sha256:[0-9a-f]{64})?"))
                    .as(base)
                    .isTrue();
            stages.add(from.replaceFirst("(?i).* AS ", ""));
        }
    }

    @Test
    void its_script_refuses_jmx_on_a_port_without_tls_or_a_password(@TempDir Path folder) throws Exception {
        String jmx = "-Dcom.sun.management.jmxremote.";
        for (String without : List.of(
                jmx + "ssl=false",
                "-Dx=1\n" + jmx + "authenticate=false\n-Dy=2",
                "-Dx=*\t" + jmx + "ssl=no",
                jmx + "authenticate")) {
            assertThat(script(folder, without))
                    .as(without)
                    .isEqualTo("catwing: CATWING_JAVA_OPTS opens JMX without TLS or a password\n"
                            + "HINT: leave jmxremote.ssl and jmxremote.authenticate out: see docs/reference/service.md\n"
                            + "exit code 2");
        }
        assertThat(script(folder, "-Dx=*\n" + jmx + "ssl=true"))
                .contains(" -Dx=* " + jmx + "ssl=true -jar /app/catwing-service.jar serve\n")
                .endsWith("exit code 0");
        assertThat(script(folder, "")).contains(" -XX:MaxRAMPercentage=60 -jar /app/catwing-service.jar serve\n");
    }

    /** Runs the image's script beside a Java that tells how it was called. */
    private static String script(Path folder, String options) throws Exception {
        String text = Files.readString(Path.of("Dockerfile"));
        String lines = text.substring(text.indexOf("RUN printf '%s\\n'"), text.indexOf("> /usr/local/bin/catwing"));
        Path script = folder.resolve("catwing");
        Files.writeString(
                script,
                QUOTED.matcher(lines.substring(lines.indexOf('\n')))
                        .results()
                        .map(line -> line.group(1))
                        .collect(Collectors.joining("\n", "", "\n")));
        Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("-Dx=a file"), "");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "serve")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        builder.environment().put("CATWING_JAVA_OPTS", options);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "exit code " + process.waitFor();
    }

    @Test
    void no_secret_is_in_the_image() throws IOException {
        for (String set : arguments("ENV")) {
            assertThat(set.split("\\s+"))
                    .noneMatch(pair -> SECRET.matcher(pair.split("=")[0]).matches());
        }
        assertThat(arguments("ARG")).isEmpty();
    }

    @Test
    void compose_takes_each_secret_from_the_environment_and_the_example_names_it_without_a_value() throws IOException {
        String text = Files.readString(Path.of("compose.yaml"));
        List<String> example = Files.readAllLines(Path.of("compose.env.example")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        Set<String> required = new LinkedHashSet<>();
        for (Matcher variable = VARIABLE.matcher(text); variable.find(); ) {
            if (!":-".equals(variable.group(2))) {
                required.add(variable.group(1) + "=");
            }
        }
        assertThat(example).containsExactlyInAnyOrderElementsOf(required);
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains(".env");

        JsonNode services = new YAMLMapper().readTree(text).path("services");
        services.forEach(service -> {
            assertThat(service.path("image").asText()).contains(":").doesNotContain(":latest");
            service.path("environment").properties().forEach(variable -> {
                if (SECRET.matcher(variable.getKey()).matches()
                        && !variable.getKey().endsWith("ACCESS_KEY")) {
                    assertThat(variable.getValue().asText())
                            .as(variable.getKey())
                            .startsWith("${")
                            .endsWith("}");
                }
            });
        });
    }

    @Test
    void what_compose_waits_for_has_a_health_check() throws IOException {
        JsonNode services =
                new YAMLMapper().readTree(Path.of("compose.yaml").toFile()).path("services");
        int healthy = 0;
        for (JsonNode service : services) {
            for (var one : service.path("depends_on").properties()) {
                assertThat(services.has(one.getKey())).as(one.getKey()).isTrue();
                if (one.getValue().path("condition").asText().equals("service_healthy")) {
                    assertThat(services.path(one.getKey()).has("healthcheck"))
                            .as(one.getKey())
                            .isTrue();
                    healthy++;
                }
            }
        }
        assertThat(healthy).isEqualTo(2);
        assertThat(services.path("catwing")
                        .path("environment")
                        .path("SERVER_ADDRESS")
                        .asText())
                .isEqualTo("0.0.0.0");
    }
}
