package io.catwing.postgres.derive;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as somebody wrote it, told apart from what only looks like it. */
final class SqlText {
    private static final String COMMENT = "--[^\\n]*|/\\*.*?\\*/";
    private static final String NAME = "\"[^\"]*\"";
    private static final String LITERAL = "\\b[eE]'(?:[^'\\\\]|''|\\\\.)*'|'(?:[^']|'')*'";
    private static final String IN_DOLLARS = "\\$((?:[A-Za-z_]\\w*)?)\\$.*?\\$\\1\\$";
    private static final Pattern NO_QUERY =
            Pattern.compile("(?s)" + NAME + "|" + COMMENT + "|" + LITERAL + "|" + IN_DOLLARS);
    private static final Pattern NO_STATEMENT = Pattern.compile("(?s)" + NAME + "|" + COMMENT + "|" + LITERAL);

    private SqlText() {}

    /** Blanks in place of comments and texts, each line where it was; quoted names stay. */
    static String bare(String sql) {
        return blanked(NO_QUERY, sql);
    }

    /** The same, and the bodies of {@code do $$ … $$} stay: they may be statements. */
    static String statements(String sql) {
        return blanked(NO_STATEMENT, sql);
    }

    private static String blanked(Pattern what, String sql) {
        return what.matcher(sql).replaceAll(SqlText::replacement);
    }

    private static String replacement(MatchResult found) {
        String text = found.group();
        return Matcher.quoteReplacement(text.startsWith("\"") ? text : text.replaceAll("[^\\n]", " "));
    }
}
