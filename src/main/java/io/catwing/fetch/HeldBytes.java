package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;

/** What the records of one page, with all that is put into them, may take of the heap. */
final class HeldBytes {
    private final long limit;
    private long held;

    HeldBytes(long limit) {
        this.limit = limit;
    }

    /** @throws QuarantinedFailure when it is too much */
    void add(long bytes) {
        held += bytes;
        if (held > limit) {
            throw new QuarantinedFailure(
                    "a page with its children is longer than the " + limit + " bytes that are held",
                    "ask for smaller pages, or raise CATWING_FETCH_HELD_PAGE");
        }
    }

    long held() {
        return held;
    }

    /** What came since then is given up. */
    void backTo(long before) {
        held = before;
    }
}
