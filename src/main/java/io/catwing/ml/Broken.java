package io.catwing.ml;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import java.sql.SQLException;

/** What a database failure means for a model run. */
final class Broken {
    private Broken() {}

    /** @param meanwhile continues "the database failed while" */
    static Failure database(String meanwhile, SQLException broken) {
        if (Failure.isAway(broken)) {
            return new AbortingFailure(
                    "the database failed while " + meanwhile + ": " + broken.getMessage(),
                    "is PostgreSQL running, with room and connections left? run the same command again",
                    broken);
        }
        return new QuarantinedFailure(
                "the database refused while " + meanwhile + ": " + broken.getMessage(),
                "nothing was changed; " + Failure.hint(broken, "please report the message"),
                broken);
    }
}
