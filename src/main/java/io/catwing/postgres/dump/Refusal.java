package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;

/** The failure for a dump that contains what none of ours contains. Nothing of it stays in the database. */
final class Refusal {
    static final String HINT =
            "nothing was restored: a dump of catwing has no such thing, so find out who wrote this one; take"
                    + " another backup with --backup, or run ./catwing recover full";

    private Refusal() {}

    /** @param what it contains, in words that continue "line 7 of the dump" */
    static QuarantinedFailure of(long line, String what) {
        return new QuarantinedFailure("line " + line + " of the dump " + what, HINT);
    }
}
