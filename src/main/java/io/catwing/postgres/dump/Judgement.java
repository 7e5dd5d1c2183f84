package io.catwing.postgres.dump;

/**
 * What is done with a statement.
 *
 * @param copy of a COPY; null otherwise
 * @param note of what is left out, for people; null if there is nothing to say
 */
record Judgement(Action action, CopyHead copy, String note) {
    enum Action {
        /** The product's: if it fails, the restore does. */
        MUST,
        /** A user's own: if it fails, it is left out and reported. */
        MAY,
        /** Not sent to the server. */
        SKIP
    }

    static final Judgement MUST = new Judgement(Action.MUST, null, null);
    static final Judgement MAY = new Judgement(Action.MAY, null, null);
    static final Judgement SKIP = new Judgement(Action.SKIP, null, null);

    static Judgement skip(String note) {
        return new Judgement(Action.SKIP, null, note);
    }
}
