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
    private static final Pattern TABLE = Pattern.compile(
            "\\b(create|drop)\\s+table\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?((?:general|stats|ops)\\.[a-z_][a-z0-9_]*)");

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
                TABLE.matcher(text.replaceAll("--.*", "").toLowerCase(Locale.ROOT))
                        .results()
                        .forEach(table -> {
                            if (table.group(1).equals("create")) {
                                tables.put(table.group(2), file);
                            } else {
                                tables.remove(table.group(2));
                            }
                        });
            });
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
