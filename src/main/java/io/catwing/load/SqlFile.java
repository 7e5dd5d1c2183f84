package io.catwing.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads {@code sql/load/*.sql} and puts identifiers into it. They come from {@link io.catwing.client.Model} alone. */
final class SqlFile {
    private SqlFile() {}

    static String read(String name, Map<String, String> identifiers) {
        String sql;
        try (InputStream in = SqlFile.class.getResourceAsStream("/sql/load/" + name + ".sql")) {
            sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        for (Map.Entry<String, String> identifier : identifiers.entrySet()) {
            sql = sql.replace("${" + identifier.getKey() + "}", identifier.getValue());
        }
        if (sql.contains("${")) {
            throw new IllegalStateException(name + ".sql is left with " + sql.substring(sql.indexOf("${")));
        }
        return sql;
    }
}
