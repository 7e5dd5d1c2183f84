package io.catwing.dump;

import java.util.List;

/**
 * What is done with a statement.
 *
 * @param table of a COPY, written canonically; null otherwise
 * @param columns of a COPY; empty where it names none
 * @param note of what is left out, for people; null where nothing is to be said
 */
record Judgement(Action action, String table, List<String> columns, String note) {
    enum Action {
        /** Of the product's: where it fails, the restore does. */
        MUST,
        /** Of people's own: where it fails, it is left out and told. */
        MAY,
        /** Not sent to the server. */
        SKIP
    }

    static final Judgement MUST = new Judgement(Action.MUST, null, List.of(), null);
    static final Judgement MAY = new Judgement(Action.MAY, null, List.of(), null);
    static final Judgement SKIP = new Judgement(Action.SKIP, null, List.of(), null);

    static Judgement skip(String note) {
        return new Judgement(Action.SKIP, null, List.of(), note);
    }
}
