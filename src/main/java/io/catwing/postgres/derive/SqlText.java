package io.catwing.postgres.derive;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as somebody wrote it, told apart from what only looks like it. */
final class SqlText {
    private static final String COMMENT = "--[^\\n]*|/\\*.*?\\*/";
    private static final String NAME = "\"[^\"]*\"";
    /** Possessive, which the JVM runs as a loop: a text may be as long as a file. */
    private static final String LITERAL = "\\b[eE]'(?:[^'\\\\]|''|\\\\.)*+'|'(?:[^']|'')*+'";

    private static final String IN_DOLLARS = "\\$((?:[A-Za-z_]\\w*)?)\\$.*?\\$\\1\\$";
    private static final Pattern COMMENTS = Pattern.compile("(?s)" + COMMENT);
    private static final Pattern TOLD_APART =
            Pattern.compile("(?s)" + NAME + "|" + COMMENT + "|" + LITERAL + "|" + IN_DOLLARS);

    private SqlText() {}

    /** Blanks in place of comments and texts, each line where it was; quoted names stay. */
    static String bare(String sql) {
        return TOLD_APART
                .matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(isName(found) ? found.group() : blank(found)));
    }

    /** The same, and the bodies of {@code do $$ … $$} stay, but for comments: they may be statements, or have some executed. */
    static String statements(String sql) {
        return TOLD_APART
                .matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().startsWith("$")
                                ? COMMENTS.matcher(found.group()).replaceAll(SqlText::blank)
                                : isName(found) ? found.group() : blank(found)));
    }

    private static boolean isName(MatchResult found) {
        return found.group().startsWith("\"");
    }

    private static String blank(MatchResult found) {
        return found.group().replaceAll("[^\\n]", " ");
    }
}
