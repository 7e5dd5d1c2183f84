package io.catwing.postgres.derive;

import io.catwing.client.OwnFolder;
import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Suggestion;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The steps of the stages enrich and stats: the product's, and those of the folder {@code sql} beside the client files,
 * which has {@code stats/}, {@code enrich/} and, for their tables, {@code migration/}. The folder may be missing.
 */
@Component
public final class SqlFolder extends OwnFolder {
    private static final List<String> STAGES = List.of("enrich", "stats");
    private static final String MIGRATION = "migration";

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, List<SqlStep>> steps = new TreeMap<>();
    private final Migrations migrations;

    /**
     * Reads {@code catwing.sql}, by default the folder {@code sql} beside {@code catwing.clients}.
     *
     * @throws AbortingFailure with every problem of every file
     */
    @Autowired
    public SqlFolder(Environment environment) {
        this(beside(
                Path.of(environment.getProperty("catwing.clients", "./clients")),
                environment.getProperty("catwing.sql")));
        if (!problems.isEmpty()) {
            throw new AbortingFailure(
                    (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + " in the folder " + folder()
                            + ":\n" + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "correct them and run ./catwing check");
        }
    }

    /** From that folder, with its problems. */
    public SqlFolder(Path folder) {
        super(folder);
        migrations = new Migrations(folder.resolve(MIGRATION), problems);
        checkEntries();
        for (String stage : STAGES) {
            List<SqlStep> all = new ArrayList<>(product(stage));
            all.addAll(own(stage));
            steps.put(stage, StepOrder.of(all, problems));
        }
        checkFilled();
    }

    /** Only the product's. */
    public static SqlFolder none() {
        return new SqlFolder(Path.of("none", "sql"));
    }

    /** @param named by the configuration, or null */
    public static Path beside(Path clients, String named) {
        return named != null && !named.isBlank() ? Path.of(named) : clients.resolveSibling("sql");
    }

    /** By file; empty if there are none. */
    public List<Problem> problems() {
        return problems;
    }

    /** What {@code catwing check} reports of the folder; nothing if there is none. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.addAll(problem.toString().lines().toList()));
        for (String stage : STAGES) {
            steps(stage).stream()
                    .filter(SqlStep::own)
                    .forEach(step -> lines.add("ok " + step.table() + ": " + step.file() + ", scope " + step.scope()));
        }
        return lines;
    }

    /** Each after those that it reads. @param stage {@code enrich} or {@code stats} */
    public List<SqlStep> steps(String stage) {
        return steps.get(stage);
    }

    /** Where the user's migrations are. */
    public Path migrationFolder() {
        return folder().resolve(MIGRATION);
    }

    /** The text of each of the user's migrations, by its file's name. */
    public Map<String, String> migrations() {
        return migrations.texts();
    }

    /** The text of the user's migrations, one per file. */
    public List<String> migrationTexts() {
        return List.copyOf(migrations.texts().values());
    }

    /** Changes when a step of the stage changes, or what makes the tables of the user's own steps. */
    public String checksum(String stage) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SqlStep step : steps(stage)) {
                digest.update((step.name() + "\n" + step.scope() + "\n" + step.sql() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            if (steps(stage).stream().anyMatch(SqlStep::own)) {
                // A table that is made anew, or wider, is empty, or has the values of before.
                migrationTexts().forEach(text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<SqlStep> product(String stage) {
        try {
            List<SqlStep> all = new ArrayList<>();
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath:sql/" + stage + "/*.sql")) {
                try (InputStream in = resource.getInputStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    if (SqlStep.isIn(text)) {
                        String name = Objects.requireNonNull(resource.getFilename());
                        all.add(SqlStep.of(stage, Path.of("sql", stage, name), false, text));
                    }
                }
            }
            return all;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<SqlStep> own(String stage) {
        List<SqlStep> own = new ArrayList<>();
        for (Path file : files(folder().resolve(stage))) {
            Optional<String> text = Migrations.read(file, problems);
            if (!file.getFileName().toString().matches("[a-z][a-z0-9_]{0,62}\\.sql")) {
                refuse(file, 1, "is not named like a table", "rename it: small letters, digits and _, ending in .sql");
            } else if (text.isPresent()) {
                SqlStep step = SqlStep.of(stage, file, true, text.get());
                check(stage, step);
                own.add(step);
            }
        }
        return own;
    }

    private void check(String stage, SqlStep step) {
        if (!SqlStep.isIn(step.text())) {
            refuse(
                    step.file(),
                    1,
                    "does not say what it comes after",
                    "begin it with -- after: daily_sales, or -- after: where it reads general alone");
        }
        List<String> scopes = stage.equals("stats") ? List.of(SqlStep.CLIENT, SqlStep.DAYS) : List.of(SqlStep.CLIENT);
        if (step.scope() == null) {
            refuse(
                    step.file(),
                    1,
                    "does not say which rows are made anew",
                    "write a line -- scope: client below -- after:");
        } else if (!scopes.contains(step.scope())) {
            refuse(
                    step.file(),
                    step.line("^-- scope:"),
                    "has the scope '" + step.scope() + "'",
                    Suggestion.hint(step.scope(), "scopes here", scopes));
        }
        // One at the end is none too many.
        Matcher surplus = Pattern.compile(step.isQuery() ? ";(?!\\s*$)" : "\\S").matcher(step.bare());
        boolean found = surplus.find();
        if (found || !step.isQuery()) {
            refuse(
                    step.file(),
                    found ? step.lineAt(surplus.start()) : 1,
                    "is not one query",
                    "write one select with the table's columns; catwing writes the rows");
        }
        String table = SqlStep.schema(stage) + "." + step.name();
        if (!table.equals(step.table())) {
            refuse(step.file(), step.line("^-- fills:"), "fills another table than " + table, "take the line away");
        } else if (!migrations.has(table)) {
            refuse(
                    step.file(),
                    1,
                    "fills " + table + ", which no migration makes",
                    "write " + migrationFolder().resolve("V001__" + step.name() + ".sql") + " with create table "
                            + table + " (client_id text not null, …)");
        }
    }

    private void checkFilled() {
        List<String> filled = files(folder().resolve("stats")).stream()
                .map(file -> "stats." + file.getFileName().toString().replaceFirst("\\.sql$", ""))
                .toList();
        migrations.tables().forEach((table, file) -> {
            if (table.startsWith("stats.") && !filled.contains(table)) {
                refuse(
                        file,
                        1,
                        "makes " + table + ", which no file of " + folder().resolve("stats") + " fills",
                        "write that file, or drop the table in a new migration");
            }
        });
    }

    private void checkEntries() {
        for (Path entry : files(folder())) {
            String name = entry.getFileName().toString();
            if (!STAGES.contains(name) && !name.equals(MIGRATION)) {
                refuse(entry, 0, "is nothing that catwing reads", "folders here are enrich, migration, stats");
            }
        }
    }

    private void refuse(Path file, int line, String reason, String hint) {
        problems.add(new Problem(file, line, Math.min(line, 1), reason, hint));
    }
}
