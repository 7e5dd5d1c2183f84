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

/** Which objects of a database are the product's own: those that its migrations name, in its schemas. */
public final class ProductObjects {
    private static final Set<String> SCHEMAS = Set.of("general", "stats", "ops");
    private static final String HISTORY = "flyway_schema_history";
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    private final Set<String> named;

    private ProductObjects(Set<String> named) {
        this.named = named;
    }

    /** @param more the user's own migrations, one text per file */
    public static ProductObjects fromMigrations(List<String> more) {
        Set<String> named = new HashSet<>();
        more.forEach(sql -> name(sql, named));
        try {
            for (Resource migration :
                    new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql")) {
                try (InputStream in = migration.getInputStream()) {
                    String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    name(sql, named);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new ProductObjects(named);
    }

    private static void name(String sql, Set<String> named) {
        WORD.matcher(sql.replaceAll("--.*", "").toLowerCase(Locale.ROOT))
                .results()
                .forEach(word -> named.add(word.group()));
    }

    boolean hasSchema(String schema) {
        return SCHEMAS.contains(schema);
    }

    /** A table, sequence, function, … */
    public boolean has(String schema, String name) {
        return schema.equals("public") ? name.startsWith(HISTORY) : SCHEMAS.contains(schema) && named.contains(name);
    }

    /** An index, trigger or constraint of a table: named by the migrations, or by the server after the table. */
    boolean has(String schema, String table, String part) {
        return has(schema, table) && (named.contains(part) || part.startsWith(table + "_"));
    }
}
