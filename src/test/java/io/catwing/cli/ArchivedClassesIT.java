package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the launcher makes. */
class ArchivedClassesIT {
    @TempDir
    Path folder;

    @Test
    void a_command_finds_the_classes_of_its_command_line_in_the_archive() throws Exception {
        Path archive = Path.of(System.getProperty("catwing.app", ""), "catwing.jsa");
        assumeThat(archive).as("Java 25 has a cache of another kind").exists();
        Path loaded = folder.resolve("loaded.txt");

        Child check = Child.start(
                Child.program("-Xlog:class+load:file=" + loaded),
                Map.of("CATWING_HOME", folder.toString(), "CATWING_CLIENTS", folder.toString()),
                folder,
                "check");

        assertThat(check.await()).isZero();
        List<String> ofCommandLine = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" picocli.") || line.contains(" io.catwing.cli."))
                .filter(line -> !line.contains("$$Lambda"))
                .toList();
        assertThat(ofCommandLine)
                .anyMatch(line -> line.contains(" picocli.CommandLine source:"))
                .allMatch(line -> line.endsWith("source: shared objects file"));
    }

    /** As what traces or profiles a program does. In the archive of JDK 17, a class of a jar for some versions of Java ends the JVM then. */
    @Test
    void an_agent_may_look_at_each_class_as_it_is_loaded() throws Exception {
        Map<String, String> environment = new HashMap<>(Servers.environment(Servers.database(), Servers.bucket()));
        environment.putAll(Map.of("CATWING_HOME", folder.toString(), "CATWING_CLIENTS", folder.toString()));

        Child digest = Child.start(Child.program("-javaagent:" + agent()), environment, folder, "digest");

        assertThat(digest.await()).as(digest.output()).isZero();
        assertThat(digest.output()).contains("the agent looks");
    }

    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
        Path jar = folder.resolve("agent.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = Agent.class.getResourceAsStream("ArchivedClassesIT$Agent.class")) {
            out.putNextEntry(new JarEntry(Agent.class.getName().replace('.', '/') + ".class"));
            in.transferTo(out);
        }
        return jar;
    }

    /** Looks at each class, and changes none. */
    public static final class Agent implements ClassFileTransformer {
        public static void premain(String arguments, Instrumentation program) {
            program.addTransformer(new Agent());
            System.err.println("the agent looks");
        }
    }
}
