package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.cli.CatwingCommand;
import io.catwing.support.NamesOfTheCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** What documents and comments name exists: files, headings, classes, routes, SQL, commands, options, variables. */
class DocumentedNamesTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:]*?)(?:#([^)\\s]+))?\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern QUOTED = Pattern.compile("(?s)``.+?``|`([^`]+)`");
    private static final Pattern COMMAND_LINE = Pattern.compile("(?m)\\./catwing +([^|;&)#>\"\\n]+)");
    private static final Pattern COMMENT = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\\\\\n]*(?:\\\\.[^\"\\\\\\n]*)*+\"|'\\\\?.'|(/\\*[\\s\\S]*?\\*/|//[^\\n]*)");
    private static final Pattern CODE_TAG = Pattern.compile("\\{@code ([^{}]+)}");
    private static final Pattern DOCUMENT = Pattern.compile("(?<![\\w./-])docs/[\\w./-]*\\w(?![\\w/-])");

    private static NamesOfTheCheckout names;

    private final CommandSpec catwing = CatwingCommand.commandLine().getCommandSpec();
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void readTheCheckout() throws IOException {
        names = new NamesOfTheCheckout();
    }

    @Test
    void a_relative_link_leads_to_a_file_and_a_heading_that_exist() throws IOException {
        for (Path page : documents()) {
            for (MatchResult link :
                    all(LINK, FENCED.matcher(Files.readString(page)).replaceAll(""))) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)) {
                    wrong.add(page + " links to " + link.group(1) + ", which is not there");
                } else if (link.group(2) != null && !headings(target).contains(link.group(2))) {
                    wrong.add(page + " links to " + target + ", which has no heading #" + link.group(2));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_name_in_a_document_exists() throws IOException {
        for (Path page : documents()) {
            String text = Files.readString(page);
            for (MatchResult fenced : all(FENCED, text)) {
                all(COMMAND_LINE, fenced.group(2)).forEach(line -> command(page, line.group(1)));
            }
            String prose = FENCED.matcher(text).replaceAll("");
            for (MatchResult quoted : all(QUOTED, prose)) {
                if (quoted.group(1) != null) {
                    name(page, quoted.group(1).replaceAll("\\s+", " "));
                }
            }
            types(page, QUOTED.matcher(prose).replaceAll(""));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_name_in_a_comment_exists() throws IOException {
        for (Path source : names.files("java")) {
            for (MatchResult comment : all(COMMENT, Files.readString(source))) {
                String text = comment.group(1) == null ? "" : comment.group(1).replaceAll("\\n\\s*\\*", "");
                all(CODE_TAG, text).forEach(code -> name(source, code.group(1)));
                types(source, CODE_TAG.matcher(text).replaceAll(""));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_document_that_a_source_names_exists() throws IOException {
        for (Path source : names.files("java", "yaml", "sql", "py", "sh", "patch", "xml", "")) {
            // A migration that was released stays as it is to the letter: Flyway compares it.
            if (!source.startsWith("db/migration")) {
                for (MatchResult document : all(DOCUMENT, Files.readString(source))) {
                    if (!Files.exists(Path.of(document.group()))) {
                        wrong.add(source + " names " + document.group() + ", which is not there");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_architecture_lists_each_package_and_no_other() throws IOException {
        List<String> listed = Files.readString(Path.of("ARCHITECTURE.md"))
                .replaceFirst("(?s).*\\n\\| package \\|[^\\n]*\\n|$", "")
                .replaceFirst("(?s)\\n\\n.*", "")
                .lines()
                .flatMap(row -> all(QUOTED, row.split("\\|")[1]).stream())
                .map(name -> name.group(1))
                .toList();
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/catwing"))) {
            assertThat(listed)
                    .containsExactlyInAnyOrderElementsOf(packages.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .toList());
        }
    }

    private void types(Path where, String text) {
        for (MatchResult word : all(NamesOfTheCheckout.TYPE, text)) {
            if (!names.isType(word.group(1))) {
                wrong.add(where + ": no class is called " + word.group(1));
            }
        }
    }

    private void name(Path where, String text) {
        String first = text.replaceFirst("^(?:\\./)?catwing ", "").split(" ", 2)[0];
        boolean ours =
                text.matches("(\\./)?catwing [^.]*") || catwing.subcommands().containsKey(first);
        if (ours && text.contains(" ")) {
            command(where, text.replaceFirst("^(?:\\./)?catwing ", ""));
        } else if (text.matches("--\\w.*") && !names.isForeign(first) && !isOption(catwing, option(first))) {
            wrong.add(where + ": no command has the option " + first);
        } else if (!names.exists(text)) {
            wrong.add(where + ": nothing is called " + text);
        }
    }

    /** {@code recover fast|full [--plan]}: each word that may be a command is one, and takes the options behind it. */
    private void command(Path where, String text) {
        CommandSpec at = catwing;
        for (String word : text.replaceAll("[\\[\\]\\\\]", "").split("\\s+")) {
            if (word.equals("--")) {
                return; // what follows is another program's
            }
            if (word.startsWith("--") && at.findOption(option(word)) == null) {
                wrong.add(where + ": catwing " + text + ": " + at.name() + " has no option " + option(word));
            }
            CommandSpec parent = at;
            for (String part : word.split("[|,]")) {
                if (parent.subcommands().containsKey(part)) {
                    at = parent.subcommands().get(part).getCommandSpec();
                } else if (!parent.subcommands().isEmpty() && part.matches("[a-z][a-z-]*")) {
                    wrong.add(where + ": catwing " + text + ": " + parent.name() + " has no command " + part);
                }
            }
        }
    }

    private static String option(String word) {
        return word.replaceFirst("[^a-z-].*", "");
    }

    private static boolean isOption(CommandSpec command, String option) {
        return command.findOption(option) != null
                || command.subcommands().values().stream().anyMatch(sub -> isOption(sub.getCommandSpec(), option));
    }

    private List<Path> documents() {
        // What the changelog says of released versions is history.
        return names.files("md").stream()
                .filter(page -> !page.endsWith("CHANGELOG.md"))
                .toList();
    }

    private static List<String> headings(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                    .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                    .toList();
        }
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
