package io.catwing.postgres.dump;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /** The table, view or whatever else it creates under a name with a schema, in the canonical form of {@link Names}. */
    Optional<String> created() {
        int name =
                begins("create", "unlogged") || begins("create", "foreign") || begins("create", "materialized") ? 3 : 2;
        return begins("create") && token(name + 1).is(".")
                ? Optional.of(
                        Names.qualified(token(name).value(), token(name + 2).value()))
                : Optional.empty();
    }

    /** The table of which it makes a primary or unique key, or an index; empty for all else. */
    Optional<String> keyOf() {
        int table;
        if (begins("alter", "table")) {
            table = token(2).is("only") ? 3 : 2;
            boolean key = token(table + 3).is("add")
                    && token(table + 4).is("constraint")
                    && (token(table + 6).is("primary") && token(table + 7).is("key")
                            || token(table + 6).is("unique"));
            if (!key) {
                return Optional.empty();
            }
        } else if (begins("create", "index") || begins("create", "unique", "index")) {
            int on = begins("create", "index") ? 3 : 4;
            table = token(on + 1).is("only") ? on + 2 : on + 1;
            if (!token(on).is("on")) {
                return Optional.empty();
            }
        } else {
            return Optional.empty();
        }
        return token(table + 1).is(".")
                ? Optional.of(
                        Names.qualified(token(table).value(), token(table + 2).value()))
                : Optional.empty();
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
