package io.catwing.postgres.dump;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One statement of a dump.
 *
 * @param line of the dump in which it begins, from 1
 * @param sql without comments and without its semicolon; means the same whatever {@code standard_conforming_strings} is
 */
record DumpStatement(long line, String sql, List<Token> tokens) {
    private static final int WORDS = 8;
    private static final int LONGEST = 120;

    Token token(int at) {
        return at < tokens.size() ? tokens.get(at) : new Token(Token.Kind.SYMBOL, "");
    }

    /** Whether it begins with these words. */
    boolean begins(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!token(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Its name in messages: its first words, such as {@code CREATE EXTENSION pg_trgm}. */
    String called() {
        String words = tokens.stream()
                .limit(WORDS)
                .takeWhile(token -> !token.is("("))
                .map(token -> token.kind() == Token.Kind.QUOTED_NAME ? Names.quote(token.value()) : token.value())
                .map(word -> word.isEmpty() ? "'…'" : word)
                .collect(Collectors.joining(" "))
                .replace(" . ", ".");
        String verb = words.contains(" ") ? words.substring(0, words.indexOf(' ')) : words;
        String all = verb.toUpperCase(Locale.ROOT) + words.substring(verb.length());
        return all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all;
    }
}
