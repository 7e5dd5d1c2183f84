package io.catwing.load.rebuild;

import io.catwing.job.Progress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Shows the progress of a rebuild: files by the bar, and rows beside it. Safe for use by several workers. */
final class BulkProgress implements AutoCloseable {
    private final Progress.Step step;
    private final AtomicLong rows = new AtomicLong();
    private final long began = System.nanoTime();

    BulkProgress(Progress.Step step) {
        this.step = step;
    }

    void advance(long files, long more) {
        long all = rows.addAndGet(more);
        double seconds = (System.nanoTime() - began) / 1e9;
        step.say(String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", all, all / Math.max(seconds, 1e-3)));
        step.advance(files);
    }

    /** @param files more than those that are known */
    void expect(long files) {
        step.expect(files);
    }

    void say(String what) {
        step.say(what);
    }

    @Override
    public void close() {
        step.close();
    }
}
