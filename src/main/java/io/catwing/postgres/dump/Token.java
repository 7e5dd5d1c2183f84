package io.catwing.postgres.dump;

/**
 * A piece of a statement outside of comments.
 *
 * @param value of a word in small letters; of a quoted name without its quotes; of a symbol the character;
 *     empty if no rule looks at it
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
