package io.catwing.postgres.derive;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One SQL file of a stage. Its declarations are in its comments, such as {@code -- after: daily_sales}.
 *
 * @param name of the file without {@code .sql}
 * @param table that it fills, with its schema; null if it only prepares what others need
 * @param after names of the steps that it reads
 * @param scope which rows are recomputed: {@code client}, {@code days}, or {@code COLUMN in TABLE}; null if its own
 *     statements decide
 * @param when a temporary table; if it is empty, there is nothing to do; null if there always is
 * @param sql without comments and the last semicolon
 * @param own whether it is the user's
 * @param text of the file
 */
public record SqlStep(
        String name,
        String table,
        List<String> after,
        String scope,
        String when,
        String sql,
        Path file,
        boolean own,
        String text) {
    static final String CLIENT = "client";
    static final String DAYS = "days";

    private static final Pattern HEADER = Pattern.compile("(?m)^-- (after|scope|when|fills):(.*)$");
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern LISTED = Pattern.compile("([a-z_]+) in ([a-z_]+)");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*\\R?");
    private static final Pattern QUERY = Pattern.compile("(?is)\\s*(select|with)\\b.*");

    static SqlStep of(String stage, Path file, boolean own, String text) {
        Map<String, String> headers = new HashMap<>();
        HEADER.matcher(text)
                .results()
                .forEach(header ->
                        headers.putIfAbsent(header.group(1), header.group(2).strip()));
        String name = file.getFileName().toString().replaceFirst("\\.sql$", "");
        String sql = withoutEnd(COMMENT.matcher(text).replaceAll("").strip());
        String scope = headers.get("scope");
        Matcher listed = LISTED.matcher(String.valueOf(scope));
        boolean ofDays = DAYS.equals(scope) && QUERY.matcher(sql).matches();
        return new SqlStep(
                name,
                headers.getOrDefault("fills", TABLE.matcher(name).matches() ? schema(stage) + "." + name : null),
                Stream.concat(
                                Arrays.stream(headers.getOrDefault("after", "").split("[, ]+")),
                                Stream.of(ofDays ? "find-touched-day" : ""))
                        .filter(step -> !step.isEmpty())
                        .toList(),
                scope,
                headers.getOrDefault("when", listed.matches() ? listed.group(2) : null),
                sql,
                file,
                own,
                text);
    }

    /** Without the last semicolon, which a comment may follow. */
    private static String withoutEnd(String sql) {
        String bare = SqlText.bare(sql).stripTrailing();
        int end = bare.length() - 1;
        return bare.endsWith(";") ? sql.substring(0, end) + sql.substring(end + 1) : sql;
    }

    /** The schema of a stage's tables. */
    static String schema(String stage) {
        return stage.equals("stats") ? "stats" : "general";
    }

    /** Whether a file of the product is a step; others are parts of what runs the steps. */
    static boolean isIn(String text) {
        return HEADER.matcher(text).results().anyMatch(header -> header.group(1).equals("after"));
    }

    /** Whether it is one query, whose rows {@link DerivedTable} writes; otherwise it writes them itself. */
    public boolean isQuery() {
        return QUERY.matcher(sql).matches();
    }

    /** Whether it may read what nobody marks, and so is compared with its table in every run. */
    public boolean isAlwaysDue() {
        return isQuery() && CLIENT.equals(scope) && when == null;
    }

    /** Which rows are recomputed, of the table or query with that alias. */
    String condition(String alias) {
        Matcher listed = LISTED.matcher(DAYS.equals(scope) ? "day in touched_day" : String.valueOf(scope));
        return listed.matches()
                ? alias + "." + listed.group(1) + " in (select " + listed.group(1) + " from " + listed.group(2) + ")"
                : "true";
    }

    /** The text without comments and literals, each line where it was. */
    String bare() {
        return SqlText.bare(text);
    }

    /** The line, from 1, of a place in the text. */
    int lineAt(int place) {
        return (int) text.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
    }

    /** The first line, from 1, that matches the pattern; 1 if none does. */
    int line(String pattern) {
        List<String> lines = text.lines().toList();
        Pattern sought = Pattern.compile(pattern);
        return IntStream.range(0, lines.size())
                        .filter(i -> sought.matcher(lines.get(i)).find())
                        .findFirst()
                        .orElse(0)
                + 1;
    }
}
