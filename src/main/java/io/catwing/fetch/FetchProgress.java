package io.catwing.fetch;

import io.catwing.job.Progress;

/** Counts the files of an order that are done, whatever they came to, and ends with the last. */
final class FetchProgress {

    private final Progress.Step step;
    private long left;
    private boolean closed;

    FetchProgress(Progress.Step step, long files) {
        this.step = step;
        this.left = files;
    }

    synchronized void advance(long files) {
        step.advance(files);
        left -= files;
        if (left <= 0) {
            close();
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            step.close();
        }
    }
}
