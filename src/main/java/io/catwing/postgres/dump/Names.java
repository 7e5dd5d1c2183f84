package io.catwing.postgres.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of tables and columns as SQL writes them, whatever they contain: blanks, dots, commas, quotes, line feeds. Each has
 * one canonical form, so that pg_dump's and the server's can be compared.
 */
public final class Names {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private Names() {}

    /** Quoted if it is not plain. The same name is always written the same, whether a keyword or not. */
    public static String quote(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table with its schema. */
    public static String qualified(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }

    /**
     * The same name or names, each in canonical form.
     *
     * @param written such as {@code general."order"} or {@code "a, b", c}
     */
    public static String canonical(String written, char separator) {
        return split(written, separator).stream().map(Names::quote).collect(Collectors.joining("" + separator));
    }

    /** What is meant by names that are written one after the other, such as {@code id, "a, ""b"""}. */
    public static List<String> split(String written, char separator) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < written.length() && written.charAt(i + 1) == '"') {
                    name.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                    wasQuoted = true;
                }
            } else if (!quoted && c == separator) {
                names.add(meant(name, wasQuoted));
                name.setLength(0);
                wasQuoted = false;
            } else if (quoted || c != ' ') {
                name.append(c);
            }
        }
        names.add(meant(name, wasQuoted));
        return names;
    }

    private static String meant(StringBuilder name, boolean quoted) {
        return quoted ? name.toString() : name.toString().toLowerCase(Locale.ROOT);
    }
}
