package io.catwing.fetch;

import io.catwing.http.ErpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/**
 * Something that is asked of the ERP for a raw file, by one request or several: the pages of a request, the details of a
 * page, a search. A request stays the next one until its answer was read whole.
 */
interface Asking {

    ErpRequest next();

    /** How long to wait before it is asked. */
    default Duration pause() {
        return Duration.ZERO;
    }

    /**
     * Reads the answer to {@link #next()}. When it fails, everything is as it was before.
     *
     * @param links values of the Link header
     * @throws IOException when the body is cut, or is not what it should be
     */
    void read(ErpRequest asked, InputStream body, List<String> links) throws IOException;

    /** Takes the answer to {@link #next()} for one without a record. */
    void readNothing(ErpRequest asked, List<String> links);

    /** What is under way, for messages. */
    String place();

    /** A status that is an answer to it, though it is none to other requests. */
    default boolean takes(int status) {
        return false;
    }

    /** What is asked for may well not exist: only a short page before it could have been the last. */
    default boolean isGuess() {
        return false;
    }

    /** Earlier pages said that what is asked for exists. */
    default boolean isPromised() {
        return false;
    }

    /** What was said of what is asked for. */
    default Announced announced() {
        return Announced.NOTHING;
    }
}
