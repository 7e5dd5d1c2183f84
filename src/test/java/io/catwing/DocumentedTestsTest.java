package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the documentation that name the test of each row: every row has one, and it exists. */
class DocumentedTestsTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern VERDICT =
            Pattern.compile("^\\|[^|]*\\| \\*(understood|declared|refused)\\*([^|]*)\\|");
    private static final Pattern KEY = Pattern.compile("`([a-z_]+)[`:.]");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/reference/limits-and-oddities.md", "docs/explanation/security.md"})
    void every_row_of_these_tables_names_a_test_that_exists(String page) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of(page));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean row = line.startsWith("|") && i > 1 && lines.get(i - 1).startsWith("|") && !line.startsWith("|-");
            if (row
                    && !line.matches("\\|[\\s|:-]*")
                    && !NAMED_TEST.matcher(line).find()) {
                wrong.add(page + ":" + (i + 1) + " names no test: " + line);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void limits_and_oddities_tell_what_is_understood_declared_or_refused() throws IOException {
        String reference = Files.readString(Path.of("docs/reference/clients.md"));
        List<String> wrong = new ArrayList<>();
        boolean ofWhatComes = false;
        for (String line : Files.readAllLines(Path.of("docs/reference/limits-and-oddities.md"))) {
            if (line.startsWith("| what comes ")) {
                ofWhatComes = true;
            } else if (!line.startsWith("|")) {
                ofWhatComes = false;
            } else if (ofWhatComes && !line.startsWith("|-")) {
                Matcher verdict = VERDICT.matcher(line);
                if (!verdict.find()) {
                    wrong.add("neither understood, declared nor refused: " + line);
                } else if (verdict.group(1).equals("declared")) {
                    Matcher key = KEY.matcher(verdict.group(2));
                    if (!key.find() || !reference.contains(key.group(1))) {
                        wrong.add("names no key that docs/reference/clients.md has: " + line);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_test_that_a_document_names_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Matcher named = NAMED_TEST.matcher(Files.readString(page));
            while (named.find()) {
                if (!exists(named.group(1), named.group(2))) {
                    missing.add(page + " names " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(docs, Stream.of(Path.of("README.md"), Path.of("ARCHITECTURE.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean exists(String type, String method) throws IOException {
        Pattern declaration = Pattern.compile("\\b" + method + "\\(|\\b" + method + " =");
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(path -> path.endsWith(type + ".java")).toList()) {
                if (declaration.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
