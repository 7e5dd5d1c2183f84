package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.catwing.support.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each start pays for, if it has to be read from the jars. */
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
}
