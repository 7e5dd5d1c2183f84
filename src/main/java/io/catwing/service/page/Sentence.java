package io.catwing.service.page;

/**
 * A fact of the page.
 *
 * @param kind good, due or bad
 * @param tag of one or two words, for those who do not see its colour
 * @param text the fact
 * @param next the next step, or null
 * @param link to where the next step is taken, or null
 * @param label of the link
 */
record Sentence(String kind, String tag, String text, String next, String link, String label) {
    private static final String HINT = "\nHINT: ";

    /** Of a message with a HINT, or without. */
    static Sentence of(String kind, String tag, String message) {
        int at = message.lastIndexOf(HINT);
        return at < 0
                ? new Sentence(kind, tag, message, null)
                : new Sentence(kind, tag, message.substring(0, at), message.substring(at + HINT.length()));
    }

    Sentence(String kind, String tag, String text, String next) {
        this(kind, tag, text, next, null, null);
    }

    Sentence link(String target, String named) {
        return new Sentence(kind, tag, text, next, target, named);
    }
}
