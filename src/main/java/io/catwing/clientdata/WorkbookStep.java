package io.catwing.clientdata;

import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.job.RunId;

/**
 * One thing to do for one workbook; the body of {@code direct:load-workbook}.
 *
 * @param kind null if the step is about objects of no kind
 * @param object as it is in S3, null if it is gone or the step is about several
 * @param place below the client's prefix; its name in results
 * @param note additional message, or null
 */
public record WorkbookStep(
        RunId run, ClientId client, WorkbookKind kind, StoredObject object, String place, Action action, String note) {

    /** What to do. */
    public enum Action {
        /** It is new or has changed. */
        READ,
        /** The database holds its content. */
        KEEP,
        /** It is no longer in S3. */
        FORGET,
        /** Another one of the same name takes precedence. */
        IGNORE,
        /** Objects whose names match no kind: they are reported and left alone. */
        NAME
    }
}
