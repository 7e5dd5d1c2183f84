package io.catwing.app;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.catwing.failure.Failure;
import java.sql.SQLException;

/** Closes a session of the pool whose server only reads; the next one is opened where the primary is by then. */
final class LeaveDemoted implements SQLExceptionOverride {

    // The interface has a type of that name.
    @java.lang.Override
    public Override adjudicate(SQLException broken) {
        return Failure.READ_ONLY.equals(broken.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
