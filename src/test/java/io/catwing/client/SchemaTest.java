package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code clients/schema.json} is written from the forms that the reader reads by, so the two cannot differ. */
class SchemaTest {
    private static final Path FILE = Path.of("clients/schema.json");
    private static final YAMLMapper YAML = new YAMLMapper();

    static List<BadFiles.Case> mistakes() {
        return BadFiles.cases();
    }

    static List<Path> soundFiles() throws IOException {
        try (Stream<Path> good = Files.list(BadFiles.GOOD);
                Stream<Path> shipped = Files.list(Path.of("clients"));
                Stream<Path> tutorial = Files.list(Path.of("examples/clients"))) {
            return Stream.of(good, shipped, tutorial)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
        }
    }

    @Test
    void the_schema_file_is_what_the_reader_accepts() throws IOException {
        String declared =
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(ClientForm.schema()) + "\n";
        Path written = Files.writeString(Path.of("target/schema.json"), declared);

        assertThat(FILE)
                .as("after a change of the forms: cp " + written + " " + FILE)
                .hasContent(declared);
    }

    @ParameterizedTest
    @MethodSource("soundFiles")
    void the_schema_and_the_reader_accept_the_sound_files(Path file) throws IOException {
        assertThat(schema().validate(YAML.readTree(file.toFile()))).isEmpty();
        String first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).isRegularFile();
        assertThat(ClientFiles.read(
                                file.getParent(),
                                name -> name.startsWith("CATWING_") ? null : "https://erp.example.com")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void the_schema_refuses_what_a_schema_can_see(BadFiles.Case mistake) throws IOException {
        String verdict;
        try {
            verdict = schema().validate(YAML.readTree(mistake.file())).isEmpty() ? "accepts" : "refuses";
        } catch (JsonProcessingException e) {
            verdict = "not read";
        }

        assertThat(verdict).isEqualTo(mistake.schema());
    }

    /** What {@link #FILE} holds, by the first test. */
    private static JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ClientForm.schema().toString());
    }
}
