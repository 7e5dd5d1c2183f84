package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    @Test
    void no_template_prints_text_unescaped_or_has_scripts_and_styles_of_its_own() throws IOException {
        List<Path> templates;
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/templates"))) {
            templates = files.toList();
        }
        assertThat(templates).hasSizeGreaterThan(5).allSatisfy(template -> assertThat(Files.readString(template))
                .doesNotContain("utext", "[(", "<style", "javascript:")
                .doesNotContainPattern(
                        "<script(?! src=\"/assets/)|\\s(th:)?(style|on[a-z]+)=|(src|href)=\"(https?:)?//"));
    }
}
