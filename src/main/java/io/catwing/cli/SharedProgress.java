package io.catwing.cli;

import io.catwing.job.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The progress of a service, shown to everybody who waits for a command there. */
final class SharedProgress implements Progress {
    private final List<Progress> watchers = new CopyOnWriteArrayList<>();

    /** Shows the steps that begin from now on, until it is closed. */
    Watch watch(Progress watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    interface Watch {
        void close();
    }

    @Override
    public Step begin(String name, long total, String unit) {
        List<Step> steps = watchers.stream()
                .map(watcher -> watcher.begin(name, total, unit))
                .toList();
        return new Step() {
            @Override
            public void advance(long by) {
                steps.forEach(step -> step.advance(by));
            }

            @Override
            public void expect(long more) {
                steps.forEach(step -> step.expect(more));
            }

            @Override
            public void say(String more) {
                steps.forEach(step -> step.say(more));
            }

            @Override
            public void close() {
                steps.forEach(Step::close);
            }
        };
    }
}
