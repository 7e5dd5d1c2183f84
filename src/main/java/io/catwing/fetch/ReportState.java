package io.catwing.fetch;

import io.catwing.http.ErpRequest;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known of a report that the ERP makes for a file: whether it is there to be ended, and what it last said of its
 * progress. One route works on it; {@link #isSubmitting} and {@link #takeDelete} are asked by other threads too.
 */
final class ReportState {
    private final AtomicReference<ErpRequest> delete = new AtomicReference<>();
    private volatile boolean submitting;
    private String progress;
    private String told;

    /** To be sent when the report is no longer needed. */
    void deleteLater(ErpRequest request) {
        delete.set(request);
    }

    /** A report is being submitted, and an answer may say how to delete it. */
    void submitting(boolean now) {
        submitting = now;
    }

    boolean isSubmitting() {
        return submitting;
    }

    /** What ends the report at the ERP, the first time; null where nothing is left to be ended. */
    ErpRequest takeDelete() {
        return delete.getAndSet(null);
    }

    /** Of the report that is waited for. */
    void progress(String text) {
        progress = text.equals(told) ? null : text;
        told = text;
    }

    /** What is new of the report; null where nothing is. */
    String takeProgress() {
        String now = progress;
        progress = null;
        return now == null || now.isEmpty() ? null : now;
    }
}
