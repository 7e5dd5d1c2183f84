package io.catwing.postgres.derive;

import io.catwing.client.OwnFolder;
import io.catwing.client.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;

/** The user's migrations, as far as their text shows: which tables exist after them. */
final class Migrations {
    private static final Pattern NAME = Pattern.compile("V([0-9]+(?:_[0-9]+)*)__[A-Za-z0-9_]+\\.sql");
    private static final String TABLE = "[a-z_][a-z0-9_.]*";
    private static final Pattern TABLES =
            Pattern.compile("\\bcreate\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?(?<made>"
                    + TABLE + ")(?<part>\\s+partition\\s+of\\b)?"
                    + "|\\bdrop\\s+table\\s+(?:if\\s+exists\\s+)?(?<dropped>" + TABLE + "(?:\\s*,\\s*" + TABLE + ")*)"
                    + "|\\balter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?(?<before>(?<schema>[a-z_]+)\\." + TABLE
                    + ")\\s+rename\\s+to\\s+(?<after>" + TABLE + ")");
    private static final Pattern OURS = Pattern.compile("(general|stats|ops)\\..*");

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Path> tables = new TreeMap<>();

    Migrations(Path folder, List<Problem> problems) {
        Map<MigrationVersion, Path> files = new TreeMap<>();
        for (Path file : OwnFolder.files(folder)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                problems.add(
                        new Problem(file, 0, 0, "is not named like a migration", "name it V001__what_it_makes.sql"));
                continue;
            }
            Path other = files.putIfAbsent(MigrationVersion.fromVersion(name.group(1)), file);
            if (other != null) {
                problems.add(new Problem(
                        file, 0, 0, "has the same version as " + other.getFileName(), "give it the next number"));
            }
        }
        for (Path file : files.values()) {
            read(file, problems).ifPresent(text -> {
                texts.put(file.getFileName().toString(), text);
                follow(TABLES.matcher(SqlText.statements(text).toLowerCase(Locale.ROOT)), file);
            });
        }
    }

    private void follow(Matcher statement, Path file) {
        while (statement.find()) {
            String made = statement.group("made");
            String dropped = statement.group("dropped");
            if (dropped != null) {
                tables.keySet().removeAll(List.of(dropped.split("\\s*,\\s*")));
            } else if (made == null) {
                if (tables.remove(statement.group("before")) != null) {
                    tables.put(statement.group("schema") + "." + statement.group("after"), file);
                }
            } else if (OURS.matcher(made).matches() && statement.group("part") == null) {
                tables.put(made, file);
            }
        }
    }

    static Optional<String> read(Path file, List<Problem> problems) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException unreadable) {
            problems.add(new Problem(
                    file,
                    0,
                    0,
                    "cannot be read as text in UTF-8: " + unreadable.getClass().getSimpleName(),
                    "look at its rights, and save it in UTF-8"));
            return Optional.empty();
        }
    }

    /** By the file's name, in the order of their versions. */
    Map<String, String> texts() {
        return texts;
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    /** Tables that exist at the end, with the file that creates each. */
    Map<String, Path> tables() {
        return tables;
    }
}
