package io.catwing.postgres.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Which objects of a database are the product's own: those that its migrations create, in its schemas. */
public final class ProductObjects {
    private static final Set<String> SCHEMAS = Set.of("general", "stats", "ops");
    private static final String HISTORY = "flyway_schema_history";
    private static final Pattern CREATED = Pattern.compile(
            "create\\s+(?:or\\s+replace\\s+)?(?:unlogged\\s+)?(?:table|sequence|function|view)\\s+(\\w+\\.\\w+)");
    private static final Pattern PART =
            Pattern.compile("(?:create\\s+(?:unique\\s+)?index|create\\s+trigger|constraint)\\s+(\\w+)");
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    /** With their schemas. */
    private final Set<String> created = new HashSet<>();
    /** Indexes, triggers and constraints. */
    private final Set<String> parts = new HashSet<>();
    /** All words of the user's own migrations, which may name what they create in any way. */
    private final Set<String> users = new HashSet<>();

    private ProductObjects() {}

    /** @param more the user's own migrations, one text per file */
    public static ProductObjects fromMigrations(List<String> more) {
        ProductObjects objects = new ProductObjects();
        more.forEach(sql -> find(WORD, 0, sql, objects.users));
        try {
            for (Resource migration :
                    new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql")) {
                try (InputStream in = migration.getInputStream()) {
                    String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    find(CREATED, 1, sql, objects.created);
                    find(PART, 1, sql, objects.parts);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return objects;
    }

    private static void find(Pattern pattern, int group, String sql, Set<String> found) {
        pattern.matcher(sql.replaceAll("--.*", "").toLowerCase(Locale.ROOT))
                .results()
                .forEach(place -> found.add(place.group(group)));
    }

    boolean hasSchema(String schema) {
        return SCHEMAS.contains(schema);
    }

    /** A table, sequence, function, … */
    public boolean has(String schema, String name) {
        return schema.equals("public")
                ? name.startsWith(HISTORY)
                : SCHEMAS.contains(schema) && (created.contains(schema + "." + name) || users.contains(name));
    }

    /** An index, trigger or constraint of a table: named by the migrations, or by the server after the table. */
    boolean has(String schema, String table, String part) {
        return has(schema, table) && (parts.contains(part) || users.contains(part) || part.startsWith(table + "_"));
    }
}
