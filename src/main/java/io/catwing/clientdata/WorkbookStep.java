package io.catwing.clientdata;

import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.job.RunId;

/**
 * One thing to be done for one workbook; the body that {@code direct:load-workbook} takes.
 *
 * @param kind null where the step is about objects of no kind
 * @param object as it lies in S3, null where it is gone or the step is about several
 * @param place below the client's prefix; what results call it
 * @param note what is to be told besides, or null
 */
public record WorkbookStep(
        RunId run, ClientId client, WorkbookKind kind, StoredObject object, String place, Action action, String note) {

    /** What is to be done. */
    public enum Action {
        /** It is new, or another than before. */
        READ,
        /** What it holds is in the database. */
        KEEP,
        /** It is no longer in S3. */
        FORGET,
        /** Another of the same name goes before it. */
        IGNORE,
        /** Objects whose names are of no kind: they are told and left alone. */
        NAME
    }
}
