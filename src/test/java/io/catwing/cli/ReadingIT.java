package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only read, each a process of its own. */
class ReadingIT {
    private static final String CAMEL = "Apache Camel";

    private final Servers.Bucket bucket = Servers.bucket();

    @TempDir
    Path home;

    @Test
    void a_command_that_only_reads_starts_no_camel() throws IOException {
        Servers.Database database = Servers.database();

        assertThat(catwing(database, 0, "digest")).contains("| general.product ");
        assertThat(catwing(database, 1, "status")).contains("there is no good backup");
        assertThat(catwing(database, 1, "backup", "--status")).contains("there is no good backup");
        assertThat(catwing(database, 0, "recover", "list")).containsPattern("\\| database +\\| size +\\| what +\\|");
        assertThat(catwing(database, 0, "rejects")).contains("No record was rejected.");

        assertThat(log()).noneMatch(line -> line.contains(CAMEL));
    }

    @Test
    void a_database_of_another_version_is_migrated_before_it_is_read() throws IOException {
        Servers.Database database = Servers.emptyDatabase();

        String first = catwing(database, 0, "digest");

        assertThat(first).contains("| general.product ");
        assertThat(log()).as("the log shows what is started").anyMatch(line -> line.contains(CAMEL));
        assertThat(catwing(database, 0, "digest")).isEqualTo(first);
    }

    /** In a pod that has ended, nobody reads a file. */
    @Test
    void the_log_of_a_command_is_on_the_standard_error_where_its_form_is_set_and_its_result_alone_on_the_other()
            throws IOException {
        Path out = home.resolve("out");
        Child child = Child.run(
                Stream.concat(
                                Stream.of(
                                        "sh",
                                        "-c",
                                        "exec \"$@\" >'" + out + "'",
                                        "sh",
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString()),
                                Stream.concat(Child.program().stream(), Stream.of("digest")))
                        .toList(),
                environment(Servers.emptyDatabase(), "CATWING_LOG", "json"),
                Path.of("."));

        assertThat(child.await()).as(child.output()).isZero();
        assertThat(child.output().lines())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line).startsWith("{\"@timestamp\":").endsWith("}"))
                .anyMatch(line -> line.contains(CAMEL));
        assertThat(out)
                .content()
                .startsWith("+-")
                .contains("| general.product ")
                .doesNotContain("@timestamp");
        assertThat(log()).anyMatch(line -> line.contains(CAMEL));
    }

    private List<String> log() throws IOException {
        Path log = home.resolve("logs/catwing.log");
        try (Stream<String> lines = Files.exists(log) ? Files.lines(log) : Stream.of()) {
            return lines.toList();
        }
    }

    private String catwing(Servers.Database database, int exit, String... command) {
        Child child = Child.start(Child.program(), environment(database, "CATWING_LOG", ""), Path.of("."), command);
        assertThat(child.await()).as(child.output()).isEqualTo(exit);
        return child.output();
    }

    private Map<String, String> environment(Servers.Database database, String name, String value) {
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        environment.put(name, value);
        return environment;
    }
}
