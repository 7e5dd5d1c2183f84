package io.catwing.postgres.dump;

/**
 * A piece of a statement outside of comments.
 *
 * @param value of a word in small letters; of a quoted name as it is meant, without quotes; of a symbol the character;
 *     empty for what has a value that no rule looks at
 */
record Token(Kind kind, String value) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    boolean is(String wordOrSymbol) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && value.equals(wordOrSymbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
