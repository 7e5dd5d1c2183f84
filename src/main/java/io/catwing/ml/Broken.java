package io.catwing.ml;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What a database failure means for a model run. */
final class Broken {
    private Broken() {}

    /** @param meanwhile continues "the database failed while" */
    static Failure database(String meanwhile, SQLException broken) {
        String state = String.valueOf(broken.getSQLState());
        if (broken instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")) {
            return new AbortingFailure(
                    "the database failed while " + meanwhile + ": " + broken.getMessage(),
                    "is PostgreSQL running, with room and connections left? run the same command again",
                    broken);
        }
        return new QuarantinedFailure(
                "the database refused while " + meanwhile + ": " + broken.getMessage(),
                "nothing was changed; please report the message",
                broken);
    }
}
