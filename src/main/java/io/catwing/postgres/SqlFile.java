package io.catwing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads {@code sql/<stage>/<verb-noun>.sql} from the class path. */
public final class SqlFile {
    private SqlFile() {}

    /** @param name with its stage, such as {@code load/merge-heads} */
    public static String read(String name) {
        return read(name, Map.of());
    }

    /**
     * @param name with its stage, such as {@code load/merge-heads}
     * @param identifiers replace <code>${name}</code>; names of tables and columns that this program chose,
     *     never external text
     */
    public static String read(String name, Map<String, String> identifiers) {
        String sql;
        try (InputStream in = SqlFile.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no sql/" + name + ".sql");
            }
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
