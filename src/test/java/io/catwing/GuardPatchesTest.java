package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each patch below {@code guards} takes one guard out; {@code .ci/guards} tries whether the tests that it names fail then.
 * Here it is held that no guard of the list of threats is without a patch, and that no patch is out of date.
 */
class GuardPatchesTest {
    private static final Path FOLDER = Path.of("guards");
    private static final Path THREATS = Path.of("docs/explanation/security.md");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT)\\.\\w+)`");
    private static final Pattern HEADER = Pattern.compile("(?m)^# test: (\\w+)#(\\w+)$");

    @Test
    void every_row_of_the_threats_has_a_patch_that_takes_its_guard_out() throws IOException {
        Map<String, Integer> patches = new TreeMap<>();
        for (Path patch : patches()) {
            testsOf(patch).forEach(test -> patches.merge(test, 1, Integer::sum));
        }
        Map<String, Integer> rows = rowsByTest();
        List<String> missing = new ArrayList<>();
        rows.forEach((test, count) -> {
            int there = patches.getOrDefault(test, 0);
            if (there < count) {
                missing.add(THREATS + " names " + test + " in " + count + " rows, but " + there
                        + " patches have the line" + " '# test: " + test.replace('.', '#')
                        + "': add guards/NAME.patch, which takes the row's guard out");
            }
        });
        assertThat(missing).isEmpty();
        assertThat(patches.keySet()).as("tests that patches name, and no row").isSubsetOf(rows.keySet());
    }

    @Test
    void every_patch_still_fits_the_files_that_it_changes() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path patch : patches()) {
            if (testsOf(patch).isEmpty()) {
                wrong.add(patch + " has no line '# test: Class#method'");
            }
            Map<String, List<String>> removed = blocks(patch);
            if (removed.isEmpty()) {
                wrong.add(patch + " changes nothing");
            }
            for (Map.Entry<String, List<String>> file : removed.entrySet()) {
                Path changed = Path.of(file.getKey());
                String text = Files.exists(changed) ? Files.readString(changed) : "";
                file.getValue().stream()
                        .filter(block -> !text.contains(block))
                        .forEach(block -> wrong.add(patch + " no longer fits " + changed + ", which lacks:\n" + block));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> testsOf(Path patch) throws IOException {
        return HEADER.matcher(Files.readString(patch))
                .results()
                .map(line -> line.group(1) + "." + line.group(2))
                .toList();
    }

    private static Map<String, Integer> rowsByTest() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        for (String row : Files.readAllLines(THREATS)) {
            if (row.startsWith("|")) {
                LinkedHashSet<String> tests = new LinkedHashSet<>();
                NAMED_TEST.matcher(row).results().forEach(named -> tests.add(named.group(1)));
                tests.forEach(test -> rows.merge(test, 1, Integer::sum));
            }
        }
        return rows;
    }

    /** By file, what each hunk finds there: the lines it takes out and those around them. */
    private static Map<String, List<String>> blocks(Path patch) throws IOException {
        Map<String, List<String>> blocks = new TreeMap<>();
        String file = null;
        StringBuilder block = null;
        for (String line : Stream.concat(Files.readAllLines(patch).stream(), Stream.of("diff "))
                .toList()) {
            if (block != null && line.matches("(@@|diff ).*")) {
                blocks.computeIfAbsent(file, name -> new ArrayList<>()).add(block.toString());
                block = null;
            }
            if (line.startsWith("--- a/")) {
                file = line.substring("--- a/".length());
            } else if (line.startsWith("@@")) {
                block = new StringBuilder();
            } else if (block != null && line.matches("[ -].*")) {
                block.append(line.substring(1)).append('\n');
            }
        }
        return blocks;
    }
}
